"""Settings of a web server and a worker beside the tests: a real broker between them."""

import os

from config.settings.test import *  # noqa: F403

DATABASES["default"]["NAME"] = os.environ["RUNNING_DATABASE"]  # type: ignore[index]  # noqa: F405
DATABASES["default"]["OPTIONS"]["assume_role"] = DATABASE_APP_ROLE  # type: ignore[index]  # noqa: F405
CELERY_TASK_ALWAYS_EAGER = False
# Other tests may use the same broker at this moment.
CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": os.environ["RUNNING_DATABASE"]}
