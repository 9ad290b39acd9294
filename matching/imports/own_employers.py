"""What applications.csv says about the own employer: the wish, and the position there (V35)."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.importing import Column, Lookup, Problem, Reference, Row, Target
from matching.enums import LIVE_OWN_PLACES, ApplicationState, OwnPlaceState
from matching.imports.common import while_taking_in
from matching.models import OwnEmployerPlace
from matching.reports import place_name
from matching.services.announced import own_employer_announced
from matching.services.own_employers import ELSEWHERE_OFFERED, NOT_ANNOUNCED
from matching.workflow import OWN_PLACE
from trajectories.models import Position

NOT_CHECKED = frozenset({ApplicationState.DRAFT, ApplicationState.SUBMITTED})
CHECKED = _("The conditions are checked already: from then on nobody can name another employer.")
WITHOUT_THE_WISH = _("Only who wants to learn at the own employer names a position there.")
NAMED_BEFORE = _(
    "%(place)s was named as the own employer of %(student)s. Once the conditions are checked, the"
    " student can take that back with “%(button)s” on the page of the application. Until then this"
    " line says yes."
)
SAID_NO = _(
    "%(place)s was named as the own employer of %(student)s, and the answer was no: the list"
    " counts. Leave yes on this line."
)

WISH = Column(name="own_employer", example="yes")
PLACE = Column(
    name="own_employer_position",
    example="POS-0015",
    other="",
    cell=Reference(Position, "code"),
    meaning=_("code of the position at the own employer"),
    required=False,
)


def standing_places(codes: set[str]) -> dict[str, OwnEmployerPlace]:
    """What was named and not withdrawn, by the code of the application. Mostly nothing is: the
    names for a refusal are read by themselves, lest PostgreSQL joins eight tables for no row.
    """
    rows = OwnEmployerPlace.objects.filter(application__code__in=codes)
    rows = rows.exclude(state=OwnPlaceState.WITHDRAWN).prefetch_related(
        "application__student__user", "position__workplace__establishment__organisation"
    )
    return {str(row.application.code): row for row in rows}


LOOKUPS = (
    Lookup(
        name="own_employer_announced",
        key=lambda row: row["round"],
        load=lambda rounds: {one: own_employer_announced(one) for one in rounds},
    ),
    Lookup(
        name="named_place",
        key=lambda row: None if row["own_employer"] else row["application_code"],
        load=standing_places,
    ),
)


def own_employer_fits(row: Row) -> Iterator[Problem]:
    """As the student could say it by hand; and no file takes back what was named."""
    if row["own_employer"] and not row["own_employer_announced"]:
        yield row.problem("own_employer", NOT_ANNOUNCED)
    if row["named_place"]:
        yield row.problem("own_employer", how_to_withdraw(row["named_place"]))
    position = row["own_employer_position"]
    if position and not row["own_employer"]:
        yield row.problem("own_employer_position", WITHOUT_THE_WISH)
    if position and position.pathway_id != row["round"].pathway_id:
        yield row.problem("own_employer_position", ELSEWHERE_OFFERED)


def how_to_withdraw(place: OwnEmployerPlace) -> Any:
    """What was named for whom, and what must happen before it can go. Whatever has the code of a
    file was sent at once: nothing here is a draft.
    """
    words = {
        "student": place.application.student,
        "place": place_name(place.position),
        "button": OWN_PLACE.transition("withdraw").label,
    }
    return (NAMED_BEFORE if place.state in LIVE_OWN_PLACES else SAID_NO) % words


def before_the_check(row: Row) -> Any:
    """Once the conditions are checked the employer was asked: then the named place stays."""
    return while_taking_in(row) if row["application"].state in NOT_CHECKED else CHECKED


NAMED = Target(
    name="own_place",
    model=OwnEmployerPlace,
    key=("application",),
    fields={"application": "application", "position": "own_employer_position"},
    when=lambda row: row["own_employer_position"] is not None,
    now=before_the_check,
)
