"""The match a second time, for whoever wants to check it: this file needs nothing but Python.

It takes the sealed JSON of a round, shares no code with the engine and works in another way: in
rounds, in which every position sorts all who ask and keeps the best.
"""

import hashlib
import json
from typing import Any

Document = dict[str, Any]
Claim = tuple[int, int, str]  # minus the score, the lottery number, the student: lowest first


def outcome(instance: Document) -> Document:
    """Return the outcome of a sealed round, in the form its result was sealed in."""
    fixed = {row["student"]: row["position"] for row in instance["fixed"]}
    seats = {row["id"]: row["capacity"] for row in instance["positions"]}
    for row in instance["fixed"]:
        if row["seat_offered_to_all"]:
            seats[row["position"]] -= 1
    kept = _rounds(_open_lists(instance, fixed), seats)
    given = {claim[2]: name for name, claims in kept.items() for claim in claims} | fixed
    return {
        "format": "matching-result/1",
        "instance_digest": fingerprint(instance),
        "placements": [
            {"student": student, "position": given[student], "fixed": student in fixed}
            for student in sorted(given)
        ],
        "unplaced": sorted({row["id"] for row in instance["students"]} - set(given)),
        "cutoffs": [_last(name, seats[name], kept[name]) for name in sorted(seats)],
    }


def fingerprint(document: Document) -> str:
    """Return the SHA-256 of the canonical JSON (all keys here are plain letters)."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _open_lists(instance: Document, fixed: dict[str, str]) -> dict[str, list[tuple[str, Claim]]]:
    """Return per student the claims still to be made, the first choice last, to pop from."""
    lots = {row["id"]: row["lottery"] for row in instance["students"]}
    lists: dict[str, list[tuple[str, Claim]]] = {name: [] for name in lots if name not in fixed}
    for row in sorted(instance["preferences"], key=lambda row: -row["rank"]):
        student = row["student"]
        if row["acceptable"] and student in lists:
            claim = (-row["score"], lots[student], student)
            lists[student].append((row["position"], claim))
    return lists


def _rounds(
    lists: dict[str, list[tuple[str, Claim]]], seats: dict[str, int]
) -> dict[str, list[Claim]]:
    kept: dict[str, list[Claim]] = {name: [] for name in seats}
    asking = [name for name, claims in lists.items() if claims]
    while asking:
        touched = set()
        for student in asking:
            position, claim = lists[student].pop()
            kept[position].append(claim)
            touched.add(position)
        turned_away = []
        for position in touched:
            best = sorted(kept[position])
            kept[position] = best[: seats[position]]
            turned_away += [claim[2] for claim in best[seats[position] :]]
        asking = [student for student in turned_away if lists[student]]
    return kept


def _last(name: str, seats: int, kept: list[Claim]) -> Document:
    full = seats > 0 and len(kept) == seats
    score, lottery, _ = max(kept) if full else (0, 0, "")
    return {
        "position": name,
        "seats": seats,
        "admitted": len(kept),
        "score": -score if full else None,
        "lottery": lottery if full else None,
    }
