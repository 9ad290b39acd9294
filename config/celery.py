"""Background work: Celery, with the tasks of every room."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = Celery("work_based_learning")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
