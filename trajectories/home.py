"""What this room adds to a person's home page and menu."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import scope
from core.finding import searched_lists
from core.menu import Entry, entries
from core.templatetags.words import human_day
from core.todo import Figure, Todo, figure_sources, todo_sources
from core.workflow import HOST, INSTITUTION, STUDENT
from partnerships.enums import HOST_DECIDERS, Role
from partnerships.standing import standing_of
from trajectories import deadlines
from trajectories.enums import ACTIVE_TRAJECTORIES, LogEntryState, PathwayState
from trajectories.models import LogEntry, Pathway, Student, Trajectory
from trajectories.rules import DESIGNERS, has_not_accepted_yet

PATHWAYS, RUNS = "trajectories:pathway-list", "trajectories:trajectory-list"
POSITIONS = "trajectories:position-list"

for label, url_name, icon, audiences, order in (
    (gettext_lazy("Pathways"), PATHWAYS, "path", {INSTITUTION, HOST, STUDENT}, 20),
    (
        gettext_lazy("Positions"),
        POSITIONS,
        "building",
        {INSTITUTION, HOST},
        25,
    ),
    (gettext_lazy("Students"), "trajectories:student-list", "person", {INSTITUTION}, 30),
    (gettext_lazy("Trajectories"), RUNS, "flag", {INSTITUTION}, 60),
    (gettext_lazy("Students at work"), RUNS, "flag", {HOST}, 60),
    (gettext_lazy("My trajectory"), RUNS, "flag", {STUDENT}, 60),
    (gettext_lazy("My file"), "trajectories:my-file", "person", {STUDENT}, 90),
):
    entries.register(
        Entry(
            label=label,
            url_name=url_name,
            icon=icon,
            audiences=frozenset(audiences),
            order=order,
            aside=url_name == POSITIONS,
        )
    )


for searched in ("trajectories:student-list", PATHWAYS, POSITIONS, RUNS):
    searched_lists.register(searched)


@todo_sources.register
def log_to_confirm(user: Any) -> Iterator[Todo]:
    """A mentor confirms what the own students wrote: one line a student."""
    if not standing_of(user).has(Role.MENTOR):
        return
    waiting: dict[Trajectory, list[date]] = {}
    mine = scope(LogEntry, user).filter(trajectory__mentor__user=user)
    for entry in deadlines.days_to_confirm(mine):
        waiting.setdefault(entry.trajectory, []).append(deadlines.LOG.due(entry))
    for run, days in waiting.items():
        text = ngettext(
            "Confirm %(number)d day in the log of %(student)s",
            "Confirm %(number)d days in the log of %(student)s",
            len(days),
        )
        yield Todo(
            text=text % {"number": len(days), "student": run.student},
            url=reverse("trajectories:trajectory-detail", args=[run.uuid]) + "#log",
            due=min(days),
        )


@todo_sources.register
def questions_to_answer(user: Any) -> Iterator[Todo]:
    """A student answers the mentor's questions."""
    if not standing_of(user).has(Role.STUDENT):
        return
    rows = LogEntry.objects.filter(
        trajectory__student__user=user, state=LogEntryState.RETURNED
    ).select_related("trajectory__mentor__user")
    for entry in rows:
        words = {"mentor": entry.trajectory.mentor, "day": human_day(entry.day)}
        yield Todo(
            text=_("Answer the question of %(mentor)s about %(day)s") % words,
            url=reverse("trajectories:logentry-rewrite", args=[entry.uuid]),
        )


@todo_sources.register
def designs_to_accept(user: Any) -> Iterator[Todo]:
    """Institution and hosts with a position accept a design in co-creation."""
    standing = standing_of(user)
    if not standing.has(*DESIGNERS, *HOST_DECIDERS):
        return
    rows = scope(Pathway, user).filter(state=PathwayState.CO_CREATION)
    for pathway in rows.select_related("programme"):
        if has_not_accepted_yet(user, pathway):
            yield Todo(
                text=_("Read and accept the design of %(pathway)s") % {"pathway": pathway},
                url=reverse("trajectories:pathway-detail", args=[pathway.uuid]),
            )


@todo_sources.register
def pathways_to_open(user: Any) -> Iterator[Todo]:
    """The institution opens what is agreed."""
    mine = standing_of(user).institutions(DESIGNERS)
    if not mine:
        return
    agreed = Pathway.objects.filter(programme__institution__in=mine, state=PathwayState.AGREED)
    for pathway in agreed:
        yield Todo(
            text=_("Open %(pathway)s: institution and host agreed") % {"pathway": pathway},
            url=reverse("trajectories:pathway-detail", args=[pathway.uuid]),
        )


@figure_sources.register
def running(user: Any, audience: str) -> Iterable[Figure]:
    """How many trajectories run, for whoever guides or hosts them."""
    if audience not in {INSTITUTION, HOST}:
        return []
    rows, url = scope(Trajectory, user).filter(state__in=ACTIVE_TRAJECTORIES), reverse(RUNS)
    if standing_of(user).held and _only_coaches(user):
        rows, url = rows.filter(coach=user), f"{url}?whose=mine"
    return [Figure(value=rows.count(), label=_("students at work now"), url=url)]


@figure_sources.register
def students_known(user: Any, audience: str) -> Iterable[Figure]:
    """How many students the institution has, for its staff."""
    if audience != INSTITUTION or _only_coaches(user):
        return []
    number = scope(Student, user).count()
    return [Figure(value=number, label=_("students"), url=reverse("trajectories:student-list"))]


@figure_sources.register
def own_path(user: Any, audience: str) -> Iterable[Figure]:
    """A student's own log, or, before there is one, the pathways to choose from."""
    if audience != STUDENT:
        return
    runs = scope(Trajectory, user).filter(state__in=ACTIVE_TRAJECTORIES)
    for run in runs.annotate(days=Count("log_entries")):
        url = reverse("trajectories:trajectory-detail", args=[run.uuid]) + "#log"
        yield Figure(value=run.days, label=_("days in your log"), url=url)
    if not runs:
        number = scope(Pathway, user).filter(state=PathwayState.OPEN).count()
        yield Figure(value=number, label=_("open pathways"), url=reverse(PATHWAYS))


def _only_coaches(user: Any) -> bool:
    """A trajectory coach and nothing else."""
    return {role for __, role in standing_of(user).held} == {Role.COACH}
