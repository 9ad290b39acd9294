"""limits.csv: how many students hosts take at most in a pathway, and the pathway as a whole."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.importing import Column, Importer, Lookup, Problem, Row, Target, importers
from partnerships.imports.scopes import OWN_DATA, host, own, own_rows
from trajectories.enums import LIMITED_PATHWAYS
from trajectories.imports.minimums import HELD_PATHWAY, room_for_minimums
from trajectories.imports.pathways import institution_of_pathway, pathway_cell
from trajectories.models import HostLimit, Pathway
from trajectories.models.pathways import MOST_OF_A_HOST
from trajectories.services.limits import NUMBER, minimums_under, too_low

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ENDED = _("This pathway is closed or withdrawn: nobody is limited there any more.")


def of_the_whole(row: Row) -> bool:
    """Without a host a line is about the pathway itself."""
    return row["organisation_code"] is None


def of_a_host(row: Row) -> bool:
    """The other lines."""
    return not of_the_whole(row)


def over(row: Row) -> tuple[int, int | None]:
    """What a line limits, as the services name it."""
    return row["pathway"].pk, None if of_the_whole(row) else row["organisation_code"].pk


def leaves_room_for_minimums(row: Row) -> Iterator[Problem]:
    """Below a minimum the position would always close."""
    position = row["highest"]
    if position and row["students_at_most"] < position.minimum:
        yield row.problem("students_at_most", too_low(position))


def can_be_of_a_host(row: Row) -> Iterator[Problem]:
    """The column takes what a whole pathway can have, which is more."""
    if of_a_host(row) and row["students_at_most"] > MOST_OF_A_HOST:
        yield row.problem("students_at_most", NUMBER)


def until_it_ends(row: Row) -> "StrOrPromise | None":
    """As long as hosts can offer places."""
    return None if row["pathway"].state in LIMITED_PATHWAYS else ENDED


LIMITS = importers.register(
    Importer(
        name="limits",
        title=_("How many students hosts and pathways take at most"),
        order=145,
        permission=OWN_DATA,
        key=("pathway_code", "organisation_code"),
        scope=own(institution_of_pathway),
        lookups=(
            HELD_PATHWAY,
            Lookup(name="highest", key=over, load=minimums_under),
        ),
        checks=(leaves_room_for_minimums, can_be_of_a_host),
        columns=(
            Column(
                name="pathway_code",
                example="PW-ELM-26",
                cell=pathway_cell(),
                meaning=_("code of the pathway"),
            ),
            Column(
                name="organisation_code",
                example="ORG-001",
                other="",
                cell=host(),
                meaning=_("code of the host, empty for the pathway as a whole"),
                required=False,
            ),
            Column(name="students_at_most", example="5", other="24", required=True),
        ),
        targets=(
            Target(
                name="whole",
                model=Pathway,
                key=("code",),
                fields={
                    "code": lambda row: row["pathway"].code,
                    "students_at_most": "students_at_most",
                },
                when=of_the_whole,
                guard=own_rows("programme__institution"),
                now=until_it_ends,
            ),
            Target(
                name="limit",
                model=HostLimit,
                key=("pathway", "organisation"),
                fields={
                    "pathway": "pathway_code",
                    "organisation": "organisation_code",
                    "capacity": "students_at_most",
                },
                when=of_a_host,
                guard=own_rows("pathway__programme__institution"),
                now=until_it_ends,
            ),
        ),
        undoing=room_for_minimums,
        rules={
            "a_limit_is_of_a_host_with_a_position": _("This host offers no position here."),
        },
    )
)
