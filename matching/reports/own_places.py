"""What a page tells about a place at the own employer, in the reader's words (V35, B7)."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.templatetags.words import human_datetime, human_due
from core.workflow import HOST, STUDENT
from matching.enums import ApplicationState, OwnPlaceState
from matching.models import IntakeRound, OwnEmployerPlace
from matching.reports.words import place_name

NOT_ASKED = frozenset({ApplicationState.DRAFT, ApplicationState.SUBMITTED})
NO_PART = [ApplicationState.DRAFT, ApplicationState.INELIGIBLE, ApplicationState.WITHDRAWN]
Row = tuple[Any, Any]
Sayings = dict[str, Callable[[Any], str]]


def what_it_means(place: OwnEmployerPlace, audience: str) -> str:
    """One or two sentences: what was said and what follows from it."""
    said = {
        "host": place.position.host,
        "student": place.application.student,
        "reason": place.host_note or place.institution_note,
    }
    return (TO_STUDENT if audience == STUDENT else TO_OTHERS)[place.state](place) % said


def what_it_meant(place: OwnEmployerPlace, audience: str) -> str:
    """The same of a place whose trajectory ended early."""
    said = {"host": place.position.host, "student": place.application.student}
    if audience == STUDENT:
        text = _(
            "You had this place at %(host)s, as agreed, and were not ranked. Your trajectory there "
            "ended early."
        )
    else:
        text = _("%(student)s had this place before the match. The trajectory there ended early.")
    return text % said


def _asked_by_me(place: OwnEmployerPlace) -> str:
    if place.application.state in NOT_ASKED:
        return _(
            "We ask %(host)s once you sent your application and the conditions were checked. Until "
            "your employer and the institution both say yes, your list counts."
        )
    return _(
        "%(host)s must say whether you can learn there, then the institution decides. Until both "
        "say yes, your list counts."
    )


TO_STUDENT: Sayings = {
    OwnPlaceState.ASKED: _asked_by_me,
    OwnPlaceState.CONFIRMED: lambda place: _(
        "%(host)s says yes. Now the coordinator of the institution decides. Until then your list "
        "counts."
    ),
    OwnPlaceState.DECLINED: lambda place: _(
        "%(host)s says no: “%(reason)s” You go on with your list, as everybody."
    ),
    OwnPlaceState.AGREED: lambda place: _(
        "You, %(host)s and the institution agree. You get this place at the match and are not "
        "ranked: your list plays no part."
    ),
    OwnPlaceState.REFUSED: lambda place: _(
        "The institution says no: “%(reason)s” You go on with your list, as everybody."
    ),
    OwnPlaceState.NOT_TAKEN: lambda place: _(
        "You, %(host)s and the institution agreed, and you declined the place after the match: you "
        "do not learn there. You were not ranked, and your list played no part."
    ),
    OwnPlaceState.WITHDRAWN: lambda place: _(
        "You do not want to learn at %(host)s any more. You go on with your list, as everybody."
    ),
}
TO_OTHERS: Sayings = {
    OwnPlaceState.ASKED: lambda place: _(
        "%(student)s says they work for %(host)s and asks to learn there. %(host)s confirms or "
        "declines; then the institution decides."
    ),
    OwnPlaceState.CONFIRMED: lambda place: _(
        "%(host)s confirms that %(student)s works there and can learn there. The coordinator of "
        "the institution agrees or refuses."
    ),
    OwnPlaceState.DECLINED: lambda place: _(
        "%(host)s says no: “%(reason)s” %(student)s takes part with the list, as everybody."
    ),
    OwnPlaceState.AGREED: lambda place: _(
        "%(student)s gets this place before the match and is not ranked. No rating is needed."
    ),
    OwnPlaceState.REFUSED: lambda place: _(
        "The institution says no: “%(reason)s” %(student)s takes part with the list, as everybody."
    ),
    OwnPlaceState.NOT_TAKEN: lambda place: (
        _(
            "%(student)s had this place before the match and declined it afterwards. It is free "
            "again for other students, in a later round too."
        )
        if place.seat_offered_to_all
        else _(
            "%(student)s had this place before the match and declined it afterwards. Nobody learns "
            "on it; no place or mentor need be kept free."
        )
    ),
    OwnPlaceState.WITHDRAWN: lambda place: _(
        "%(student)s withdrew this request and takes part with the list, as everybody."
    ),
}


def seat_in_words(place: OwnEmployerPlace) -> str:
    """Which kind of seat the host gives; "" while it did not say."""
    if place.seat_offered_to_all is None:
        return ""
    if place.seat_offered_to_all:
        return _("one of the places that are offered to everybody")
    return _("an extra place for the own worker, beside those offered to everybody")


def summary_of(place: OwnEmployerPlace, audience: str) -> list[Row]:
    """The facts of a request, as rows for a page."""
    rows: list[Row] = [
        (_("Position"), place_name(place.position)),
        (_("Kind of place"), seat_in_words(place)),
        (_("Answer of the employer"), _word(place, "host", audience) or awaited_by(place)),
        (_("Answer of the institution"), _word(place, "institution", audience)),
    ]
    return [row for row in rows if row[1]]


def awaited_by(place: OwnEmployerPlace) -> str:
    """Until when the employer can answer in time, or how late it is; "" once it answered."""
    return human_due(place.answer_by) if place.state == OwnPlaceState.ASKED else ""


def double_role(place: OwnEmployerPlace) -> list[Row]:
    """For whoever decides: employer and host are one, and what the institution knows of it (B7)."""
    return [
        (_("Two roles"), _double(place)),
        (_("Employer in the student's file"), _employer(place)),
        (_("Recognition of the workplace"), _recognition(place)),
    ]


def _double(place: OwnEmployerPlace) -> str:
    return _(
        "%(host)s is employer and host at once: it pays the student and says whether the student "
        "learns well. The mentor here is %(mentor)s."
    ) % {"host": place.position.host, "mentor": place.position.mentor}


def _employer(place: OwnEmployerPlace) -> str:
    known = place.application.student.own_employer
    if known is None:
        return _("No employer is registered yet.")
    if known.pk == place.position.host.pk:
        return _("%(host)s, the same organisation.") % {"host": known}
    return _("%(host)s: another organisation than this one.") % {"host": known}


def _recognition(place: OwnEmployerPlace) -> str:
    """As for every other place, it must hold before an agreement comes into force (V32, V35)."""
    pathway = place.application.intake_round.pathway
    held = place.position.workplace.establishment.recognitions.filter(
        institution=pathway.programme.institution_id, programme=pathway.programme_id
    )
    found = held.valid_on(timezone.localdate()).first()
    if found is None:
        return _(
            "Not recognised for this programme today. As at every other place, no agreement comes "
            "into force without it."
        )
    return _("Recognised by the same criteria as every other place, until %(date)s.") % {
        "date": date_format(found.valid_to)
    }


def _word(place: OwnEmployerPlace, party: str, audience: str) -> str:
    """Yes or no, when, and for those who work together also by whom."""
    moment = getattr(place, f"{party}_said_at")
    if moment is None:
        return ""
    note = getattr(place, f"{party}_note")
    answer = _("no") if note else _("yes")
    said = f"{answer}, {human_datetime(moment)}"
    if audience in {STUDENT, HOST}:
        return said
    return f"{said}, {getattr(place, f'{party}_said_by')}"


def own_places_in(intake: IntakeRound) -> list[OwnEmployerPlace]:
    """The requests of a round whose application was sent, for whoever leads it; one query."""
    rows = OwnEmployerPlace.objects.filter(application__intake_round=intake)
    rows = rows.exclude(application__state__in=NO_PART)
    return list(
        rows.select_related(
            "application__student__user", "position__workplace__establishment__organisation"
        )
    )
