"""When a reminder goes out: arithmetic on a rule, a last day and a calendar."""

from collections.abc import Iterable
from datetime import date, timedelta

from core.deadlines.days import Calendar
from core.deadlines.enums import Counting, Moment
from core.models import ReminderRule


def fires_on(rule: ReminderRule, due: date, calendar: Calendar) -> date:
    """The day on which the rule fires for this last day."""
    days = rule.days if rule.moment == Moment.AFTER else -rule.days
    if rule.counting == Counting.BUSINESS:
        return calendar.shift(due, days)
    return due + timedelta(days=days)


def fired(
    rules: Iterable[ReminderRule], due: date, calendar: Calendar, since: date, night: date
) -> list[ReminderRule]:
    """The rules to act on for one row, for the nights from ``since`` to ``night``.

    At most one for each who is told: the last one, when nights were missed. A reminder
    before a last day that is over by now would be nonsense, and stays away.
    """
    useful = (rule for rule in rules if rule.moment == Moment.AFTER or due >= night)
    firing = ((fires_on(rule, due, calendar), rule) for rule in useful)
    timely = sorted(
        ((day, rule) for day, rule in firing if since <= day <= night),
        key=lambda found: (found[0], found[1].pk),
    )
    # The later one takes the place of an earlier one for the same people.
    return list({rule.whom: rule for __, rule in timely}.values())


def due_between(
    rule: ReminderRule, since: date, night: date, closed: Calendar
) -> tuple[date, date]:
    """The first and last due date for which the rule can fire in these nights.

    ``closed`` is the calendar in which a day is closed when it is closed anywhere: counting
    through it goes at least as far as through anyone's own.
    """
    days = -rule.days if rule.moment == Moment.AFTER else rule.days
    near, far = since + timedelta(days=days), night + timedelta(days=days)
    if rule.counting == Counting.CALENDAR:
        return near, far
    if rule.moment == Moment.BEFORE:
        # Of the days that have the same business day before them, the last one.
        return near, closed.shift(night, rule.days + 1)
    return closed.shift(since, -(rule.days + 1)), far
