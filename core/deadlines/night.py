"""The run of every night: reminders that are due, in small batches, each sent once (ADR 0016).

What a batch sends and how far it came are one transaction. A run that is killed at any moment
goes on after its last whole batch; the keys of the notifications hold even without that. One
lock in the database keeps two runs apart, and is free as soon as its process is gone.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from core.deadlines.calendars import Calendars, calendars
from core.deadlines.firing import due_between, fired
from core.deadlines.kinds import Deadline, deadlines
from core.models import NightRun, NightStep, ReminderRule
from core.notifications.service import notify

logger = logging.getLogger(__name__)

BATCH = 200
# A run stops after this and the next beat goes on: no task holds a worker for long.
LONGEST_SECONDS = 600
# What was missed longer ago than this is old news.
CATCH_UP = timedelta(days=7)
ONE_NIGHT = timedelta(days=1)
LOCK = "SELECT pg_try_advisory_lock(hashtextextended('core.deadlines.night', 0))"
UNLOCK = "SELECT pg_advisory_unlock(hashtextextended('core.deadlines.night', 0))"


def run_night(night: date | None = None) -> NightRun | None:
    """Send the reminders of a night (by default this one, in Brussels) that are not sent yet.

    Returns the run; None when another process is at it. A night that was done stays done.
    """
    with _alone() as alone:
        if not alone:
            return None
        run, __ = NightRun.objects.get_or_create(night=night or timezone.localdate())
        if run.ended_at is None:
            _go_through(run)
        return run


@contextmanager
def _alone() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        (alone,) = cursor.fetchone()
    try:
        yield bool(alone)
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute(UNLOCK)


def _go_through(run: NightRun) -> None:
    """Every kind in turn; one that fails does not stop the others, and stays to be done."""
    stop_at = time.monotonic() + LONGEST_SECONDS
    known = calendars()
    steps = [_step(run, name) for name in deadlines]
    for step in steps:
        while step.ended_at is None and time.monotonic() < stop_at:
            try:
                _batch(step, deadlines[step.deadline], known)
            except Exception as error:
                # Whatever is wrong with one kind, the others must be told.
                logger.exception("The reminders of %s failed", step.deadline)
                _note(step, problem=type(error).__name__)
                break
    if all(step.ended_at for step in steps):
        run.ended_at = timezone.now()
        run.save(update_fields=["ended_at"])


def _step(run: NightRun, name: str) -> NightStep:
    step = run.steps.filter(deadline=name).first()
    return step or run.steps.create(deadline=name, since=first_night(name, run.night))


def first_night(name: str, night: date) -> date:
    """The first night that is not done for a kind: the one after its last whole one, at most
    a week ago; the night itself for a kind that never ran.
    """
    steps = NightStep.objects.filter(deadline=name, run__night__lt=night)
    whole = steps.filter(ended_at__isnull=False, problem="", failed=0)
    last = whole.order_by("-run__night").values_list("run__night", flat=True).first()
    if last:
        return max(last + ONE_NIGHT, night - CATCH_UP)
    begun = steps.order_by("run__night").values_list("since", flat=True).first()
    return max(begun, night - CATCH_UP) if begun else night


def rules_of(deadline: Deadline) -> list[ReminderRule]:
    """The reminders in use for a kind, where there is somebody to tell."""
    rules = ReminderRule.objects.filter(deadline=deadline.name, active=True)
    return [rule for rule in rules if deadline.audience(rule.whom)]


def candidates(
    deadline: Deadline, rules: list[ReminderRule], since: date, until: date, known: Calendars
) -> QuerySet[Any]:
    """The rows for which one of the rules can fire in these nights."""
    closed, path = known.all_closed(), f"{deadline.due_path}__range"
    asked = Q(pk__in=[])
    for rule in rules:
        asked |= Q(**{path: due_between(rule, since, until, closed)})
    return deadline.rows().filter(asked)


@transaction.atomic
def _batch(step: NightStep, deadline: Deadline, known: Calendars) -> None:
    """Look at the next rows of a kind, and note how far it came."""
    night, rules = step.run.night, rules_of(deadline)
    rows = candidates(deadline, rules, step.since, night, known)
    batch = list(rows.filter(pk__gt=step.position).order_by("pk")[:BATCH])
    sent = failed = 0
    for row in batch:
        due = deadline.due(row)
        calendar = known.of(deadline.institution(row))
        for rule in fired(rules, due, calendar, step.since, night):
            told = _tell(deadline, rule, row, due)
            sent, failed = sent + (told or 0), failed + (told is None)
    _note(
        step,
        position=batch[-1].pk if batch else step.position,
        ended_at=None if len(batch) == BATCH else timezone.now(),
        problem="",
        looked_at=F("looked_at") + len(batch),
        sent=F("sent") + sent,
        failed=F("failed") + failed,
    )


def _tell(deadline: Deadline, rule: ReminderRule, row: Any, due: date) -> int | None:
    """Tell people of one row; returns how many heard it now, None when it failed."""
    audience = deadline.audience(rule.whom)
    if audience is None:
        return 0
    try:
        with transaction.atomic():
            return notify(
                deadline.kind(rule.whom, rule.moment),
                audience.people(row),
                path=deadline.path(row),
                key=f"{rule.uuid.hex}:{row.uuid.hex}:{due.isoformat()}",
                due=due,
                **deadline.values(row),
            )
    except Exception:
        # One broken row must not hold up the reminders of everybody else.
        logger.exception("A reminder of %s failed", deadline.name)
        return None


def _note(step: NightStep, **values: Any) -> None:
    NightStep.objects.filter(pk=step.pk).update(**values)
    step.refresh_from_db(fields=list(values))
