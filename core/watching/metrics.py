"""Figures that each process counts: requests, questions to the database, tasks, refused sign-ins.

Labels come from finite lists of code only (names of addresses and tasks, verbs of HTTP,
statuses): never an address, a person or anything else that somebody sends.
"""

from typing import Any

from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from prometheus_client import Counter, Histogram

from core.watching.folder import make_folder

make_folder()
SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
TASK_SECONDS = (0.1, 1, 10, 60, 300, 1800)
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})

requests = Counter("wbl_requests", "Requests answered", ["view", "method", "status"])
request_seconds = Histogram(
    "wbl_request_seconds", "Seconds until a request was answered", ["view"], buckets=SECONDS
)
queries = Counter("wbl_queries", "Questions to the database in requests", ["view"])
query_seconds = Counter("wbl_query_seconds", "Seconds spent in them", ["view"])
tasks = Counter("wbl_tasks", "Tasks that ended", ["task", "outcome"])
task_seconds = Histogram(
    "wbl_task_seconds", "Seconds that a task took", ["task"], buckets=TASK_SECONDS
)
sign_ins_refused = Counter("wbl_sign_ins_refused", "Sign-ins with a wrong password or address")


def count_request(view: str, method: str, status: int, seconds: float) -> None:
    """Note one answer."""
    verb = method if method in METHODS else "other"
    requests.labels(view, verb, str(status)).inc()
    request_seconds.labels(view).observe(seconds)


def count_queries(view: str, count: int, seconds: float) -> None:
    """Note the questions that one request asked the database."""
    queries.labels(view).inc(count)
    query_seconds.labels(view).inc(seconds)


def count_task(task: str, outcome: str, seconds: float) -> None:
    """Note one task that ended, ``outcome`` being "ok", "retry" or "failed"."""
    tasks.labels(task, outcome).inc()
    task_seconds.labels(task).observe(seconds)


@receiver(user_login_failed)
def count_refusal(**kwargs: Any) -> None:
    """Note a sign-in that was refused; not of whom."""
    sign_ins_refused.inc()
