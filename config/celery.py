"""Background work: Celery, with the tasks of every room."""

import os

from celery import Celery
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
# A worker never has the owner's rights; a migration has read them by now (manage.py).
os.environ.pop("DATABASE_AS_OWNER", None)

app = Celery("work_based_learning", task_cls="core.watching.tasks:WatchedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()
