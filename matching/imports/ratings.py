"""ratings.csv: what raters of both sides gave, criterion by criterion (V28)."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.importing import (
    Code,
    Column,
    Importer,
    Lookup,
    Problem,
    Row,
    Target,
    Text,
    importers,
    same,
)
from matching.enums import Party
from matching.imports.common import (
    application_column,
    finish,
    institution_of_application,
    round_of_application,
    while_taking_in,
)
from matching.models import Criterion, Rating
from partnerships.enums import HOST_ROLES, INSTITUTION_ROLES
from partnerships.imports.scopes import OTHER_INSTITUTION, OWN_DATA, coordinated, own_rows, person
from partnerships.models import Membership
from trajectories.models import Position


class TargetType(models.TextChoices):
    """What a rating is about: the pathway as a whole, or one position."""

    PATHWAY = "pathway", _("the pathway as a whole")
    POSITION = "position", _("one position")


OF_HOST = _("Hosts rate themselves; only an operator brings their ratings in.")


def load_positions(codes: set[str]) -> dict[str, Position]:
    """Positions by code, with their host."""
    rows = Position.objects.filter(code__in=codes)
    found = rows.select_related("workplace__establishment__organisation")
    return {row.code: row for row in found}


def load_criteria(keys: set[tuple[int, str]]) -> dict[tuple[int, str], Criterion]:
    """Criteria by round and code."""
    rows = Criterion.objects.filter(intake_round__in={intake for intake, __ in keys})
    return {(row.intake_round_id, row.code): row for row in rows}


def organisation_of(row: Row) -> int:
    """For whom the rater speaks: the host of the position, or the institution."""
    if row["position"]:
        return row["position"].host.pk
    return institution_of_application(row)


def load_raters(keys: set[tuple[int, int, str]]) -> dict[tuple[int, int, str], bool]:
    """Which people decide or work for which organisations."""
    roles = {Party.HOST: HOST_ROLES, Party.INSTITUTION: INSTITUTION_ROLES}
    people = Membership.objects.filter(user__in={user for user, *__ in keys})
    held = set(people.values_list("user", "organisation", "role"))
    return {
        (user, place, party): True
        for user, place, party in keys
        if any((user, place, role) in held for role in roles[Party(party)])
    }


LOOKUPS = (
    round_of_application("application_code"),
    Lookup(
        name="position",
        key=lambda row: row["target_code"] if row["target_type"] == TargetType.POSITION else None,
        load=load_positions,
        column="target_code",
        reason=_("There is no position with this code."),
    ),
    Lookup(
        name="criterion",
        key=lambda row: (row["round"].pk, row["criterion_code"]),
        load=load_criteria,
        column="criterion_code",
        reason=_("The intake round has no criterion with this code."),
    ),
    Lookup(
        name="speaks",
        key=lambda row: (row["rater_email"].pk, organisation_of(row), row["rater_party"]),
        load=load_raters,
        column="rater_email",
        reason=_("This person does not speak for the organisation that rates."),
    ),
)


def target_fits(row: Row) -> Iterator[Problem]:
    """A host rates for its position, the institution for the pathway as a whole."""
    pathway = row["application_code"].intake_round.pathway
    if (row["rater_party"] == Party.HOST) != (row["position"] is not None):
        yield row.problem("rater_party", _("A host rates a position, an institution the pathway."))
    if row["position"] is None and row["target_code"] != pathway.code:
        yield row.problem("target_code", _("The student applied for another pathway."))
    if row["position"] is not None and row["position"].pathway_id != pathway.pk:
        yield row.problem("target_code", _("This position belongs to another pathway."))


def own_voice(rows: list[Row], actor: Any) -> dict[int, Any]:
    """Ratings of the own institution; a host speaks for itself."""
    mine = coordinated(actor)
    reasons = {r.line: OF_HOST for r in rows if r["rater_party"] == Party.HOST}
    strange = [r for r in rows if institution_of_application(r) not in mine]
    return reasons | {row.line: OTHER_INSTITUTION for row in strange}


RATINGS = importers.register(
    Importer(
        name="ratings",
        title=_("Ratings of applications"),
        order=250,
        permission=OWN_DATA,
        key=("application_code", "target_code", "rater_email", "criterion_code"),
        scope=own_voice,
        lookups=LOOKUPS,
        checks=(target_fits,),
        columns=(
            application_column(),
            Column(
                name="target_type",
                example="pathway",
                cell=Code(TargetType),
                meaning=_("what the rating is about"),
            ),
            Column(
                name="target_code",
                example="PW-ELM-26",
                cell=Text(),
                meaning=_("code of the pathway or the position"),
            ),
            Column(
                name="rater_email",
                example="ruben.brouckaert@hogeschool-leiezicht.example",
                cell=person(*HOST_ROLES, *INSTITUTION_ROLES),
                meaning=_("e-mail address of the rater"),
            ),
            Column(name="rater_party", example="institution"),
            Column(
                name="criterion_code",
                example="MOT",
                other="RDY",
                cell=Text(),
                meaning=_("code of the criterion"),
            ),
            Column(name="score", example="4"),
            Column(name="note", example="Heeft zich ingelezen over de werkplek."),
        ),
        targets=(
            Target(
                name="rating",
                model=Rating,
                key=("application", "position", "rater", "criterion"),
                fields={
                    "application": "application_code",
                    "rater": "rater_email",
                    "party": "rater_party",
                }
                | same("position", "criterion", "score", "note"),
                guard=own_rows("application__intake_round__pathway__programme__institution"),
                now=while_taking_in,
            ),
        ),
        after=finish,
    )
)
