"""What the clock page shows: what fires when, and what fired; counts and kinds, no people."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.deadlines.calendars import Calendars, calendars
from core.deadlines.firing import fired, fires_on
from core.deadlines.kinds import Audience, Deadline, deadlines
from core.deadlines.night import ONE_NIGHT, candidates, first_night, rules_of
from core.deadlines.words import reminder_words
from core.models import NightRun, ReminderRule
from core.workflow import ATTENTION, GOOD, StateLabel

DONE = StateLabel(_("Done"), GOOD)
SOME_FAILED = StateLabel(_("Done, something failed"), ATTENTION)
LATE = StateLabel(_("Not finished"), ATTENTION)
AHEAD = timedelta(days=28)
NIGHTS_BACK = 14


@dataclass(frozen=True)
class Firing:
    """So many rows of a kind of which people are told in one night."""

    night: date
    deadline: Deadline
    rule: ReminderRule
    count: int

    @property
    def audience(self) -> Audience | None:
        """Who is told, in words."""
        return self.deadline.audience(self.rule.whom)

    @property
    def when(self) -> str:
        """How long before or after the last day."""
        return reminder_words(self.rule)


def next_night() -> date:
    """The first night that is not done yet: this one, or the coming one."""
    today = timezone.localdate()
    done = NightRun.objects.filter(night=today, ended_at__isnull=False).exists()
    return today + ONE_NIGHT if done else today


def upcoming(first: date, last: date) -> list[Firing]:
    """What fires in these nights as things stand now; two queries per kind, any number of rows.

    The first night also catches up what earlier ones missed.
    """
    known = calendars()
    found = [f for deadline in deadlines.values() for f in _firings(deadline, first, last, known)]
    return sorted(found, key=lambda f: (f.night, str(f.deadline.label), f.rule.whom))


def _firings(deadline: Deadline, first: date, last: date, known: Calendars) -> list[Firing]:
    rules = rules_of(deadline)
    if not rules:
        return []
    since = first_night(deadline.name, first)
    counts: Counter[tuple[date, ReminderRule]] = Counter()
    rows = candidates(deadline, rules, since, last, known).order_by()
    paths = [deadline.due_path, deadline.institution_path or deadline.due_path]
    for due, key, count in rows.values_list(*paths).annotate(rows=Count("pk", distinct=True)):
        calendar = known.of(key if deadline.institution_path else None)
        for night in {max(fires_on(rule, due, calendar), first) for rule in rules}:
            if night <= last:
                start = since if night == first else night
                for rule in fired(rules, due, calendar, start, night):
                    counts[night, rule] += count
    return [Firing(night, deadline, rule, n) for (night, rule), n in counts.items()]


@dataclass(frozen=True)
class Night:
    """A night that began, with its figures."""

    run: NightRun

    @cached_property
    def steps(self) -> list[Any]:
        """Its kinds, the failed ones first."""
        return sorted(self.run.steps.all(), key=lambda step: (not step.problem, -step.failed))

    @property
    def figures(self) -> dict[str, int]:
        """How many rows were looked at, messages sent, and rows that failed."""
        names = ("looked_at", "sent", "failed")
        return {name: sum(getattr(step, name) for step in self.steps) for name in names}

    @property
    def failing(self) -> list[str]:
        """The kinds that failed, wholly or for some rows, in words."""
        return [
            str(deadlines[step.deadline])
            for step in self.steps
            if (step.problem or step.failed) and step.deadline in deadlines
        ]

    @property
    def badge(self) -> StateLabel:
        """How it ended, in words."""
        if self.run.ended_at is None:
            return LATE
        return SOME_FAILED if self.failing else DONE


def nights() -> list[Night]:
    """The last nights, newest first; two queries."""
    runs = NightRun.objects.prefetch_related("steps")[:NIGHTS_BACK]
    return [Night(run) for run in runs]
