"""Positions that take at least so many students or none: what was announced holds (B3).

Who ranked positions relied on the procedure that was sealed with the criteria. So a minimum that
came later, or rose, asks for nothing more in that round; one that fell does.
"""

from typing import Any

from matching.models import IntakeRound
from matching.services.seals import criteria_of

FEWEST = 2  # a minimum below it asks for nothing: one student is always enough


def announced(intake: IntakeRound) -> dict[str, int]:
    """The minimum by the position's identifier: as sealed, or else as offered now."""
    criteria = criteria_of(intake)
    rows = offered(intake) if criteria is None else criteria.get("minimums", [])
    return {row["id"]: row["minimum"] for row in rows}


def offered(intake: IntakeRound) -> list[dict[str, Any]]:
    """The minimums as they stand, in the order in which equal shortages close: by code."""
    rows = intake.pathway.positions.filter(minimum__gte=FEWEST)
    told = [{"id": str(row.uuid), "code": row.code, "minimum": row.minimum} for row in rows]
    return sorted(told, key=lambda row: row["code"])


def still_needed(minimum: int, taken: int) -> int:
    """What is left of a minimum where some have a place already; 0 when any number will do."""
    missing = minimum - taken
    return missing if missing >= FEWEST else 0
