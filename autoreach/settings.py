"""All configuration: environment variables, with defaults that run without any."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels

from autoreach import environment, sandbox
from autoreach.environment import Environment
from autoreach.providers.variables import Address, Number
from autoreach.serving import embedded_postgres

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))
# For numpy, which reads it when it loads: threads wait for each other longer than the small products here take.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


env = Environment(os.environ)


def installation_secret():
    """The installation's own key, made on first use and readable by its owner alone."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"secret_key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        # Of two processes that start together one keeps the other's; a full disk leaves none, not an empty one.
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text()


SECRET_KEY = os.environ.get("SECRET_KEY") or installation_secret()
DEBUG = env.flag("DEBUG")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS")
HTTPS = env.flag("HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "django_q",
    "heroicons",
    "template_partials",
    "autoreach",
    "autoreach.calls",
    "leads",
    "pool",
    "scoring",
    "enrichment",
    "autoreach.api",
]

MIDDLEWARE = [
    "autoreach.api.middleware.JsonAnswers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "leads.workspaces.middleware.WorkspaceMiddleware",
    "autoreach.middleware.NotAllowedPage",
    "autoreach.middleware.ReadableForms",
]

ROOT_URLCONF = "autoreach.urls"
WSGI_APPLICATION = "autoreach.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "heroicons.templatetags.heroicons",
                "template_partials.templatetags.partials",
                "leads.templatetags.addresses",
                "leads.templatetags.form_tokens",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "autoreach.context_processors.installation",
            ],
        },
    },
]

DATABASES = {
    "default": env.read("DATABASE_URL", environment.POSTGRESQL, environment.database(embedded_postgres.url(VAR_DIR)))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # shared by all processes, since it counts attempts to log in; where it is full, a third of the counts is forgotten
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "autoreach_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "buyers"
LOGOUT_REDIRECT_URL = "account_login"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "leads.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "leads.accounts.forms.LoginForm",
    "change_password": "leads.accounts.forms.ChangePasswordForm",
    "set_password": "leads.accounts.forms.SetPasswordForm",
    "reset_password": "leads.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "leads.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "leads.accounts.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
# A key is an account and where the attempt came from (see the adapter). Success takes its attempt off the count.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "30/m/ip,5/5m/key"}
# Whom X-Forwarded-For is believed of: the number of proxies in front.
ALLAUTH_TRUSTED_PROXY_COUNT = env.read("TRUSTED_PROXIES", Number(), 1 if HTTPS else 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "leads.accounts.forms.AuthenticateForm",
    "reauthenticate": "leads.accounts.forms.ReauthenticateWithCodeForm",
    "activate_totp": "leads.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "leads.accounts.forms.AddWebAuthnForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "AutoReach"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

EMAIL_URL = env.text("EMAIL_URL")
mail = env.read("EMAIL_URL", environment.MAIL_SERVER, urlsplit(""))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_URL else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = mail.hostname or "", mail.port or environment.MAIL_PORTS.get(mail.scheme, 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(mail.username or ""), unquote(mail.password or "")
EMAIL_USE_TLS, EMAIL_USE_SSL = mail.scheme == "smtp+tls", mail.scheme == "smtps"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM") or EMAIL_HOST_USER or "autoreach@localhost"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "AutoReach: "
ACCOUNT_EMAIL_NOTIFICATIONS = bool(EMAIL_URL)

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
MESSAGE_TAGS = {message_levels.ERROR: "danger"}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "leads.interface.uploads.TooLargeIsNotStored",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
# Below it, files are refused and work waits, so that the database need not stop.
LOW_DISK_MIB = env.read("LOW_DISK_MIB", Number(), 512)
IMPORT_MAX_BYTES = env.read("IMPORT_MAX_BYTES", Number(least=1), 64 << 20)
POOL_PROFILE_DAYS = env.read("POOL_PROFILE_DAYS", Number(least=1), 365)
POOL_PROFILE_MAX_DAYS = env.read("POOL_PROFILE_MAX_DAYS", Number(least=1), 3 * 365)
POOL_MATCH_LIMIT = env.read("POOL_MATCH_LIMIT", Number(least=1), 500)
SCORING = env.read("SCORING", environment.SCORING, {})

env.flag("SANDBOX", True)  # `autoreach.serving` reads it
SANDBOX_URL = env.read("SANDBOX_URL", Address(), "")
PROVIDER_VARIABLES = ("X_", "UNIPILE_", "OPENAI_", "AI_", "PRICES_FILE")
PROVIDERS = (
    sandbox.environment(SANDBOX_URL)
    if SANDBOX_URL
    else {name: value for name, value in os.environ.items() if name.startswith(PROVIDER_VARIABLES)}
)
# Calls and seconds of the window by provider and operation, as {"linkedin": {"profile": [90, 86400]}}; without it, what
# keeps a connected LinkedIn member out of trouble.
ALLOWANCES = env.read("ALLOWANCES", environment.CALLS_AND_SECONDS, {} if SANDBOX_URL else None)
ENRICH_CONCURRENCY = env.read("ENRICH_CONCURRENCY", Number(least=1), 32)
HEARTBEAT_SECONDS = env.read("HEARTBEAT_SECONDS", Number(least=1), 150)

WORKERS = env.read("WORKERS", Number(least=1), 2)
SLOW_WORKERS = env.read("SLOW_WORKERS", Number(least=1), 1)
# The broker's own clock starts when a task is fetched, so `retry` waits for a full queue of slow tasks:
# more than timeout × (1 + ceil((queue_limit + bulk) / workers)).
Q_CLUSTER = {
    "name": "autoreach",
    "cache": "process",
    "orm": "default",
    "broker_class": "autoreach.serving.broker.PatientBroker",
    # one besides those that enrich: a provider that hangs must not keep imports and pool matches waiting
    "workers": WORKERS + 1,
    "queue_limit": WORKERS + 1,
    "bulk": 1,
    "poll": 0.1,
    "timeout": 300,
    "retry": 1000,
    "max_attempts": 3,
    "ack_failures": True,
    "save_limit": -1,
    "catch_up": False,
    "recycle": 200,
    "max_rss": 600_000,
    "time_zone": TIME_ZONE,
    "ALT_CLUSTERS": {
        "slow": {"workers": SLOW_WORKERS, "queue_limit": SLOW_WORKERS, "timeout": 900, "retry": 3600, "poll": 0.5}
    },
}

SCHEDULES = {
    "autoreach.calls.tasks.tend": 1,
    "autoreach.calls.tasks.check_providers": 5,
    "enrichment.tasks.tend": 1,
    "leads.sources.tasks.tend": 1,
    "leads.audience.tasks.tend": 1,
    "leads.sources.csv.tasks.tend": 1,
    "leads.sources.csv.tasks.forget_old": 24 * 60,
    "pool.tasks.tend": 1,
    "scoring.tasks.forget_old": 24 * 60,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.read("LOG_LEVEL", environment.LOG_LEVEL, "INFO")},
}

env.check()
