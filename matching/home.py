"""What this room adds to a person's home page and menu."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import scope
from core.finding import searched_lists
from core.menu import Entry, entries
from core.todo import Figure, Todo, figure_sources, todo_sources
from core.workflow import HOST, INSTITUTION, STUDENT
from matching import deadlines, reports
from matching.enums import CHANGING_ROUNDS, ApplicationState, RoundState, WitnessState
from matching.models import Application, IntakeRound, OwnEmployerPlace

ROUNDS, APPLICATIONS = "matching:round-list", "matching:application-list"

for label, url_name, icon, audiences, order in (
    (gettext_lazy("Intake"), ROUNDS, "calendar", {INSTITUTION, STUDENT}, 40),
    (gettext_lazy("Applications"), APPLICATIONS, "document", {INSTITUTION, HOST}, 45),
    (gettext_lazy("My applications"), APPLICATIONS, "document", {STUDENT}, 45),
):
    entries.register(
        Entry(
            label=label,
            url_name=url_name,
            icon=icon,
            audiences=frozenset(audiences),
            order=order,
        )
    )


for searched in (APPLICATIONS, ROUNDS):
    searched_lists.register(searched)


@todo_sources.register
def for_students(user: Any) -> Iterator[Todo]:
    """Finish a draft before the round closes; answer a place by its date."""
    for draft in reports.drafts_of(user):
        yield Todo(
            text=_("Finish your application for %(round)s") % {"round": draft.intake_round},
            url=reverse("matching:application-detail", args=[draft.uuid]),
            due=deadlines.DRAFT.due(draft),
        )
    for offer in reports.offers_of(user):
        yield Todo(
            text=_("Answer whether you take the place at %(place)s")
            % {"place": reports.place_name(offer.position)},
            url=reverse("matching:application-detail", args=[offer.application.uuid]),
            due=deadlines.OFFER.due(offer),
        )


@todo_sources.register
def for_witnesses(user: Any) -> Iterator[Todo]:
    """Promise a secret before the round is published; reveal it by its date."""
    for row in reports.lotteries_of(user):
        asked = row.state == WitnessState.ASKED
        text = (
            _("Draw along in the lottery of %(round)s: promise a secret")
            if asked
            else _("Reveal your secret for the lottery of %(round)s")
        )
        yield Todo(
            text=text % {"round": row.intake_round},
            url=reverse("matching:witness-detail", args=[row.uuid]),
            due=None if asked else deadlines.REVEAL.due(row),
        )


@todo_sources.register
def for_coaches(user: Any) -> Iterator[Todo]:
    """Check the conditions of what was sent."""
    for intake, count in reports.rounds_to_review(user):
        text = ngettext(
            "Check the conditions of %(count)d application for %(round)s",
            "Check the conditions of %(count)d applications for %(round)s",
            count,
        )
        yield _todo_of(text, intake, count, ApplicationState.SUBMITTED)


@todo_sources.register
def for_directors(user: Any) -> Iterator[Todo]:
    """Rate for the institution."""
    for intake, count in reports.rounds_to_rate(user):
        text = ngettext(
            "Rate %(count)d application for %(round)s",
            "Rate %(count)d applications for %(round)s",
            count,
        )
        yield _todo_of(text, intake, count, ApplicationState.ELIGIBLE)


@todo_sources.register
def for_hosts(user: Any) -> Iterator[Todo]:
    """Rate the students who ranked the host's places."""
    count = reports.pairs_to_rate(user).count()
    if count:
        text = ngettext(
            "Rate %(count)d student for your places",
            "Rate %(count)d students for your places",
            count,
        )
        yield Todo(text=text % {"count": count}, url=reverse(APPLICATIONS))


@todo_sources.register
def for_employers(user: Any) -> Iterator[Todo]:
    """Say whether the own workers can learn here; one leads straight to the request (V35)."""
    related = "application__student__user", "application__intake_round"
    rows = list(reports.own_workers_to_answer(user).select_related(*related)[:2])
    if not rows:
        return
    due = deadlines.OWN_EMPLOYER.due(rows[0])
    if len(rows) == 1:
        yield Todo(
            text=_("Say whether your worker %(student)s can learn with you")
            % {"student": rows[0].application.student},
            url=_application_url(rows[0]),
            due=due,
        )
    else:
        count = reports.own_workers_to_answer(user).count()
        text = _("Say whether %(count)d of your workers can learn with you") % {"count": count}
        yield Todo(text=text, url=f"{reverse(APPLICATIONS)}?own_employer=asked", due=due)


@todo_sources.register
def for_coordinators(user: Any) -> Iterator[Todo]:
    """Decide about own employers, also silent ones; seal what is rated, match what is sealed."""
    for place in reports.own_employers_to_decide(user):
        words = {"student": place.application.student, "host": place.position.host}
        yield Todo(
            text=_("Decide whether %(student)s can learn at %(host)s, the own employer") % words,
            url=_application_url(place),
        )
    for place in reports.silent_employers(user):
        words = {"student": place.application.student, "host": place.position.host}
        yield Todo(
            text=_(
                "%(host)s does not say whether %(student)s can learn there: ask by phone, or refuse"
            )
            % words,
            url=_application_url(place),
            due=deadlines.OWN_EMPLOYER.due(place),
        )
    for intake in reports.rounds_to_run(user):
        words = {"round": intake}
        sealed = intake.state == RoundState.SEALED
        yield Todo(
            text=_("Run the match of %(round)s") % words
            if sealed
            else _("Seal the lists of %(round)s") % words,
            url=reverse("matching:round-detail", args=[intake.uuid]),
        )


@figure_sources.register
def figures(user: Any, audience: str) -> Iterable[Figure]:
    """Rounds under way for the institution, open ones for a student, applications for a host."""
    if audience == INSTITUTION:
        rounds = scope(IntakeRound, user).filter(state__in=CHANGING_ROUNDS)
        yield Figure(value=rounds.count(), label=_("intake rounds under way"), url=reverse(ROUNDS))
    if audience == STUDENT:
        number = scope(IntakeRound, user).filter(state=RoundState.OPEN).count()
        if number:
            yield Figure(value=number, label=_("intake rounds open now"), url=reverse(ROUNDS))
    if audience == HOST:
        count = scope(Application, user).count()
        yield Figure(
            value=count, label=_("applications for your positions"), url=reverse(APPLICATIONS)
        )


def _application_url(place: OwnEmployerPlace) -> str:
    """The page where one answers."""
    return reverse("matching:application-detail", args=[place.application.uuid])


def _todo_of(text: str, intake: IntakeRound, count: int, state: str) -> Todo:
    """A line per round, with the filtered list behind it."""
    return Todo(
        text=text % {"count": count, "round": intake},
        url=f"{reverse(APPLICATIONS)}?round={intake.uuid}&state={state}",
    )
