"""Lots that students keep: one random id per pathway, drawn once (matching.md 3.2, "NYC").

A later round of the same pathway fills the places that are left. Whoever applied before comes back
under the same id and with the lot of the first round that was matched: to withdraw and apply again
wins nobody a better lot. Newcomers draw theirs with the seed of the later round.
"""

from collections.abc import Set as AbstractSet
from typing import Any
from uuid import UUID, uuid4

from matching.engine import KeptLots
from matching.models import Application

Content = dict[str, Any]
StudentInPathway = tuple[int, int]  # their keys


def lottery_ids_of(keys: AbstractSet[StudentInPathway]) -> dict[StudentInPathway, UUID]:
    """The id of each student in each pathway: that of the first application there, or a new one."""
    students, pathways = {student for student, __ in keys}, {pathway for __, pathway in keys}
    rows = (
        Application.objects.filter(student__in=students, intake_round__pathway__in=pathways)
        .order_by("-created_at", "-pk")  # the first one stays
        .values_list("student", "intake_round__pathway", "lottery_id")
    )
    known = {(student, pathway): lottery_id for student, pathway, lottery_id in rows}
    return {key: known.get(key) or uuid4() for key in keys}


def lottery_id_of(student: int, pathway: int) -> UUID:
    """As `lottery_ids_of`, for one."""
    return lottery_ids_of({(student, pathway)})[student, pathway]


def kept_in(inputs: Content) -> tuple[KeptLots, ...]:
    """What was sealed about them, with ids for numbers. Before `round-inputs/4` nobody kept one."""
    students = inputs["students"]
    return tuple(
        KeptLots(row["seed"], tuple(students[number] for number in row["students"]))
        for row in inputs.get("kept_lots", [])
    )
