"""Reminders in words."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.deadlines.enums import Counting, Moment
from core.deadlines.kinds import deadlines
from core.models import ReminderRule

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def reminder_words(rule: ReminderRule) -> str:
    """How long before or after the last day: "5 working days before the last day"."""
    if rule.days == 0:
        return _("on the last day")
    business = rule.counting == Counting.BUSINESS
    if rule.moment == Moment.BEFORE:
        words = _before_business(rule.days) if business else _before(rule.days)
    else:
        words = _after_business(rule.days) if business else _after(rule.days)
    return words % {"days": rule.days}


def _before(days: int) -> str:
    return ngettext("%(days)d day before the last day", "%(days)d days before the last day", days)


def _after(days: int) -> str:
    return ngettext("%(days)d day after the last day", "%(days)d days after the last day", days)


def _before_business(days: int) -> str:
    return ngettext(
        "%(days)d working day before the last day",
        "%(days)d working days before the last day",
        days,
    )


def _after_business(days: int) -> str:
    return ngettext(
        "%(days)d working day after the last day", "%(days)d working days after the last day", days
    )


def whom_words(rule: ReminderRule) -> "StrOrPromise":
    """Who is told, in the words of the room."""
    audience = deadlines[rule.deadline].audience(rule.whom)
    return audience.words if audience else ""
