#!/bin/sh
# Starts the portal in its container: brings the database up to date, then serves on port 8000.
set -eu
cd "$(dirname "$0")/.."

# The owner of the tables changes them; the web process may be another role, which can only add to the trail.
as_owner() {
  if [ -n "${OWNER_DATABASE_URL:-}" ]; then
    DATABASE_URL=$OWNER_DATABASE_URL python manage.py "$@"
  else
    python manage.py "$@"
  fi
}

# The volume may hold the fonts of an older image; quick when they are up to date.
python manage.py build_fonts
as_owner migrate --no-input
if [ -n "${WEB_DATABASE_ROLE:-}" ]; then
  as_owner restrict_trail_grants --role "$WEB_DATABASE_ROLE"
fi
unset OWNER_DATABASE_URL
python manage.py load_frameworks
python manage.py load_recommendations
python manage.py load_measure_templates
python manage.py load_holidays

# Timeout: ten pieces of evidence are examined in one request, and printing may take a minute.
# Requests arrive only from the proxy in front: compose.yaml publishes the port on 127.0.0.1 and nowhere else.
exec gunicorn ita_portal.wsgi:application \
  --bind=0.0.0.0:8000 \
  --workers="${WEB_WORKERS:-3}" \
  --worker-tmp-dir=/dev/shm \
  --timeout=150 \
  --forwarded-allow-ips="${FORWARDED_ALLOW_IPS:-*}"
