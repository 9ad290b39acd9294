"""When an institution is closed: the verbs of its coordinators."""

from typing import Any

from django.db import transaction

from core.history import acting
from core.permissions import require
from core.versions import locked
from partnerships.models import ClosingPeriod, Organisation
from partnerships.services import save_checked

CHANGE = "partnerships.change_closings"


@transaction.atomic
def add_closing(institution: Organisation, *, actor: Any, **values: Any) -> ClosingPeriod:
    """Days on which the institution is closed; ``values`` are the fields of `ClosingPeriod`.

    Last days that people were told stay as they are. Raises `Refused` when the actor does not
    coordinate the institution, `Invalid` when the days overlap others.
    """
    require(actor, CHANGE, institution)
    row = ClosingPeriod(institution=institution, **values)
    with acting(actor, "partnerships.closingperiod.add"):
        save_checked(row)
    return row


@transaction.atomic
def change_closing(row: ClosingPeriod, *, actor: Any, **values: Any) -> ClosingPeriod:
    """Other days or another name. Raises `Refused` or `Invalid` as `add_closing`."""
    require(actor, CHANGE, row.institution)
    locked(ClosingPeriod, row.pk)
    for name, value in values.items():
        setattr(row, name, value)
    with acting(actor, "partnerships.closingperiod.change"):
        save_checked(row)
    return row


@transaction.atomic
def remove_closing(row: ClosingPeriod, *, actor: Any) -> None:
    """The institution is open on these days after all; the history keeps them.

    Raises `Refused` when the actor does not coordinate the institution.
    """
    require(actor, CHANGE, row.institution)
    locked(ClosingPeriod, row.pk)
    with acting(actor, "partnerships.closingperiod.remove"):
        row.delete()
