"""The test run: the same servers, no network, tasks at once, the clock in the tests' hands."""

import os

from config.embedded import ensure_servers
from config.embedded.catalogues import compile_catalogues

# Before Django reads them: a text that was changed a moment ago is the one that is tested.
compile_catalogues()
for _name, _value in ensure_servers().items():
    os.environ.setdefault(_name, _value)
os.environ.setdefault("LOG_FORMAT", "text")
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("PSEUDONYM_KEY", "00" * 32)
os.environ.setdefault("ENCRYPTION_KEYS", "11" * 32)

from config.settings.base import *  # noqa: E402, F403  (needs the addresses set above)

DEMO = True
SECOND_FACTOR_REQUIRED = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# The owner builds the test database; tests/databases.py then steps down to the
# application's role, so that every test runs with the rights of production.
DATABASES["default"]["OPTIONS"].pop("assume_role", None)  # type: ignore[attr-defined]  # noqa: F405
DATABASES["default"] |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}  # noqa: F405
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
PUBLIC_URL = "http://testserver"
ACCOUNT_RATE_LIMITS = False
API_REQUESTS_PER_MINUTE = 0
TOKEN_FAILURES_PER_MINUTE = 0
WHITENOISE_AUTOREFRESH = True
