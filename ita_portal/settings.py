"""Settings of ITA Portal: one file, every value overridable by an environment variable (or .env).

Local defaults work for `./run` and `./test`, which set DEBUG or a throw-away key themselves.
A server without SECRET_KEY refuses to start. https://docs.djangoproject.com/en/5.2/ref/settings/
"""

import os
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from huey.serializer import SignedSerializer

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
if "GUARDED_CHILD" not in os.environ:  # a child that reads strangers' files gets no secrets (guarded_child/)
    env.read_env(BASE_DIR / ".env")

# -- Core ------------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
LOCAL_KEY = "local-only-key-that-no-server-accepts"
SECRET_KEY = env.str("SECRET_KEY", default=LOCAL_KEY if DEBUG else "")
if not SECRET_KEY or (SECRET_KEY == LOCAL_KEY and not DEBUG):
    raise ImproperlyConfigured(
        "SECRET_KEY is missing. Copy .env.example to .env and put a long random text there, "
        "or start the portal on your own machine with ./run."
    )
# The trail is sealed with a key of its own: SECRET_KEY is changed when sessions must end, and every seal would break.
# To change it, put the old one at the end of TRAIL_OLD_KEYS: it still opens what it sealed, and seals nothing new.
TRAIL_KEY = env.str("TRAIL_KEY", default=LOCAL_KEY if DEBUG else "")
TRAIL_OLD_KEYS = env.list("TRAIL_OLD_KEYS", default=[])
if not TRAIL_KEY or (TRAIL_KEY == LOCAL_KEY and not DEBUG) or TRAIL_KEY in TRAIL_OLD_KEYS:
    raise ImproperlyConfigured(
        "TRAIL_KEY is missing, or stands among TRAIL_OLD_KEYS. Put a long random text into .env, other than SECRET_KEY, "
        "and keep a copy where no copy of the database lies: without it nobody can tell whether the trail is whole."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
PORTAL_BASE_URL = env.str("PORTAL_BASE_URL", default="http://127.0.0.1:8000")

# Everything the portal writes that is not in the database: fonts derived at set-up, the SQLite file, media.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
FIXTURES_DIR = BASE_DIR / "fixtures"
FONT_DIR = VAR_DIR / "fonts"

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",  # without Django's own site: organizations/admin.py has ours
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "js_lib_bootstrap5",
    "huey.contrib.djhuey",
    "organizations",
    "assessments",
    "measures",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "organizations.scope.ScopeGuardMiddleware",
    "organizations.second_factor_required.SecondFactorRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ita_portal.security_headers.SecurityHeadersMiddleware",
]

ROOT_URLCONF = "ita_portal.urls"
WSGI_APPLICATION = "ita_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- Templates and forms ---------------------------------------------------------------------------

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {"thai": "ita_portal.template_filters", "paper": "reports.paper_filters"},
            "builtins": ["ita_portal.template_filters"],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# -- Database --------------------------------------------------------------------------------------
# SQLite is the embedded default (one server, local disk); PostgreSQL the server database.

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # The queries take milliseconds; compiling one for speed takes longer than running it (benchmarks/README.md).
    DATABASES["default"]["OPTIONS"] = {"options": "-c jit=off"}

# -- People ----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "organizations.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "reports:home"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"organizations.password_rules.{name}"}
    for name in ("NotLikeThePerson", "LongEnough", "NotCommon", "NotOnlyDigits")
]
SESSION_COOKIE_AGE = 8 * 60 * 60  # one working day
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # of a link to set a new password
# Roles that must have a second factor, e.g. platform_administrator,administrator; everybody else may have one.
REQUIRE_SECOND_FACTOR_FOR = env.list("REQUIRE_SECOND_FACTOR_FOR", default=[])

# -- Language and time -----------------------------------------------------------------------------

LANGUAGE_CODE = "th"
TIME_ZONE = "Asia/Bangkok"
USE_I18N = True
USE_TZ = True

# -- Static files ----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
for directory in (FONT_DIR, STATIC_ROOT):
    directory.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static", ("fonts", FONT_DIR)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # A server collects its static files (hashed names, compressed); ./run reads them where they lie.
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
EVIDENCE_QUOTA_BYTES = env.int("EVIDENCE_QUOTA_MEGABYTES", default=2048) * 1024 * 1024  # of one organisation

# -- Background work -------------------------------------------------------------------------------
# Tasks run inline where no worker runs (./run, ./test). compose.yaml has one and says so on web and worker.

HUEY = {
    "name": "portal",
    "huey_class": "huey.SqliteHuey",
    "immediate": not env.bool("BACKGROUND_WORKER", default=False),
    "filename": str(VAR_DIR / "jobs.sqlite3"),
    "timeout": 20,
    "results": False,  # what became of a task is told by its JobProgress; unread results would pile up
    # Tasks are pickles: only those signed by this portal are opened.
    "serializer": SignedSerializer(secret=SECRET_KEY, salt="ita_portal.jobs"),
    # docker stop sends TERM: finish what runs, up to the time compose.yaml gives.
    "consumer": {"workers": 2, "graceful_signal": "TERM", "shutdown_timeout": 50},
}

# -- Mail: digests of deadlines ----------------------------------------------------------------------
# Without EMAIL_URL no mail is attempted; ./run writes mails to the terminal.

EMAIL_URL = env.str("EMAIL_URL", default="") or ("consolemail://" if DEBUG else "")
EMAIL_IS_CONFIGURED = bool(EMAIL_URL)
vars().update(env.email_url_config(EMAIL_URL or "dummymail://"))
EMAIL_TIMEOUT = 15  # seconds
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="ITA Portal <ita-portal@localhost>")
REMINDER_DAYS_BEFORE = env.list("REMINDER_DAYS_BEFORE", cast=int, default=[14, 3])

# -- Printing: in a child process with limits ------------------------------------------------------

PRINT_WORKERS = env.int("PRINT_WORKERS", default=1)  # children per web process; each holds about 130 MB
PRINT_SECONDS = env.int("PRINT_SECONDS", default=60)
PRINT_MEGABYTES = env.int("PRINT_MEGABYTES", default=1024)

# -- Digital signatures: keys as encrypted PKCS#12 files, outside database and media (reports/signing/keys.py) ---------
# Without the password nothing can be signed digitally; the pen remains.

SIGNING_KEYS_DIR = Path(env.str("SIGNING_KEYS_DIR", default=str(VAR_DIR / "keys")))
SIGNING_KEYS_PASSWORD = env.str("SIGNING_KEYS_PASSWORD", default=LOCAL_KEY if DEBUG else "")

# -- Security --------------------------------------------------------------------------------------

BEHIND_TLS_PROXY = env.bool("BEHIND_TLS_PROXY", default=False)
# Proxies of our own in front of the portal: that many addresses at the end of X-Forwarded-For are believed.
PROXY_COUNT = env.int("PROXY_COUNT", default=1 if BEHIND_TLS_PROXY else 0)
if BEHIND_TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrf"
# The municipality's other subdomains may still be plain http, and preloading is the domain owner's decision.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

# -- Logging: to standard output, without personal data --------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "huey": {
            "handlers": ["console"],
            "propagate": False,
        },  # else run_huey adds a handler and all lines come twice
        "weasyprint": {"level": "ERROR"},
        # What these say of a file they read is in the verdict; names of signers do not belong in the log.
        "pikepdf": {"level": "WARNING"},
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
}
