"""positions.csv: the places that hosts offer in pathways."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from core.importing import (
    Column,
    Importer,
    Lookup,
    Problem,
    Reference,
    Row,
    Target,
    importers,
    same,
)
from partnerships.enums import Role
from partnerships.imports.scopes import OWN_DATA, own, own_rows, person
from partnerships.models import EstablishmentUnit, Mentor, Workplace
from partnerships.validators import bare_number
from trajectories.imports.minimums import HELD_PATHWAY, room_for_minimums
from trajectories.imports.pathways import institution_of_pathway, pathway_cell
from trajectories.imports.pilots import ends_after_it_starts
from trajectories.models import Position
from trajectories.services.limits import lowest_limits
from trajectories.services.positions import LIMITED

KEPT_MINIMUM = _(
    "This position takes at least %(minimum)d students, and the limit of the host, or of the "
    "pathway, is lower than that."
)


def load_mentors(keys: set[tuple[int, int]]) -> dict[tuple[int, int], Mentor]:
    """Mentors by person and establishment."""
    rows = Mentor.objects.filter(establishment__in={site for __, site in keys})
    return {(row.user_id, row.establishment_id): row for row in rows}


def load_workplaces(keys: set[int]) -> dict[int, Workplace]:
    """The workplace that was made with each establishment."""
    rows = Workplace.objects.filter(establishment__in=keys, is_default=True)
    return {row.establishment_id: row for row in rows}


def working_days(row: Row) -> Iterator[Problem]:
    """At least one day of the week, none twice."""
    days = row["weekdays"]
    if not days or len(set(days)) != len(days):
        yield row.problem("weekdays", _("Name at least one day, and each day once."))


def load_positions(codes: set[str]) -> dict[str, Position]:
    """The positions that are there already, by code."""
    return {row.code: row for row in Position.objects.filter(code__in=codes)}


def stays_in_its_pathway(row: Row) -> Iterator[Problem]:
    """Students may have ranked it: a position does not move to another pathway."""
    known = row["known"]
    if known and known.pathway_id != row["pathway_code"].pk:
        yield row.problem("pathway_code", _("A position stays in its pathway; make a new one."))


def fits_under_limits(row: Row) -> Iterator[Problem]:
    """A minimum above what the host or the pathway takes would always close the position."""
    if (row["minimum"] or 0) > row["limit"]:
        yield row.problem("minimum", LIMITED)


def kept_minimum_fits(row: Row) -> Iterator[Problem]:
    """Without a column for it the minimum stays, also of a position that goes to another host.

    Of another pathway's position that is not told: it cannot come here.
    """
    known = row["known"]
    if "minimum" in row.texts or not known or known.pathway_id != row["pathway_code"].pk:
        return
    if known.minimum > row["limit"]:
        reason = KEPT_MINIMUM % {"minimum": known.minimum}
        yield row.problem("establishment_number", reason)


LOOKUPS = (
    HELD_PATHWAY,
    Lookup(name="known", key=lambda row: row["position_code"], load=load_positions),
    Lookup(
        name="mentor",
        key=lambda row: (row["mentor_email"].pk, row["establishment_number"].pk),
        load=load_mentors,
        column="mentor_email",
        reason=_("This person is no mentor at this establishment."),
    ),
    Lookup(
        name="workplace",
        key=lambda row: row["establishment_number"].pk,
        load=load_workplaces,
        column="establishment_number",
        reason=_("This establishment has no workplace."),
    ),
    Lookup(
        name="limit",
        key=lambda row: (row["pathway_code"].pk, row["establishment_number"].organisation_id),
        load=lowest_limits,
    ),
)


POSITIONS = importers.register(
    Importer(
        name="positions",
        title=_("Positions offered by hosts"),
        order=140,
        permission=OWN_DATA,
        key=("position_code",),
        scope=own(institution_of_pathway),
        checks=(
            ends_after_it_starts,
            working_days,
            stays_in_its_pathway,
            fits_under_limits,
            kept_minimum_fits,
        ),
        lookups=LOOKUPS,
        columns=(
            Column(name="position_code", example="POS-0001", other="POS-0002"),
            Column(
                name="establishment_number",
                example="8999005348",
                other="8999010692",
                cell=Reference(EstablishmentUnit, "number", clean=bare_number),
                meaning=_("number of the establishment"),
            ),
            Column(
                name="pathway_code",
                example="PW-ELM-26",
                cell=pathway_cell(),
                meaning=_("code of the pathway"),
            ),
            Column(name="capacity", example="2", other="4"),
            Column(
                name="minimum",
                example="0",
                other="2",
                meaning=_("minimum number of students, 0 for none"),
            ),
            Column(
                name="mentor_email",
                example="zoe.vangeel@vanhoorebrouck-aandrijftechniek.example",
                other="stijn.peeters@vanhoorebrouck-aandrijftechniek.example",
                cell=person(Role.MENTOR),
                meaning=_("e-mail address of the mentor, at the same establishment"),
            ),
            Column(name="weekdays", example="1|2|3"),
            Column(name="hours_per_week", example="24.0"),
            Column(
                name="schedule_nl",
                example="maandag tot woensdag van 8.00 tot 16.30 uur",
                other="maandag, dinsdag en woensdag van 8.00 tot 16.30 uur",
            ),
            Column(name="start_date", example="2026-10-05", other="2026-09-28"),
            Column(name="end_date", example="2027-01-29", other="2027-05-28"),
            Column(name="tasks", example="Interventies bij klanten samen met een technicus."),
        ),
        targets=(
            Target(
                name="position",
                model=Position,
                key=("code",),
                fields={"code": "position_code", "pathway": "pathway_code"}
                | same("workplace", "mentor", "capacity", "minimum", "weekdays")
                | same("hours_per_week", "schedule_nl", "start_date", "end_date", "tasks"),
                guard=own_rows("pathway__programme__institution"),
            ),
        ),
        undoing=room_for_minimums,
        rules={
            "a_minimum_is_2_up_to_the_places": _(
                "There are fewer places than the students that this position takes at least, or "
                "that minimum is 1. Without a column for it the minimum stays as it is."
            ),
            "a_position_has_up_to_50_hours_a_week": _("A position has 1 to 50 hours a week."),
        },
    )
)
