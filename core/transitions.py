"""The one place that moves a record to another state.

A service opens a transition, changes what it must on the locked row, and leaves; the
transition asks questions two (may you) and three (can it now), writes state and history,
and does nothing at all when anything refuses.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.copying import leave_no_trigger_out
from core.errors import NotNow
from core.history import acting
from core.models import StatefulRecord
from core.notifications.notices import tell
from core.permissions import require
from core.versions import locked
from core.workflow import ALREADY, INSTITUTION, Transition

Stateful = TypeVar("Stateful", bound=StatefulRecord)


@contextmanager
def transition(obj: Stateful, name: str, *, actor: Any) -> Iterator[Stateful]:
    """Lock the row, ask, let the caller change it, move it, save it.

    Yields the locked row, fresh from the database. Raises `Refused` (403) when the
    actor may not, `NotNow` (409) when the state or a requirement stands in the way, `Stale`
    (412) when the request expects another version.
    Whoever a notice names for this verb is told (`core.notifications.notices`). The
    object that was passed in is refreshed when the transition is done.
    """
    model = type(obj)
    step = model.workflow.transition(name)
    with transaction.atomic(), acting(actor, f"{model._meta.label_lower}.{name}"):
        row = locked(model, obj.pk)
        require(actor, step.permission, row)
        require_state(row, step)
        require_conditions(row, step)
        yield row
        if step.target and step.target != row.state:
            row.state, row.state_since = step.target, timezone.now()
        row.save()
        tell(row, name, actor)
    obj.refresh_from_db()


def move_in_bulk(rows: Any, name: str, *, actor: Any) -> int:
    """Move many rows by one verb in one statement; returns how many moved.

    For consequences of a verb that was already allowed, and for imports: rights and
    requirements are the caller's, and nobody is told. Rows in other states stay; PostgreSQL
    watches each move.
    Raises ValueError for a verb that changes no state.
    """
    model = rows.model
    step = model.workflow.transition(name)
    if step.target is None:
        message = f"The verb {name} changes no state."
        raise ValueError(message)
    with transaction.atomic(), acting(actor, f"{model._meta.label_lower}.{name}"):
        leave_no_trigger_out()
        movable = rows.filter(state__in=step.sources)
        return int(movable.update(state=step.target, state_since=timezone.now()))


def require_state(row: StatefulRecord, step: Transition) -> None:
    """Raise `NotNow` when the verb is not in the table for the row's state."""
    if row.state not in step.sources:
        state = row.workflow.label(row.state, INSTITUTION).label
        raise NotNow(ALREADY % {"state": state})


def require_conditions(row: StatefulRecord, step: Transition) -> None:
    """Raise `NotNow` with every sentence that still stands in the way."""
    unmet = [sentence for requirement in step.requirements for sentence in requirement(row)]
    if unmet:
        raise NotNow(_("Something is still missing."), unmet)
