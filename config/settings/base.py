"""What holds on every machine. The environment decides the rest (docs/operations.md)."""

import logging
from pathlib import Path

import pghistory
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import env
from config.settings.openid import openid_providers
from config.settings.schedule import BEAT_SCHEDULE
from config.storage import document_storage
from core.watching.log import configure_structlog, logging_configuration

BASE_DIR = Path(__file__).resolve().parent.parent.parent

SECRET_KEY = env.text("SECRET_KEY")
# Key of the pseudonyms in exports: stays outside the database (ADR 0003).
PSEUDONYM_KEY = env.text("PSEUDONYM_KEY")
# Keys of the secrets that the database keeps for people; the first one encrypts.
ENCRYPTION_KEYS = env.words("ENCRYPTION_KEYS")
DEBUG = False
DEMO = env.flag("DEMO")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

ROOMS = [
    "core",
    "accounts",
    "partnerships",
    "trajectories",
    "matching",
    "agreements",
    "quality",
    "reporting",
]

# The first one that knows a text or a template wins: our words before those of a library.
INSTALLED_APPS = [
    *ROOMS,
    "config.apps.PlatformConfig",
    "config.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "django_tables2",
    "drf_spectacular",
    "pghistory",
    "pgtrigger",
    "rest_framework",
]

MIDDLEWARE = [
    "core.watching.middleware.WatchMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.permissions_policy",
    # Outside all that can fail, so that pages about errors carry its header too.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "core.bodies.BodyLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.language_of_person",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Who looks with whose eyes, before anything is written down under a name.
    "accounts.impersonation_gate.ImpersonationMiddleware",
    "core.middleware.history_of_request",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.activity_of_person",
    "accounts.middleware.SecondStepMiddleware",
    "core.middleware.refusals_as_pages",
    "core.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

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
                "django.template.context_processors.i18n",
                "core.context.interface",
            ],
        },
    },
]

# The login may own the tables; every process but a migration then steps down to
# the application's role, which cannot rewrite history (ADR 0004).
DATABASE_APP_ROLE = env.text("DATABASE_APP_ROLE", "wbl_app")
DATABASES = {"default": env.database("DATABASE_URL")}
DATABASES["default"] |= {
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    # A server that says nothing is not waited for; what DATABASE_URL says goes first.
    "OPTIONS": {"connect_timeout": 5, "tcp_user_timeout": 20_000} | DATABASES["default"]["OPTIONS"],  # type: ignore[operator]
}
if DATABASE_APP_ROLE and not env.flag("DATABASE_AS_OWNER"):
    DATABASES["default"]["OPTIONS"]["assume_role"] = DATABASE_APP_ROLE  # type: ignore[index]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.text("CACHE_URL"),
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 5},
    }
}

# People and sign-in

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Limits count per visitor and per account, in the cache that all processes share. Behind
# proxies of our own, the visitor is the address that the outermost of them saw.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0)
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {"invitation": "20/m/ip"}
# Tells the owner of an account that a password or a second step changed.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A mail server that says nothing for longer is tried again later (core.notifications.outbox).
EMAIL_TIMEOUT = 30
# A letter that a worker took and did not note in this time goes out again.
LETTER_CLAIM_SECONDS = 300
# Where people reach the platform: letters are written without a request.
PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8000")
# Staff of institutions and the ministry, and administrators, sign in with two steps.
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", default=not DEMO)
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
# Nobody signs up: addresses come from institutions and hosts, and are not claimed by anyone.
MFA_ALLOW_UNVERIFIED_EMAIL = True
ACCOUNT_FORMS = {"reset_password": "accounts.password_reset.ForgottenPasswordForm"}
MFA_FORMS = {
    "authenticate": "accounts.forms.SignInCodeForm",
    "reauthenticate": "accounts.forms.ConfirmCodeForm",
    "activate_totp": "accounts.forms.AppForm",
    "authenticate_webauthn": "accounts.forms.PasskeySignInForm",
    "login_webauthn": "accounts.forms.PasskeyAloneForm",
    "reauthenticate_webauthn": "accounts.forms.PasskeyConfirmForm",
    "add_webauthn": "accounts.forms.PasskeyForm",
    "edit_webauthn": "accounts.forms.PasskeyNameForm",
}
# Sign-in through other services (ADR 0014): the platform's own providers, from the environment.
OPENID_PROVIDERS = openid_providers()
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_ADAPTER = "accounts.openid.adapter.ProviderAdapter"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# Machines sign in with client credentials (API guide, chapter "Signing in")
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 3600
TOKEN_FAILURES_PER_MINUTE = env.number("TOKEN_FAILURES_PER_MINUTE", 10)

# Language and time

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
FORMAT_MODULE_PATH = ["core.formats"]
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/Brussels"

# Files

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "documents": document_storage(default=BASE_DIR / ".local" / "documents"),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Only the platform itself reads what people added (docs/operations.md, "Documents").
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# In bytes: the largest file of any kind of document, and what one person adds in a day.
LARGEST_DOCUMENT = 25 * 1024 * 1024
DOCUMENT_BYTES_PER_DAY = env.number("DOCUMENT_MB_PER_DAY", 500) * 1024 * 1024
DOCUMENTS_PER_HOUR = env.number("DOCUMENTS_PER_HOUR", 60)
CLAMAV_ADDRESS = env.text("CLAMAV_ADDRESS", "")
CLAMAV_TIMEOUT = env.number("CLAMAV_TIMEOUT", 30)
CLAMAV_INFECTED = env.choice("CLAMAV_INFECTED", "refuse", "quarantine")
CLAMAV_AWAY = env.choice("CLAMAV_AWAY", "refuse", "later")

# The largest file that is imported, as it is sent; a million students are about 200 MB.
IMPORT_LARGEST_FILE_MB = env.number("IMPORT_LARGEST_FILE_MB", 500)

# Interface

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "django_tables2/list.html"

# Security

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# API

API_REQUESTS_PER_MINUTE = env.number("API_REQUESTS_PER_MINUTE", 600)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "core.api.authentication.SessionAuthentication",
        "partnerships.api.authentication.ClientTokenAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["core.api.permissions.SignedIn"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.api.parsing.JsonParser"],
    "DEFAULT_FILTER_BACKENDS": ["core.api.filtering.Filters"],
    "DEFAULT_PAGINATION_CLASS": "core.api.pagination.ItemsPagination",
    "DEFAULT_SCHEMA_CLASS": "core.api.openapi.PlatformSchema",
    "DEFAULT_THROTTLE_CLASSES": ["core.api.throttling.CallerThrottle"],
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "EXCEPTION_HANDLER": "core.api.errors.problem_response",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Work-based learning",
    "DESCRIPTION": "The same verbs as the pages, by the same rules.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "RaterPartyEnum": "matching.enums.Party",
        "AcceptancePartyEnum": "matching.enums.AcceptanceParty",
        "LotteryPartyEnum": "matching.enums.LotteryParty",
        "SigningPartyEnum": "agreements.enums.SigningParty",
        "RespondentEnum": "quality.enums.Respondent",
        "LanguageEnum": "accounts.enums.Language",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "core.api.schema.complete",
    ],
}

# History: row-level triggers, the context (who, for whom, which action) kept in
# the event row itself, so that nothing about the past can be edited (ADR 0004).

PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField(null=True)
PGHISTORY_DEFAULT_TRACKERS = (
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)
PGHISTORY_APPEND_ONLY = True

# Background work

CELERY_BROKER_URL = env.text("BROKER_URL")
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE

EMAIL_SUBJECT_PREFIX = ""
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "werkplekleren@localhost")

# No error report says anything about a person (ADR 0019).
DEFAULT_EXCEPTION_REPORTER_FILTER = "core.privacy.reports.NothingOfThePerson"

# What operators see (ADR 0020)

LOG_FORMAT = env.text("LOG_FORMAT", "json")
LOGGING = logging_configuration(LOG_FORMAT, env.text("LOG_LEVEL", "INFO"))
configure_structlog()
SLOW_REQUEST_MS = env.number("SLOW_REQUEST_MS", 2000)
SLOW_QUERY_MS = env.number("SLOW_QUERY_MS", 500)
# Without a token the figures exist for nobody.
METRICS_TOKEN = env.text("METRICS_TOKEN", "")
# The header in which a proxy of our own numbers requests; "" where there is none.
REQUEST_ID_HEADER = env.text("REQUEST_ID_HEADER", "")
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = True  # core.watching.middleware decides first
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = env.flag("LOG_ADDRESSES")
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_CELERY_TASK_START_LOG_LEVEL = logging.DEBUG
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
