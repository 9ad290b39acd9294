"""The platform as it runs, with short waits: what takes minutes there takes seconds here."""

import os
from pathlib import Path

from config.settings.base import *  # noqa: F403
from config.settings.base import CELERY_BEAT_SCHEDULE

DEMO = True
SECOND_FACTOR_REQUIRED = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["KILLS_MAIL_PORT"])
EMAIL_TIMEOUT = 5
STORAGES = {
    **{
        name: {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": Path(os.environ["WBL_STATE"]) / folder},
        }
        for name, folder in (("default", "files"), ("documents", "documents"))
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS = False
WHITENOISE_AUTOREFRESH = True
LETTER_CLAIM_SECONDS = 4
# One hour, as in production: whatever the broker holds back, nobody waits for here.
assert CELERY_BROKER_TRANSPORT_OPTIONS == {"visibility_timeout": 3600}  # noqa: F405
# Also what runs once a night: running again must never do anything twice.
for _entry in CELERY_BEAT_SCHEDULE.values():
    _entry |= {"schedule": 1.0, "options": {"expires": 5}}
# Faults on purpose, to see that they are found (docs/development/kill-tests.md).
if os.environ.get("KILLS_FAULT") == "no-sweeper":
    del CELERY_BEAT_SCHEDULE["send-letters"], CELERY_BEAT_SCHEDULE["carry-imports"]
if os.environ.get("KILLS_FAULT") == "noted-before-sending":
    INSTALLED_APPS += ["tests.kills.faults.NotedBeforeSending"]  # noqa: F405
