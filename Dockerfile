# The server image of ITA Portal. Build and start it with compose.yaml.
FROM python:3.12-slim-bookworm

# What WeasyPrint loads to lay out Thai text; the same list as in scripts/setup.sh.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 \
        libfontconfig1 libglib2.0-0 libthai0 \
    && rm -rf /var/lib/apt/lists/*

ENV PYTHONUNBUFFERED=1 PYTHONUTF8=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore

RUN useradd --create-home --uid 10001 portal
WORKDIR /app

# The packages first: this layer stays cached until the requirements change.
COPY requirements.txt ./
RUN pip install -r requirements.txt

COPY . .

# Fonts and static files belong to the image. The keys are thrown away with the command; a running portal
# without a SECRET_KEY and a TRAIL_KEY of its own refuses to start. var/ is the only place the portal writes to.
RUN export SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
    && export TRAIL_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
    && python manage.py build_fonts \
    && python manage.py collectstatic --no-input \
    && chown -R portal:portal var

USER portal
EXPOSE 8000
VOLUME /app/var

# Asked under a name the portal answers to: the first of ALLOWED_HOSTS.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["python", "-c", "import os, urllib.request as u; host = os.environ.get('ALLOWED_HOSTS', '127.0.0.1').split(',')[0].strip().lstrip('.*') or '127.0.0.1'; u.urlopen(u.Request('http://127.0.0.1:8000/livez', headers={'Host': host}), timeout=4)"]

# Brings the database up to date, then serves with gunicorn.
CMD ["scripts/serve.sh"]
