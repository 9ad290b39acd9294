"""Lots that students keep: one random id per pathway, drawn once (matching.md 3.2, "NYC").

A later round of the same pathway fills the places that are left. Whoever drew in an earlier one
comes back under the same id and keeps that lot, before everybody who drew later. To draw anew would
be a second try; to be sorted among newcomers would make the lot that lost once lose again.
"""

from collections.abc import Set as AbstractSet
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from matching.engine import KeptLots
from matching.enums import SealKind
from matching.models import Application, IntakeRound
from matching.services.seals import sealed
from trajectories.models import Student

Content = dict[str, Any]
StudentInPathway = tuple[int, int]  # their keys


def lottery_ids_of(keys: AbstractSet[StudentInPathway]) -> dict[StudentInPathway, UUID]:
    """The id of each student in each pathway: that of the first application there, or a new one.

    Holds the students until the caller's transaction ends, as the guard in PostgreSQL does: of two
    who apply for one student in two rounds at the same moment, the second reads the first one's id.
    """
    students, pathways = {student for student, __ in keys}, {pathway for __, pathway in keys}
    with transaction.atomic():
        held = Student.objects.select_for_update(no_key=True).filter(pk__in=students)
        list(held.order_by("pk").values_list("pk"))
    rows = (
        Application.objects.filter(student__in=students, intake_round__pathway__in=pathways)
        # The last one stays: that of the first match, and before any match the first.
        .order_by(F("intake_round__match_run").desc(nulls_first=True), "-pk")
        .values_list("student", "intake_round__pathway", "lottery_id")
    )
    known = {(student, pathway): lottery_id for student, pathway, lottery_id in rows}
    return {key: known.get(key) or uuid4() for key in keys}


def lottery_id_of(student: int, pathway: int) -> UUID:
    """As `lottery_ids_of`, for one."""
    return lottery_ids_of({(student, pathway)})[student, pathway]


def lots_are_kept(intake: IntakeRound) -> bool:
    """Whether it was announced: criteria that were sealed before November 2026 did not say so."""
    return bool(sealed(intake, SealKind.CRITERIA).get("lots_are_kept"))


def kept_in(inputs: Content) -> tuple[KeptLots, ...]:
    """What was sealed about them, with ids for numbers. Before `round-inputs/4` nobody kept one."""
    students = inputs["students"]
    return tuple(
        KeptLots(row["seed"], tuple(students[number] for number in row["students"]))
        for row in inputs.get("kept_lots", [])
    )
