"""Asking for background work. The database knows what is to be done; a task only wakes it up."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def enqueue(name: str) -> None:
    """Start the task of that name when this transaction is whole.

    A broker that does not answer stops nobody: what is to be done stands in the database,
    and a run that beat starts finds it there.
    """
    transaction.on_commit(lambda: _start(name), robust=True)


def _start(name: str) -> None:
    try:
        current_app.tasks[name].apply_async(retry=False)
    except (OperationalError, OSError):
        logger.warning("The broker does not answer: %s waits for the sweeper", name)
