"""Deciding who is reminded when: rows that an administrator changes."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.deadlines.kinds import deadlines
from core.errors import Invalid
from core.history import acting
from core.models import ReminderRule
from core.permissions import require
from core.versions import locked

CHANGE = "core.change_reminders"
WRONG = _("Please check what you filled in.")


@transaction.atomic
def add_reminder(*, actor: Any, **values: Any) -> ReminderRule:
    """A new reminder; ``values`` are the fields of `ReminderRule`.

    Raises `Refused` when the actor is no administrator, `Invalid` with the fields to mend.
    """
    require(actor, CHANGE)
    rule = ReminderRule(**values)
    _save(rule, actor, "add")
    return rule


@transaction.atomic
def change_reminder(rule: ReminderRule, *, actor: Any, **values: Any) -> ReminderRule:
    """Other days, or no longer in use. What people were told already is not told again.

    Raises `Refused` when the actor is no administrator, `Invalid` with the fields to mend.
    """
    require(actor, CHANGE)
    row = locked(ReminderRule, rule.pk)
    for name, value in values.items():
        setattr(row, name, value)
    _save(row, actor, "change")
    rule.refresh_from_db()
    return rule


def _save(rule: ReminderRule, actor: Any, verb: str) -> None:
    deadline = deadlines.get(rule.deadline)
    if deadline is None:
        raise Invalid(WRONG, {"deadline": [_("Choose one of the list.")]})
    if not deadline.audience(rule.whom):
        nobody = _("Nobody looks after this one: only who has to do it can be told.")
        raise Invalid(WRONG, {"whom": [nobody]})
    try:
        rule.full_clean()
    except ValidationError as error:
        raise Invalid(WRONG, error.message_dict) from error
    with acting(actor, f"core.reminderrule.{verb}"):
        rule.save()
