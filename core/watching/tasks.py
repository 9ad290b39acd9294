"""Around every task: its line in the log, its figures, and its name in the history."""

import time
from typing import Any

import pghistory
from celery import Task
from celery.exceptions import Ignore, Reject, Retry
from django.db import connection

from core.requests import request_id
from core.watching.metrics import count_task
from core.watching.queries import QueryWatch


class WatchedTask(Task):
    """What every task of the platform is (config.celery)."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run it, naming it and the request that asked for it in every event it writes."""
        context = {"task": self.name, **({"request": number} if (number := request_id()) else {})}
        began, outcome = time.perf_counter(), "failed"
        try:
            with pghistory.context(**context), connection.execute_wrapper(QueryWatch()):
                result = super().__call__(*args, **kwargs)
            outcome = "ok"
        except (Retry, Ignore, Reject):
            outcome = "retry"
            raise
        finally:
            count_task(self.name, outcome, time.perf_counter() - began)
        return result
