"""Completing the library's lines about requests, and carrying their number to tasks."""

from typing import Any

import structlog
from celery.signals import setup_logging
from django.dispatch import receiver
from django_structlog.celery.signals import (
    bind_extra_task_metadata,
    modify_context_before_task_publish,
)
from django_structlog.signals import (
    bind_extra_request_failed_metadata,
    bind_extra_request_finished_metadata,
)

from core.watching.middleware import add_figures

CARRIED = frozenset({"request_id", "user"})

bind_extra_request_finished_metadata.connect(add_figures)
bind_extra_request_failed_metadata.connect(add_figures)


@receiver(modify_context_before_task_publish)
def carry(context: dict[str, Any], **kwargs: Any) -> None:
    """A task knows the request that asked for it, and nothing else of it."""
    for name in set(context) - CARRIED:
        del context[name]


@receiver(bind_extra_task_metadata)
def name_task(task: Any, **kwargs: Any) -> None:
    """Every line of a task tells which one it is."""
    structlog.contextvars.bind_contextvars(task=task.name)


@setup_logging.connect
def keep_logging(**kwargs: Any) -> None:
    """A worker logs as Django's settings say: with a receiver, Celery leaves that alone."""
