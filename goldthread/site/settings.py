"""The one settings file. What differs between installations comes from outside."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from goldthread.site import logs
from goldthread.site.outside import flag, text, words
from goldthread.site.rules import worded

ROOT = Path(__file__).resolve().parents[2]

# --- Where things are -------------------------------------------------------------

VAR = Path(text("GOLDTHREAD_VAR", str(ROOT / "var")))
DATABASE_URL = text("DATABASE_URL")
APP_DATABASE_URL = text("APP_DATABASE_URL")
DATABASE = text("GOLDTHREAD_DATABASE")  # another one on the same server; for journeys
EMBEDDED = not (DATABASE_URL or APP_DATABASE_URL)  # our own PostgreSQL, in var/
DEMO = EMBEDDED and flag("GOLDTHREAD_DEMO", default=True)
DEBUG = flag("DEBUG")
KEYS = Path(text("GOLDTHREAD_KEYS", str(VAR / "keys")))  # master keys: ADR 13
BACKUP_KEY = text("GOLDTHREAD_BACKUP_KEY")  # a file, kept apart from backups: ADR 17
RETENTION = text("GOLDTHREAD_RETENTION")  # a file with lines of your own schedule
SCANNER = text("CLAMD")  # a socket, or host:port; without one uploads wait (ADR 14)
SECRET_KEY = text("SECRET_KEY", "demo-only, never beside real records" if DEMO else "")
LEDGER_KEY = text("LEDGER_KEY")  # signs the ledger's heads; the demo makes its own
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")
HTTPS = flag("HTTPS", default=not DEMO)

# --- Database: the owner migrates, everyone else is the role `app` (ADR 4) ----------


def postgres(url: str, *, role: str = "") -> dict[str, Any]:
    """Django's settings for a postgresql:// address, acting as `role` if given."""
    parts = urlparse(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    options: dict[str, Any] = {key: unquote(value) for key, value in query.items()}
    if role:
        options["options"] = f"-c role={role}"
    return {
        "ENGINE": "goldthread.site.postgres",
        "NAME": DATABASE or unquote(parts.path.lstrip("/")) or "goldthread",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": True,
        "OPTIONS": options,
    }


DATABASES = {
    "default": postgres(APP_DATABASE_URL)
    if APP_DATABASE_URL
    else postgres(DATABASE_URL, role="app"),
    "owner": postgres(DATABASE_URL),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Its own writes as `app` while the owner migrates, and so waits for itself for ever.
MIGRATION_MODULES = {
    "django_tasks_database": "goldthread.base.errands.queue.migrations"
}

# --- What the product is made of ------------------------------------------------------

SOURCES = [
    "goldthread.sources.agency_audits",
    "goldthread.sources.section11",
]

INSTALLED_APPS = [
    "goldthread.site",
    "goldthread.demo",
    "goldthread.bench",
    *SOURCES,
    "goldthread.loop.reports",
    "goldthread.loop.impact",
    "goldthread.loop.impact.assessments",
    "goldthread.loop.actions",
    "goldthread.loop.actions.briefings",
    "goldthread.loop.themes.register",
    "goldthread.loop.themes",
    "goldthread.loop.findings",
    "goldthread.loop.activities",
    "goldthread.loop.activities.referrals",
    "goldthread.loop.plan",
    "goldthread.base.backups",
    "goldthread.base.tokens",
    "goldthread.base.joining",
    "goldthread.base.uploads",
    "goldthread.base.large_files",
    "goldthread.base.disposal",
    "goldthread.base.cases",
    "goldthread.base.retention",
    "goldthread.base.instruments",
    "goldthread.base.measures",
    "goldthread.base.errands",
    "goldthread.base.govuk",
    "goldthread.base.drafts",
    "goldthread.base.post",
    "goldthread.base.vault",
    "goldthread.base.access",
    "goldthread.base.ledger",
    "goldthread.base.people",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "goldthread.site.headers.headers",  # outside all, so that every answer has them
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "goldthread.site.headers.origin",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "goldthread.site.middleware.session_limits",
    "goldthread.site.middleware.second_factor",
    "goldthread.site.middleware.signing_in",
    "goldthread.site.middleware.TooLate",
]

ROOT_URLCONF = "goldthread.site.urls"
WSGI_APPLICATION = "goldthread.site.wsgi.application"
FORM_RENDERER = "goldthread.base.govuk.renderer.GovukRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.static",
                "goldthread.base.govuk.templatetags.govuk",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "goldthread.site.context.navigation",
            ],
        },
    }
]

# --- Sign-in (django-allauth): a second factor is required of everyone ------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["goldthread.site.sign_in.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "goldthread.site.passwords.NotStolen"},
]
STOLEN_PASSWORDS = text("STOLEN_PASSWORDS")  # the file that lists them
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "goldthread.site.sign_in.ByInvitation"
MFA_ADAPTER = "goldthread.site.sign_in.SecondFactor"
SOCIALACCOUNT_ADAPTER = "goldthread.site.sign_in.KnownPeopleOnly"
ACCOUNT_FORMS, MFA_FORMS = worded("account"), worded("mfa")
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation link has already proved it
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can make us write to strangers
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = int(flag("BEHIND_PROXY"))  # whom rate limits count
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Goldthread"
SESSION_ENGINE = "goldthread.site.sessions"
SESSION_COOKIE_AGE = 30 * 60  # idle; site.middleware renews it in each minute used
LONGEST_SECONDS = 12 * 60 * 60
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": text("OIDC_ID", "organisation"),
                    "name": text("OIDC_NAME", "your organisation"),
                    "client_id": text("OIDC_CLIENT_ID"),
                    "secret": text("OIDC_SECRET"),
                    "settings": {"server_url": text("OIDC_SERVER_URL")},
                }
            ],
        }
    }
    if text("OIDC_SERVER_URL")
    else {}
)

SIGN_ON = [  # where a form may lead besides here
    f"{address.scheme}://{address.netloc}"
    for address in map(urlparse, words("OIDC_SERVER_URL"))
]

# --- Mail: everything leaves through the outbox -----------------------------------------

SITE_ADDRESS = text("SITE_ADDRESS", "http://localhost:8000").rstrip("/")
DEFAULT_FROM_EMAIL = text("MAIL_FROM", "Goldthread <goldthread@localhost>")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if text("MAIL_HOST")
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_HOST = text("MAIL_HOST")
EMAIL_PORT = int(text("MAIL_PORT", "587"))
EMAIL_HOST_USER = text("MAIL_USER")
EMAIL_HOST_PASSWORD = text("MAIL_PASSWORD")
EMAIL_USE_TLS = flag("MAIL_TLS", default=True)
EMAIL_TIMEOUT = 10  # a letter is first tried while somebody waits for her page

# --- Pages ----------------------------------------------------------------------------

LANGUAGE_CODE, TIME_ZONE = "en-gb", "Europe/London"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns if it is not there
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not DEMO
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEMO

# --- Security ---------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # allauth shows the TOTP code as a data image
        "base-uri": ["'none'"],
        "form-action": ["'self'", *SIGN_ON],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY") else None
)
SECURE_REFERRER_POLICY = "no-referrer"  # `headers.origin` says why forms still work
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
LARGE_FILE_ROWS = int(text("LARGE_FILE_ROWS", "25" if DEMO else "500"))  # in a day
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000  # a bulk step may tick ten thousand rows

LOGGING = logs.configured(debug=DEBUG, demo=DEMO)
