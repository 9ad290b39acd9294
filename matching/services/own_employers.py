"""Learning at the own employer (V35): the student names it, host and institution say yes or no.

Whoever has all three is placed before the match and is not ranked. The host says whether the seat
is one that everybody could get; an extra one takes no place from the others.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.copying import leave_no_trigger_out
from core.dated_rules import last_day_of_term
from core.deadlines.calendars import calendars
from core.errors import Invalid
from core.notifications.notices import tell_each
from core.transitions import transition
from matching.enums import ApplicationState, OwnPlaceState
from matching.models import Application, OwnEmployerPlace
from matching.services.announced import own_employer_announced
from matching.services.completeness import finish_if_complete, rating_progress
from matching.services.locking import application_step, round_held
from matching.services.room import TO_HOST, require_room
from matching.terms import OWN_EMPLOYER_DAYS
from trajectories.models import Position

CHECK = _("Please check what you filled in.")
NOT_ANNOUNCED = _("In this pathway the own employer cannot be the host.")
ELSEWHERE_OFFERED = _("This position is not offered in this pathway.")


def name_own_employer(
    application: Application, *, actor: Any, own_employer: bool, position: Position | None = None
) -> None:
    """Say, while it is a draft, whether and at which position the own employer would be the host.

    Without a position it is a wish, from which nothing follows; without the wish no position is
    kept. Raises `Invalid` where the own employer cannot be the host, and for a position that is not
    offered in the pathway.
    """
    with application_step(application, "name-employer", actor=actor) as row:
        if not own_employer:
            position = None
        else:
            require_possible(row)
        if position and position.pathway_id != row.intake_round.pathway_id:
            raise Invalid(CHECK, {"position": [ELSEWHERE_OFFERED]})
        row.own_employer = own_employer
        _name(row, position)


def require_possible(application: Application) -> None:
    """Raise `Invalid` unless the round announced that the own employer can be the host."""
    if not own_employer_announced(application.intake_round):
        raise Invalid(CHECK, {"own_employer": [NOT_ANNOUNCED]})


def forget_own_employer(application: Application) -> None:
    """Whoever does not want the own employer any more, names no place there; within a step."""
    OwnEmployerPlace.objects.filter(application=application).delete()


def _name(application: Application, position: Position | None) -> None:
    known = OwnEmployerPlace.objects.filter(application=application).first()
    if position is None:
        forget_own_employer(application)
    elif known is None:
        OwnEmployerPlace.objects.create(application=application, position=position)
    elif known.position_id != position.pk:
        known.position = position
        known.save()


def ask_employers(applications: Iterable[int], *, actor: Any) -> None:
    """Ask those who were named as own employer, once the conditions are met: by hand or by file.

    ``applications`` are keys; who takes no part, or named nobody, is passed over.
    """
    asked = OwnEmployerPlace.objects.undecided().filter(
        application__in=applications, state=OwnPlaceState.ASKED
    )
    rows = list(
        asked.select_related(
            "application__student__user",
            "application__intake_round__pathway__programme",
            "position__workplace__establishment__organisation",
        )
    )
    _give_days(rows)
    leave_no_trigger_out()
    OwnEmployerPlace.objects.bulk_update(rows, ["answer_by"])
    tell_each(rows, "ask", actor)


def _give_days(places: Iterable[OwnEmployerPlace]) -> None:
    """The last day to answer, asked today, as the institution works."""
    known, today = calendars(), timezone.localdate()
    days: dict[int, date] = {}  # of a file all are of one institution: the term is read once
    for place in places:
        institution = place.application.intake_round.pathway.programme.institution_id
        if institution not in days:
            calendar = known.of(institution)
            days[institution] = last_day_of_term(OWN_EMPLOYER_DAYS, today, calendar)
        place.answer_by = days[institution]


def confirm_own_place(place: OwnEmployerPlace, *, actor: Any, seat_offered_to_all: bool) -> None:
    """The employer says yes, and whether the seat is one of those that everybody could get.

    Raises `NotNow` when no such seat is left: then it can only be an extra one.
    """
    with _step(place, "confirm", actor) as row:
        row.seat_offered_to_all = seat_offered_to_all
        row.host_said_at, row.host_said_by = timezone.now(), actor
        require_room(row.application.intake_round, [row], TO_HOST)


def decline_own_place(place: OwnEmployerPlace, *, actor: Any, reason: str) -> None:
    """The employer says no, with a reason that the student reads; the list stands."""
    with _step(place, "decline", actor) as row:
        row.host_note = _require_reason(reason)
        row.host_said_at, row.host_said_by = timezone.now(), actor


def agree_own_place(place: OwnEmployerPlace, *, actor: Any) -> None:
    """The institution agrees: the student has this place before the match and is not ranked.

    Raises `NotNow` when the seat was offered to everybody and none is left.
    """
    with _step(place, "agree", actor) as row:
        row.institution_said_at, row.institution_said_by = timezone.now(), actor
        require_room(row.application.intake_round, [row])


def refuse_own_place(place: OwnEmployerPlace, *, actor: Any, reason: str) -> None:
    """The institution says no, also where the employer does not answer; the list stands."""
    with _step(place, "refuse", actor) as row:
        row.institution_note = _require_reason(reason)
        row.institution_said_at, row.institution_said_by = timezone.now(), actor


def ask_employer_again(place: OwnEmployerPlace, *, actor: Any) -> None:
    """Begin anew, because a word was wrong or things changed; every word given is taken back."""
    with _step(place, "ask-again", actor) as row:
        row.seat_offered_to_all = None
        row.host_said_at = row.host_said_by = None
        row.institution_said_at = row.institution_said_by = None
        row.host_note = row.institution_note = ""
        _give_days([row])


def withdraw_own_place(place: OwnEmployerPlace, *, actor: Any) -> None:
    """The student goes on with the list, as everybody."""
    with _step(place, "withdraw", actor):
        pass


@contextmanager
def _step(place: OwnEmployerPlace, verb: str, actor: Any) -> Iterator[OwnEmployerPlace]:
    """A verb in the round's lock; afterwards the application waits for what it still needs."""
    with round_held(place.application.intake_round_id):
        with transition(place, verb, actor=actor) as row:
            yield row
        _settle(Application.objects.get(pk=place.application_id), actor)
    place.application.refresh_from_db()


def _settle(application: Application, actor: Any) -> None:
    """With a place at the own employer no rating is needed; without it every one is."""
    finish_if_complete(application, actor=actor)
    if application.state != ApplicationState.INTERVIEWED:
        return
    if not rating_progress([application])[application.pk].complete:
        with transition(application, "resume-interviews", actor=actor):
            pass


def _require_reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid(CHECK, {"reason": [_("Say why, in a sentence that the student can use.")]})
    return reason.strip()
