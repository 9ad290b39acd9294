#!/usr/bin/env python3
"""Check a match, from its sealed documents alone: one file, for auditors and whoever else wants to.

It needs nothing but Python 3.9 or later, no network and no other file of the platform. It shares no
code with the program that made the match, and works in another way: in rounds, in which every
position sorts all who ask and keeps the best. Usage:

    python3 verify.py CERTIFICATE.json [--document FILE ...] [--language nl|en]

The certificate is the public one, which everybody may have, or the full one of the auditor. Every
--document is a sealed document whose hash it names (criteria; lists and ratings), or the public
certificate beside the full one: then the two are compared as well.
The status is 0 when everything is right, 1 when something is wrong, 2 when a file cannot be read.

To read it, begin at `check_full` or, for the public certificate alone, at `check_public`: each line
there is a question, and the function of that name answers it. What decides about people is two
hundred lines, which fit in ten minutes: the match itself (`rerun` and what stands below it), the
lots (`check_numbers_drawn`), and that nobody was passed over (`check_envy`). The rest compares
documents, and the last part is words.

How a place is given. Every student has a list of choices with a score for each, and one number
from the lottery. Students ask for their first choice; a position keeps those with the highest
scores, of equal scores the lowest lottery number, as far as it has seats, and so does every cap
above it (seats that several positions share). Who is not kept asks for the next choice. The order
of asking does not matter. Where a position needs at least so many students and fewer came, the one
that lacks most closes, and everything is done again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from math import lcm
from pathlib import Path
from typing import Any, Iterable, Iterator, NamedTuple  # noqa: UP035  as 3.9 spells them

Document = dict[str, Any]
Claim = tuple[int, int, str]  # minus the score, the lottery number, the student: lowest is best
Pair = tuple[str, str]  # the student and the position
Voice = tuple[str, Any]  # a party, and a number or None for no whole rating
Kept = dict[str, list[Claim]]  # by position
Places = dict[tuple[str, str], tuple[int, list[Claim]]]  # seats and claims, by kind and name
Findings = Iterator[tuple[str, str]]  # the question, and the place where the answer is no

# -- What a document says, and its fingerprint -----------------------------------------------------


def fingerprint(document: Any) -> str:
    """Return the SHA-256 of a document in its one spelling (RFC 8785).

    All keys in these documents are plain letters, so sorting them is simple.
    """
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class Round:
    """A round as its document tells it, with what follows from it directly."""

    def __init__(self, instance: Document) -> None:
        self.lottery = {row["id"]: row["lottery"] for row in instance["students"]}
        self.choices = {row["id"]: row["choices"] for row in instance["students"]}
        self.positions = {row["id"]: row for row in instance["positions"]}
        self.caps = {row["id"]: row for row in instance["caps"]}
        self.fixed = {row["student"]: row["position"] for row in instance["fixed"]}
        self.closing_order = instance["closing_order"]
        self.above = {name: chain_of(row, self.caps) for name, row in self.positions.items()}
        self.under: dict[str, list[str]] = {cap: [] for cap in self.caps}
        self.height = dict.fromkeys(self.caps, 0)  # how many caps lie between it and a position
        for name, chain in self.above.items():
            for step, cap in enumerate(chain):
                self.under[cap].append(name)
                self.height[cap] = max(self.height[cap], step)
        self.seats = {name: row["capacity"] for name, row in self.positions.items()}
        self.cap_seats = {name: row["capacity"] for name, row in self.caps.items()}
        for row in instance["fixed"]:
            if row["seat_offered_to_all"]:
                self.seats[row["position"]] -= 1
                for cap in self.above[row["position"]]:
                    self.cap_seats[cap] -= 1

    def claim(self, student: str, choice: Document) -> Claim:
        """What a choice is compared by: of two claims the lower one is the better."""
        return (-choice["score"], self.lottery[student], student)


def chain_of(row: Document, caps: dict[str, Document]) -> list[str]:
    """Return the caps above a row, the nearest first, up to one that is there already."""
    found: list[str] = []
    name = row["within"]
    while name in caps and name not in found:
        found.append(name)
        name = caps[name]["within"]
    return found


# -- The match, done again -------------------------------------------------------------------------


def rerun(instance: Document, digest: str = "") -> Document:
    """Return the outcome of a round, in the form in which a result is sealed.

    ``digest`` is the SHA-256 of the round, where it was already taken.
    """
    facts = Round(instance)
    closings: list[Document] = []
    while True:
        closed = {row["position"] for row in closings}
        kept = match(facts, closed)
        closing = largest_shortage(facts, kept)
        if closing is None:
            return outcome(digest or fingerprint(instance), facts, kept, closings)
        closings.append(closing)


def match(facts: Round, closed: set[str]) -> Kept:
    """Return the claims that every position keeps when nobody has a choice left to ask for."""
    kept: Kept = {name: [] for name in facts.positions}
    seats = {name: 0 if name in closed else count for name, count in facts.seats.items()}
    left = {
        student: [row for row in reversed(choices) if "refused" not in row]
        for student, choices in facts.choices.items()
        if student not in facts.fixed
    }
    asking = list(left)
    while asking:
        touched = set()
        for student in asking:
            if left[student]:
                choice = left[student].pop()
                kept[choice["position"]].append(facts.claim(student, choice))
                touched.add(choice["position"])
        asking = []
        for name in touched:
            kept[name].sort()
            asking += kept[name][seats[name] :]
            del kept[name][seats[name] :]
        asking += over_caps(facts, kept, touched)
        asking = [student for _, _, student in asking]
    return kept


def over_caps(facts: Round, kept: Kept, touched: set[str]) -> list[Claim]:
    """Take away, and return, what the caps above these positions have no room for."""
    concerned = {cap for name in touched for cap in facts.above[name]}
    lost = []
    for cap in sorted(concerned, key=lambda cap: facts.height[cap]):  # the inner ones first
        claims = sorted((claim, name) for name in facts.under[cap] for claim in kept[name])
        for claim, name in claims[facts.cap_seats[cap] :]:
            kept[name].remove(claim)
            lost.append(claim)
    return lost


def largest_shortage(facts: Round, kept: Kept) -> Document | None:
    """Return what closes next: of all that got students and too few, the one that lacks most."""
    there = Counter(facts.fixed.values())
    worst = None
    for name in facts.closing_order:
        minimum, students = facts.positions[name]["minimum"], there[name] + len(kept[name])
        lack = minimum - students
        if kept[name] and lack > 0 and (worst is None or lack > worst[0]):
            worst = lack, {"position": name, "students": students, "minimum": minimum}
    return worst[1] if worst else None


def outcome(digest: str, facts: Round, kept: Kept, closings: list[Document]) -> Document:
    """Return what was decided, in the form in which a result is sealed."""
    closed = {row["position"] for row in closings}
    given = {student: name for name, claims in kept.items() for _, _, student in claims}
    given.update(facts.fixed)
    under_caps: Kept = {cap: [] for cap in facts.caps}
    for name, claims in kept.items():
        for cap in facts.above[name]:
            under_caps[cap] += claims
    return {
        "format": "matching-result/2",
        "instance_digest": digest,
        "placements": [
            {"student": student, "position": given[student], "fixed": student in facts.fixed}
            for student in sorted(given)
        ],
        "unplaced": sorted(set(facts.choices) - set(given)),
        "cutoffs": [
            last_admitted(name, 0 if name in closed else facts.seats[name], kept[name])
            for name in sorted(kept)
        ],
        "cap_cutoffs": [
            last_admitted(cap, facts.cap_seats[cap], under_caps[cap]) for cap in sorted(facts.caps)
        ],
        "closings": closings,
    }


def last_admitted(place: str, seats: int, claims: list[Claim]) -> Document:
    """Return the cut-off of a place: whoever was admitted last, when every seat is taken."""
    full = bool(claims) and len(claims) >= seats
    score, lottery, _ = max(claims) if full else (0, 0, "")
    return {
        "place": place,
        "seats": seats,
        "admitted": len(claims),
        "score": -score if full else None,
        "lottery": lottery if full else None,
    }


NOT_SEALED = ("engine", "version", "digest")  # of a result: what the digest is not taken of
NOTHING: Claim = (-(2**63), 0, "")  # better than any claim

FULL, PUBLIC = "matching-certificate/2", "matching-public-certificate/5"
WITHOUT_LIMITS = "matching-public-certificate/3"  # without how many fit in under the limits
# Totals where five took part, although fewer were ranked.
PUBLIC_BEFORE = (WITHOUT_LIMITS, "matching-public-certificate/4")
TOLD = ("student-explanation/1", "round-explanations/2")  # to one student, to all
SEALED_AS = {  # the seal of a format
    "round-criteria/1": "criteria",  # with one party in the lottery
    "round-criteria/2": "criteria",
    "round-inputs/2": "inputs",  # without minimum numbers
    "round-inputs/3": "inputs",  # without lots that were kept
    "round-inputs/4": "inputs",  # without places at the own employer
    "round-inputs/5": "inputs",
}

# -- What is looked at, one question after the other -----------------------------------------------


def check(certificate: Document, documents: Iterable[tuple[str, Any]] = ()) -> Findings:
    """Yield what is wrong as (name of the question, place); nothing when all is right."""
    told = [(name, document) for name, document in documents if form(document) in TOLD]
    documents = [(name, document) for name, document in documents if form(document) not in TOLD]
    if form(certificate) == PUBLIC:
        return check_public(certificate, documents)  # which says nothing of any student
    if form(certificate) != FULL:
        raise ValueError(f"not a certificate of a round: {form(certificate)}")
    return check_full(certificate, documents, told)


Named = list[tuple[str, Any]]  # documents, each with the name of its file


def check_full(certificate: Document, documents: Named, told: Named) -> Findings:
    """The auditor's certificate: the whole match."""
    instance, result, lottery = (certificate[name] for name in ("instance", "result", "lottery"))
    beside = [(name, document) for name, document in documents if form(document) == PUBLIC]
    earlier = [(name, document) for name, document in documents if form(document) == FULL]
    yield from check_shape(certificate)
    documents = [row for row in documents if form(row[1]) not in (FULL, PUBLIC)]
    yield from check_seals(certificate, documents)
    contradictions = list(check_round(instance))
    yield from contradictions
    if contradictions:
        return  # nothing can be worked out of such a round
    for name, document in documents:
        yield from check_document(certificate, name, document)
    sealed = {SEALED_AS.get(form(document)): document for _, document in documents}
    scale = None
    if "criteria" in sealed and "inputs" in sealed:
        criteria, inputs = sealed["criteria"], read_inputs(sealed["inputs"])
        yield from check_announced(criteria, sealed["inputs"])
        if inputs.lots and not criteria.get("lots_are_kept"):
            yield "document", "that lots are kept, which nobody announced"
        yield from check_scores(instance, criteria, inputs)
        scale = scale_of(instance, criteria, inputs)
    for name, document in beside:
        yield from check_same(certificate, name, document)
    yield from check_promises(lottery)
    yield from check_numbers_drawn(instance, lottery)
    yield from check_earlier(certificate, earlier)
    facts = Round(instance)
    granted: dict[str, str] = {}
    for row in result["placements"]:
        granted.setdefault(row["student"], row["position"])
    yield from check_people(facts, result)
    yield from check_places(facts, result)
    kept = claims_of(facts, granted)
    yield from check_seats(facts, result, kept)
    yield from check_closings(facts, result, kept)
    yield from check_envy(facts, result, kept, granted)
    yield from check_again(instance, result)
    yield from check_told(certificate, told, scale, facts, kept)


# What a full certificate holds, part by part, and nothing beside it: no name has a place in it.
SHAPE = {
    "certificate": "format instance lottery result says seals",
    "says": "en nl",
    "lottery": "commitments format secrets seed",
    "lottery commitments": "party sha256",
    "lottery kept": "seed students",
    "instance": "caps closing_order fixed format positions students",
    "instance caps": "capacity id within",
    "instance fixed": "position seat_offered_to_all student",
    "instance positions": "capacity id minimum within",
    "instance students": "choices id lottery",
    "result": "cap_cutoffs closings cutoffs digest engine format instance_digest placements"
    " unplaced version",
    "result cap_cutoffs": "admitted lottery place score seats",
    "result closings": "minimum position students",
    "result cutoffs": "admitted lottery place score seats",
    "result placements": "fixed position student",
}
MORE = {"certificate": "explanations_sha256", "lottery": "kept"}  # where there is any


def check_shape(certificate: Document) -> Findings:
    """Every part of a full certificate has its own parts, and no other."""
    for place, wanted in SHAPE.items():
        found: Any = [certificate]
        for name in place.split() if place != "certificate" else ():
            found = [part.get(name, []) for part in found]
        rows = found[0] if type(found[0]) is list else found
        more = {MORE[place]} if place in MORE else set()
        if any(set(row) - more != set(wanted.split()) for row in rows):
            yield "form", place
    lottery, result = certificate["lottery"], certificate["result"]
    if form(lottery) != LOTTERIES["kept" in lottery]:
        yield "form", "format of the lottery"
    if result["format"] != "matching-result/2":
        yield "form", "format of the result"
    for name in ("engine", "version"):
        if not re.fullmatch("[a-z0-9.-]{1,40}", str(result[name])):
            yield "form", f"{name} of the result"
    if set(certificate["seals"]) - set(SEALED_AS.values()):
        yield "form", "seals"
    if any(type(text) is not str for text in certificate["says"].values()):
        yield "form", "says"
    more = certificate.get("explanations_sha256", certificate["result"]["digest"])
    yield from check_hashes([("explanations", more), *certificate["seals"].items()])


def check_hashes(named: Iterable[tuple[str, Any]]) -> Findings:
    """Each can be a SHA-256, and so is no name."""
    for name, value in named:
        if type(value) is not str or not re.fullmatch("[0-9a-f]{64}", value):
            yield "form", f"hash of {name}"


def form(document: Any) -> str:
    """Return what a document says it is; a public certificate of before is one too."""
    said = str(document.get("format")) if isinstance(document, dict) else ""
    return PUBLIC if said in PUBLIC_BEFORE else said


def check_seals(certificate: Document, documents: Iterable[tuple[str, Any]]) -> Findings:
    """Every hash is that of its document."""
    result = certificate["result"]
    sealed = {key: value for key, value in result.items() if key not in NOT_SEALED}
    if result["digest"] != fingerprint(sealed):
        yield "seal", "result"
    if result["instance_digest"] != fingerprint(certificate["instance"]):
        yield "seal", "instance"
    yield from check_named(certificate["seals"], documents)


def check_named(seals: dict[str, str], documents: Iterable[tuple[str, Any]]) -> Findings:
    """Every document is the one that was sealed, under the seal of its kind where that is known."""
    for name, document in documents:
        kind = SEALED_AS.get(form(document))
        if fingerprint(document) not in ([seals.get(kind)] if kind else seals.values()):
            yield "seal", name


def check_document(certificate: Document, name: str, document: Any) -> Findings:
    """What was sealed before the match is what was matched.

    Two kinds of documents are known: the criteria, with the promise of the lottery; and the input,
    with seats, lists and who said no. A party more could have chosen its secret afterwards, and
    with one left out or in another order the same secrets make another seed.
    """
    kind = SEALED_AS.get(form(document))
    promised = certificate["lottery"]["commitments"]
    if kind == "criteria" and promised != promises_in(document):
        yield "document", f"{name}: promises of the lottery"
    if kind == "inputs" and "instance" in certificate:
        sealed = read_inputs(document)
        yield from check_input(certificate["instance"], name, sealed)
        if sealed.lots != lots_kept(certificate["lottery"]):
            yield "document", f"{name}: lots of an earlier round"


def promises_in(criteria: Document) -> list[Document]:
    """Return what was promised for the lottery, in the order in which the secrets make the seed."""
    if form(criteria) == "round-criteria/1":
        return [criteria["lottery_commitment"]]
    return list(criteria["lottery_commitments"])


class Inputs(NamedTuple):
    """What was sealed before the match, whatever the format in which it is spelled."""

    seats: dict[str, int]  # by position
    minimums: dict[str, int]  # by position
    closing_order: list[str]  # the positions with a minimum, by code
    caps: dict[str, int]  # the seats that several positions share
    within: dict[str, str]  # the cap, by position or by cap
    lists: dict[str, list[str]]  # by student
    no: dict[Pair, str]  # the reason, by student and position
    marks: list[Any]  # student, position (None: at all), party, rater, criterion, mark
    lots: list[tuple[str, Any]]  # of every earlier round: its seed, and who drew in it
    fixed: dict[str, tuple[str, bool]]  # by student: where placed before, on a seat offered to all


def read_inputs(document: Document) -> Inputs:
    """Read `round-inputs/2` to `/5`: columns, and in them numbers for students, positions and
    raters. Before `/3` no position had a minimum or a cap, before `/5` nobody was placed before the
    match; of equal shortages the first by code closes.
    """
    students, raters = document["students"], document["raters"]
    rows, shared = document["positions"], document.get("caps", [])
    places = [row["id"] for row in rows]
    bound = sorted((row for row in rows if row.get("minimum", 0) > 1), key=lambda row: row["code"])
    left_out = [row["student"] for row in document.get("left_out", [])]
    codes, caps = [row["code"] for row in bound], [row["id"] for row in shared]
    fixed = document.get("fixed", {"student": [], "position": [], "seat_offered_to_all": []})
    for names in (students + left_out, places, raters, codes, caps, fixed["student"]):
        if len(set(names)) < len(names):
            raise ValueError("a name stands twice in a list whose numbers are used")
    lists: dict[str, list[str]] = {student: [] for student in students}
    for _, student, position in sorted(rows_of(document["lists"], "rank", "student", "position")):
        lists[named(students, student)].append(named(places, position))
    return Inputs(
        seats={row["id"]: row["capacity"] for row in rows},
        minimums={row["id"]: row.get("minimum", 0) for row in rows},
        closing_order=[row["id"] for row in bound],
        caps={row["id"]: row["capacity"] for row in shared},
        within={row["id"]: row.get("within", "") for row in [*rows, *shared]},
        lists=lists,
        no=no_in(document["acceptability"], students, places),
        marks=list(marks_in(document["ratings"], students, places, raters)),
        lots=[
            (row["seed"], sorted(named(students, number) for number in row["students"]))
            for row in document.get("kept_lots", [])
        ],
        fixed={
            named(students, student): (named(places, position), offered)
            for student, position, offered in rows_of(fixed, *FIXED)
        },
    )


FIXED = ("student", "position", "seat_offered_to_all")


def no_in(said: Document, students: list[str], places: list[str]) -> dict[Pair, str]:
    """Return who said no and why; where both did, the student's own word is the reason."""
    no = {}
    names = ("party", "student", "position", "acceptable", "reason")
    for party, student, position, acceptable, reason in rows_of(said, *names):
        pair = named(students, student), named(places, position)
        if not acceptable and (party == "student" or pair not in no):
            no[pair] = f"{party}:{reason}"
    return no


def marks_in(
    ratings: Document, students: list[str], places: list[str], raters: list[str]
) -> Iterator[Any]:
    """Yield student, position (None: at all), party, rater, criterion and mark."""
    for party, sheets in ratings.items():
        here = sheets.get("position", [None] * len(sheets["student"]))
        whole = {"student": sheets["student"], "position": here, "rater": sheets["rater"]}
        rows_of({**whole, "notes": sheets.get("notes_sha256", here)}, *whole, "notes")
        for criterion, given in sheets["marks"].items():
            for student, position, rater, mark in rows_of({**whole, "mark": given}, *whole, "mark"):
                place = None if position is None else named(places, position)
                who = named(students, student), place, party, named(raters, rater)
                yield (*who, criterion, mark)


def rows_of(columns: Document, *names: str) -> list[tuple[Any, ...]]:
    """Return columns of equal length as rows."""
    if len({len(columns[name]) for name in names}) > 1:
        raise ValueError(f"columns of different lengths: {', '.join(names)}")
    return list(zip(*(columns[name] for name in names)))  # noqa: B905  unknown to Python 3.9


def named(names: list[str], number: Any) -> str:
    """Return the name with this number, counted from 0."""
    if type(number) is not int or not 0 <= number < len(names):
        raise ValueError(f"there is no name with the number {number!r}")
    return names[number]


def check_input(instance: Document, name: str, sealed: Inputs) -> Findings:
    """Seats, caps, minimums, fixed pairs, lists and refusals are the sealed ones, no others."""
    if sealed.seats != {row["id"]: row["capacity"] for row in instance["positions"]}:
        yield "document", f"{name}: seats"
    if sealed.minimums != {row["id"]: row["minimum"] for row in instance["positions"]}:
        yield "document", f"{name}: minimum numbers"
    if sealed.closing_order != instance["closing_order"]:
        yield "document", f"{name}: closing order"
    lists = {r["id"]: [c["position"] for c in r["choices"]] for r in instance["students"]}
    if sealed.lists != lists:
        yield "document", f"{name}: lists"
    if sealed.no != refusals_of(instance):
        yield "document", f"{name}: who said no"
    caps = {row["id"]: row["capacity"] for row in instance["caps"]}
    within = {row["id"]: row["within"] for row in instance["positions"] + instance["caps"]}
    if (sealed.caps, sealed.within) != (caps, within):
        yield "document", f"{name}: seats that several positions share"
    fixed = {r["student"]: (r["position"], r["seat_offered_to_all"]) for r in instance["fixed"]}
    if fingerprint(sealed.fixed) != fingerprint(fixed):  # 0 is not false
        yield "document", f"{name}: who was placed beforehand"


def check_announced(criteria: Document, inputs: Document) -> Findings:
    """No position asks for more students than was announced with the criteria, under its code: by
    the codes it is decided what closes first. Nobody is at the own employer unannounced.
    """
    if inputs.get("fixed", {}).get("student") and criteria.get("own_employer") is not True:
        yield "document", "place at the own employer that nobody announced"
    announced = {(row["id"], row["code"]): row["minimum"] for row in criteria.get("minimums", [])}
    for row in inputs["positions"]:
        if row.get("minimum", 0) > announced.get((row["id"], row.get("code")), 0):
            yield "document", f"minimum of {row['code']} that nobody announced"


# -- The scores, from the sealed ratings -----------------------------------------------------------


def check_scores(instance: Document, criteria: Document, sealed: Inputs) -> Findings:
    """Every score is the weighted sum of the parties, each with the mean of its raters.

    A mark of the institution counts at every position of the student, a host's at its own. Every
    number is whole: all are multiplied by the least that all numbers of raters divide.
    """
    weights, heard = criteria["parties"], heard_of(instance, criteria, sealed)
    least = least_of(heard)
    for row, choice in choices_of(instance):
        if "score" in choice:
            pair = row["id"], choice["position"]
            raters = Counter(party for party, _ in heard[pair])
            each = {party: least // number for party, number in raters.items()}
            if set(each) != set(weights) or any(voice is None for _, voice in heard[pair]):
                yield "score", f"{' at '.join(pair)}: not every rating"
            elif choice["score"] != sum(weights[who] * each[who] * v for who, v in heard[pair]):
                yield "score", " at ".join(pair)


def heard_of(instance: Document, criteria: Document, sealed: Inputs) -> dict[Pair, list[Voice]]:
    """Return what was said of every choice that has a score."""
    voices = voices_of(criteria, sealed)
    scored = [
        (row["id"], each["position"]) for row, each in choices_of(instance) if "score" in each
    ]
    return {pair: voices.get((pair[0], None), []) + voices.get(pair, []) for pair in scored}


def least_of(heard: dict[Pair, list[Voice]]) -> int:
    """Return the least number that all numbers of raters divide."""
    return lcm(*(n for said in heard.values() for n in Counter(who for who, _ in said).values()))


def scale_of(instance: Document, criteria: Document, sealed: Inputs) -> int:
    """Return by what a score must be divided to be a mark on the scale of the ratings."""
    weights = sum(row["weight"] for row in criteria["criteria"])
    return (
        weights * sum(criteria["parties"].values()) * least_of(heard_of(instance, criteria, sealed))
    )


def voices_of(criteria: Document, sealed: Inputs) -> dict[tuple[str, Any], list[Voice]]:
    """Return what every rater said in one number, by student and position (None: everywhere)."""
    weights = {row["code"]: row["weight"] for row in criteria["criteria"]}
    scale = range(criteria["scale"]["lowest"], criteria["scale"]["highest"] + 1)
    given: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for *who, criterion, mark in sealed.marks:
        given.setdefault(tuple(who), []).append((criterion, mark))
    voices: dict[tuple[str, Any], list[Voice]] = {}
    for (student, position, party, _), marks in given.items():
        each = sorted(name for name, _ in marks) == sorted(weights)  # every criterion, once
        right = each and all(mark in scale for _, mark in marks)
        voice = sum(weights[name] * mark for name, mark in marks) if right else None
        voices.setdefault((student, position), []).append((party, voice))
    return voices


# -- The public certificate ------------------------------------------------------------------------

DIGESTS = ("instance_digest", "result_digest", "certificate_digest")
LOTTERIES = ("matching-lottery/1", "matching-lottery/2")  # the second of a later round
LOTTERY_PARTS = {"format", "commitments", "secrets", "seed"}
PARTS = {"format", "says", "seals", "lottery", "totals_from", "totals", *DIGESTS}


def check_public(certificate: Document, documents: list[tuple[str, Any]]) -> Findings:
    """Everybody's certificate: the promises that were made, and the totals."""
    yield from check_named(certificate["seals"], documents)
    yield from check_form(certificate)
    if PARTS - set(certificate):
        return  # too little to go on
    yield from check_promises(certificate["lottery"])
    yield from check_totals(certificate)
    for name, document in documents:
        yield from check_document(certificate, name, document)


def check_form(certificate: Document) -> Findings:
    """It has its parts and no other, which could name somebody, and every hash can be one."""
    for part in sorted(PARTS ^ set(certificate)):
        yield "form", part
    lottery, says = certificate.get("lottery", {}), certificate.get("says", {})
    later = {"kept"} if form(lottery) == LOTTERIES[True] else set()
    shapes = [(lottery, LOTTERY_PARTS | later, "lottery"), (says, {"nl", "en"}, "says")]
    shapes += [(row, {"seed"}, "lots kept") for row in lottery.get("kept", [])]
    shapes += [(row, {"party", "sha256"}, "promise") for row in lottery.get("commitments", [])]
    strange = set(certificate["seals"]) - set(SEALED_AS.values())
    shapes.append((strange, set(), "seals"))
    shapes.append(({form(lottery)} - set(LOTTERIES), set(), "format of the lottery"))
    yield from (("form", name) for part, wanted, name in shapes if set(part) != wanted)
    hashes = [(name, certificate.get(name)) for name in DIGESTS]
    hashes += [("lots kept", row.get("seed")) for row in lottery.get("kept", [])]
    yield from check_hashes([*hashes, *certificate["seals"].items()])


COUNTS = (
    "choices closed_positions first_choices fixed matched positions refused_choices seats students"
    " students_at_most unplaced"
)
AT_MOST = "students_at_most"
FEWEST = 5  # students, for totals: a rule of more would keep back what can be told


def check_totals(certificate: Document) -> Findings:
    """The totals agree with one another; they are there exactly when enough students took part."""
    fewest, totals = certificate["totals_from"], certificate["totals"]
    if not whole(fewest) or fewest > FEWEST or (totals is None and not fewest):
        yield "totals", "from how many students on they are given"
    if totals is None or not whole(fewest):
        return
    missing = {AT_MOST} if certificate["format"] == WITHOUT_LIMITS else set()
    if set(totals) != set(COUNTS.split()) - missing or not all(map(whole, totals.values())):
        yield "totals", "not the numbers that belong there"
        return
    most = totals.get(AT_MOST, totals["seats"])
    placed = totals["fixed"] + totals["matched"]
    fits = {
        "students": totals["students"] == placed + totals["unplaced"],
        "fixed": fewest <= hiding(certificate, totals["students"], totals["fixed"]),
        "matched": totals["matched"] <= most,
        AT_MOST: most <= totals["seats"],
        "choices": totals["matched"] + totals["refused_choices"] <= totals["choices"],
        "first_choices": totals["first_choices"] <= totals["matched"],
        "closed_positions": totals["closed_positions"] <= totals["positions"],
    }
    yield from (("totals", name) for name, right in fits.items() if not right)


def check_same(full: Document, name: str, public: Document) -> Findings:
    """The public certificate tells of this very match, and its totals are right."""
    yield from check_form(public)
    if PARTS - set(public):
        yield "same", f"{name}: parts are missing"
        yield "totals", f"{name}: not looked at"
        return
    yield from check_totals(public)
    fewest = public["totals_from"] if whole(public["totals_from"]) else 0
    counts = totals_of(full)
    few = hiding(public, counts["students"], counts["fixed"]) < fewest
    right = {
        "instance_digest": full["result"]["instance_digest"],
        "result_digest": full["result"]["digest"],
        "certificate_digest": fingerprint(full),
        "seals": full["seals"],
        "lottery": for_everybody(full["lottery"]),
        "totals": None if few else counts,
    }
    if public["format"] == WITHOUT_LIMITS and right["totals"]:
        del right["totals"][AT_MOST]
    for part, value in right.items():
        if fingerprint(public[part]) != fingerprint(value):
            yield "same", f"{name}: {part}"


def hiding(certificate: Document, students: int, fixed: int) -> int:
    """Return among how many nobody can be recognised: whoever was placed beforehand hides nobody,
    which certificates of before did not reckon with.
    """
    return students - fixed if certificate["format"] == PUBLIC else students


def for_everybody(lottery: Document) -> Document:
    """Return a lottery without its students: of earlier rounds only the seeds."""
    kept = [{"seed": row["seed"]} for row in lottery.get("kept", [])]
    return {**lottery, "kept": kept} if "kept" in lottery else lottery


def room(instance: Document) -> int:
    """Return how many students fit in: no more under a cap than it takes, the lowest caps first."""
    caps = {row["id"]: row for row in instance["caps"]}
    inside = dict.fromkeys(["", *caps], 0)
    for row in instance["positions"]:
        inside[row["within"]] += row["capacity"]
    for row in sorted(caps.values(), key=lambda row: -len(chain_of(row, caps))):
        inside[row["within"]] += min(row["capacity"], inside[row["id"]])
    return inside[""]


def totals_of(full: Document) -> Document:
    """Count anew what a public certificate tells."""
    instance, result = full["instance"], full["result"]
    found = list(choices_of(instance))
    first = {r["id"]: r["choices"][0]["position"] for r in instance["students"] if r["choices"]}
    granted = [row for row in result["placements"] if not row["fixed"]]
    return {
        "students": len(instance["students"]),
        "positions": len(instance["positions"]),
        "seats": sum(row["capacity"] for row in instance["positions"]),
        AT_MOST: room(instance),
        "choices": len(found),
        "refused_choices": sum("refused" in choice for _, choice in found),
        "fixed": len(instance["fixed"]),
        "matched": len(granted),
        "first_choices": sum(first.get(row["student"]) == row["position"] for row in granted),
        "unplaced": len(result["unplaced"]),
        "closed_positions": len(result["closings"]),
    }


# -- The round, the lottery and the outcome --------------------------------------------------------


def check_round(instance: Document) -> Findings:
    """Nothing is there twice, everything named exists, every number makes sense."""
    if instance["format"] != "matching-instance/2":
        yield "round", "format"
    for kind, name in twice(instance):
        yield "round", f"{kind} {name} twice"
    places = {row["id"]: row for row in instance["positions"]}
    yield from check_numbers(instance, places)
    for row, choice in choices_of(instance):
        if choice["position"] not in places or not sound(choice):
            yield "round", f"choice of {row['id']}"
    if set(instance["closing_order"]) != {n for n, row in places.items() if row["minimum"] > 1}:
        yield "round", "closing order"
    yield from check_fixed(instance, places)


def check_numbers(instance: Document, places: dict[str, Document]) -> Findings:
    """Seats, minimums and lottery numbers are whole, and caps lie within caps that are there."""
    caps = {row["id"]: row for row in instance["caps"]}
    for row in [*places.values(), *caps.values()]:
        minimum = row.get("minimum", 0)
        if not whole(row["capacity"]) or not whole(minimum) or minimum > row["capacity"]:
            yield "round", f"seats of {row['id']}"
        if row["within"] and row["within"] not in caps:
            yield "round", f"cap of {row['id']}"
        elif row["id"] in chain_of(row, caps):
            yield "round", f"{row['id']} lies within itself"
    for row in instance["students"]:
        if not whole(row["lottery"]):
            yield "round", f"lottery number of {row['id']}"


def check_fixed(instance: Document, places: dict[str, Document]) -> Findings:
    """Who was placed beforehand takes part, at a position that is there and said no to nobody."""
    students = {row["id"] for row in instance["students"]}
    refused = refusals_of(instance)
    for row in instance["fixed"]:
        known = row["student"] in students and row["position"] in places
        no = (row["student"], row["position"]) in refused
        if not known or no or type(row["seat_offered_to_all"]) is not bool:
            yield "round", f"fixed pair {row['student']} at {row['position']}"


def refusals_of(instance: Document) -> dict[Pair, str]:
    """Return who said no and why, by student and position."""
    found = [(row["id"], choice) for row, choice in choices_of(instance) if "refused" in choice]
    return {(student, choice["position"]): choice["refused"] for student, choice in found}


def twice(instance: Document) -> Iterator[tuple[str, Any]]:
    """Yield what is there more than once, with its kind."""
    named = [("student", row["id"]) for row in instance["students"]]
    named += [("lottery number", row["lottery"]) for row in instance["students"]]
    named += [("position", row["id"]) for row in instance["positions"]]
    named += [("cap", row["id"]) for row in instance["caps"]]
    named += [("fixed pair of", row["student"]) for row in instance["fixed"]]
    named += [("choice", (row["id"], choice["position"])) for row, choice in choices_of(instance)]
    named += [("closing order,", name) for name in instance["closing_order"]]
    return (one for one, times in Counter(named).items() if times > 1)


def whole(number: Any) -> bool:
    """Whether it is a whole number of 0 or more; true and false are none."""
    return type(number) is int and number >= 0


def sound(choice: Document) -> bool:
    """Whether a choice has a whole score, or else the reason of a no."""
    if set(choice) == {"position", "refused"}:
        return type(choice["refused"]) is str and bool(choice["refused"])
    return set(choice) == {"position", "score"} and type(choice["score"]) is int


def choices_of(instance: Document) -> Iterator[tuple[Document, Document]]:
    """Every choice, with the row of its student."""
    return ((row, choice) for row in instance["students"] for choice in row["choices"])


def check_promises(lottery: Document) -> Findings:
    """Every secret is the promised one, and the seed is theirs.

    Where a party did not reveal its secret, its promise counts instead, as announced; but the
    institution's is kept by the platform, which would have the choice between two seeds.
    """
    promised = {row["party"]: row["sha256"] for row in lottery["commitments"]}
    if not promised:
        yield "commitment", "nobody committed"
    if "institution" in promised and "institution" not in lottery["secrets"]:
        yield "commitment", "the institution did not reveal its secret"
    if len(promised) != len(lottery["commitments"]):
        yield "commitment", "a party committed twice"
    for party, secret in lottery["secrets"].items():
        if promised.get(party) != hashlib.sha256(secret.encode("utf-8")).hexdigest():
            yield "commitment", party
    parts = [lottery["secrets"].get(party, sha256) for party, sha256 in promised.items()]
    if lottery["seed"] != fingerprint(parts):
        yield "seed", "lottery"


def check_numbers_drawn(instance: Document, lottery: Document) -> Findings:
    """The lottery numbers are those of the seed, after the lots that were kept: of every earlier
    round in the order of its own seed.
    """
    left = {row["id"] for row in instance["students"]}
    order: list[str] = []
    for seed, students in [*lots_kept(lottery), (lottery["seed"], None)]:
        drew = sorted(left if students is None else students)
        salt = bytes.fromhex(seed)
        lots = {name: hashlib.sha256(salt + name.encode()).digest() for name in drew}
        order += sorted(drew, key=lambda name: (lots[name], name))
        yield from (("lottery", f"the lot that {name} kept") for name in lots if name not in left)
        left.difference_update(drew)
    drawn = {name: number for number, name in enumerate(order)}
    for row in instance["students"]:
        if row["lottery"] != drawn.get(row["id"]):
            yield "lottery", row["id"]
            return


def lots_kept(lottery: Document) -> list[tuple[str, Any]]:
    """Return the seed of every earlier round, with who drew in it and takes part again."""
    return [(row["seed"], sorted(row["students"])) for row in lottery.get("kept", [])]


def check_earlier(certificate: Document, earlier: Named) -> Findings:
    """Of every earlier round that is added, exactly those keep their lots who drew in it, and in
    none before it.
    """
    here = {row["id"] for row in certificate["instance"]["students"]}
    drew = {}
    for name, document in earlier:
        yield from (("seal", f"{name}: {part}") for _, part in check_seals(document, ()))
        before = document["instance"]
        placed = {row["student"] for row in before["fixed"]}  # without any lot
        names = {row["id"] for row in before["students"]} - placed
        drew[document["lottery"]["seed"]] = names & here
    done: set[str] = set()
    for seed, students in lots_kept(certificate["lottery"]):
        if seed in drew and drew.pop(seed) - done != set(students):
            yield "earlier", f"lots of the seed {seed}"
        done.update(students)
    yield from (("earlier", f"nobody kept a lot of the seed {seed}") for seed in drew if drew[seed])


def seeds_of(certificates: Named) -> set[str]:
    """Return the seeds of these certificates."""
    return {document["lottery"]["seed"] for _, document in certificates}


def check_people(facts: Round, result: Document) -> Findings:
    """Everybody is there exactly once, placed or not."""
    named = Counter(row["student"] for row in result["placements"])
    named.update(result["unplaced"])
    for student in sorted(set(named) | set(facts.choices)):
        if student not in facts.choices:
            yield "unknown_student", student
        elif named[student] != 1:
            yield ("student_missing" if not named[student] else "student_twice"), student


def check_places(facts: Round, result: Document) -> Findings:
    """Nobody is anywhere but where the own list and the host agree, or where fixed beforehand."""
    fixed = {row["student"]: row["position"] for row in result["placements"] if row["fixed"]}
    for student in sorted(set(fixed) | set(facts.fixed)):
        if fixed.get(student) != facts.fixed.get(student):
            yield "fixed_pair", student
    for row in result["placements"]:
        if row["fixed"] or row["student"] not in facts.choices:
            continue
        choices = {choice["position"]: choice for choice in facts.choices[row["student"]]}
        place = f"{row['student']} at {row['position']}"
        if row["position"] not in choices:
            yield "not_listed", place
        elif "refused" in choices[row["position"]]:
            yield "not_acceptable", place


def claims_of(facts: Round, granted: dict[str, str]) -> Kept:
    """Return the claims that every position holds by this result."""
    kept: Kept = {name: [] for name in facts.positions}
    for student, name in granted.items():
        for choice in facts.choices.get(student, ()):
            open_choice = student not in facts.fixed and "refused" not in choice
            if choice["position"] == name and open_choice:
                kept[name].append(facts.claim(student, choice))
    return kept


def places_of(facts: Round, result: Document, kept: Kept) -> Places:
    """Return seats and claims of every position and every cap, as (kind, name): (seats, claims)."""
    closed = {row["position"] for row in result["closings"]}
    places = {
        ("position", name): (0 if name in closed else facts.seats[name], kept[name])
        for name in facts.positions
    }
    for cap in facts.caps:
        claims = [claim for name in facts.under[cap] for claim in kept[name]]
        places["cap", cap] = facts.cap_seats[cap], claims
    return places


def check_seats(facts: Round, result: Document, kept: Kept) -> Findings:
    """No place has more students than seats, and every cut-off is the right one."""
    claimed = [("position", row) for row in result["cutoffs"]]
    claimed += [("cap", row) for row in result["cap_cutoffs"]]
    told = {(kind, row["place"]): row for kind, row in claimed}
    if len(told) != len(claimed):
        yield "cutoff", "a place appears twice"
    places = places_of(facts, result, kept)
    for (kind, name), (seats, claims) in sorted(places.items()):
        if len(claims) > seats:
            yield ("over_capacity" if kind == "position" else "over_cap"), name
        if told.get((kind, name)) != last_admitted(name, seats, claims):
            yield "cutoff", name
    for _, name in sorted(set(told) - set(places)):
        yield "cutoff", name


def check_closings(facts: Round, result: Document, kept: Kept) -> Findings:
    """What closed has a minimum and fell short of it; what is open and has students reached it."""
    closed = Counter(row["position"] for row in result["closings"])
    there = Counter(row["position"] for row in result["placements"])
    for row in result["closings"]:
        name = row["position"]
        minimum = facts.positions.get(name, {"minimum": 0})["minimum"]
        right = name in facts.closing_order and row["minimum"] == minimum
        if not right or closed[name] > 1 or not 0 < row["students"] < minimum:
            yield "closing", name
    for name in facts.closing_order:
        if kept[name] and (name in closed or there[name] < facts.positions[name]["minimum"]):
            yield "closing", name


def check_envy(facts: Round, result: Document, kept: Kept, granted: dict[str, str]) -> Findings:
    """Nobody prefers a place that has a seat free, or that admitted somebody with less right."""
    # What a claim must be better than; where no seat was given at all, nothing is.
    worst = {
        place: max(claims, default=NOTHING)
        for place, (seats, claims) in places_of(facts, result, kept).items()
        if len(claims) >= seats
    }
    for student, choices in facts.choices.items():
        if student in facts.fixed:
            continue
        for choice in choices:
            name = choice["position"]
            if granted.get(student) == name:
                break
            if "refused" in choice:
                continue
            claim = facts.claim(student, choice)
            if not any(at in worst and worst[at] < claim for at in levels_of(facts, name)):
                yield "blocking_pair", f"{student} at {name}"


def levels_of(facts: Round, name: str) -> list[tuple[str, str]]:
    """Return a position and the caps above it, the nearest first."""
    return [("position", name), *(("cap", cap) for cap in facts.above[name])]


def check_again(instance: Document, result: Document) -> Findings:
    """The same match, made anew, has the same outcome: the best stable one for the students."""
    again = rerun(instance)
    for name, value in again.items():
        if fingerprint(result[name]) != fingerprint(value):  # 0 is not false
            yield "other_outcome", name
            return


# -- What every student was told -------------------------------------------------------------------


class Ended(NamedTuple):
    """How a match ended: seats and claims of every place, what closed, and who got what."""

    facts: Round
    places: Places
    closed: dict[str, Document]  # by position
    granted: dict[str, Document]  # by student


TOLD_PARTS = {"format", "round", "denominator", "student", "position", "fixed", "outcomes"}


def check_told(
    certificate: Document, told: Named, scale: int | None, facts: Round, kept: Kept
) -> Findings:
    """Every explanation is the one that was sealed, and says of every choice what happened."""
    result = certificate["result"]
    closed = {row["position"]: row for row in result["closings"]}
    granted = {row["student"]: row for row in result["placements"]}
    ended = Ended(facts, places_of(facts, result, kept), closed, granted)
    sealed: dict[str, str] = {}
    for name, document in told:
        if form(document) == TOLD[1]:
            sealed = {row["student"]: fingerprint(row) for row in document["explanations"]}
            if certificate.get("explanations_sha256") != fingerprint(sealed):
                yield "told", f"{name}: not what was sealed"
            yield from check_all_told(name, document, facts)
    for _, document in told:
        for row in document["explanations"] if form(document) == TOLD[1] else [document]:
            student, given = row["student"], row["denominator"]
            if sealed and sealed.get(student) != fingerprint(row):
                yield "told", f"{student}: not what was sealed"
            elif not whole(given) or not given or scale not in (None, given):
                yield "told", f"{student}: marks on another scale"
            elif student not in facts.choices or not says(row, ended):
                yield "told", student


def check_all_told(name: str, document: Document, facts: Round) -> Findings:
    """All were told, once, in the same round, on one scale, and the same was kept from all."""
    rows = document["explanations"]
    students = [row["student"] for row in rows]
    yield from (("told", student) for student in sorted(set(facts.choices) - set(students)))
    if len(set(students)) != len(students):
        yield "told", f"{name}: somebody twice"
    if any(row["round"] != document["round"] for row in rows):
        yield "told", f"{name}: another round"
    if len({row["denominator"] for row in rows}) > 1:
        yield "told", f"{name}: marks on different scales"
    outcomes = [each for row in rows for each in row["outcomes"] if "score" in each]
    hidden = [each["seats"] for each in outcomes if "withheld" in each]
    shown = [each["seats"] for each in outcomes if "withheld" not in each]
    if hidden and shown and max(hidden) >= min(shown):
        yield "told", f"{name}: a score kept from some only"


def says(told: Document, ended: Ended) -> bool:
    """Whether an explanation tells of every choice how it ended and why, and where it led."""
    student = told["student"]
    granted = ended.granted.get(student, {"position": None, "fixed": False})
    place = granted["position"]
    if set(told) != TOLD_PARTS or form(told) != TOLD[0]:
        return False
    if told["position"] != place or told["fixed"] is not granted["fixed"]:
        return False
    choices = ended.facts.choices[student]
    needed = not told["fixed"]  # until the choice that was granted
    for rank, choice in enumerate(choices, 1):
        name = choice["position"]
        true: Document = {
            "position": name,
            "rank": rank,
            "seats": ended.places["position", name][0],
        }
        if name == place:
            needed, true["kind"] = False, "placed"
        elif not needed:
            true["kind"] = "not_needed"
        elif "refused" in choice:
            true.update(kind="not_acceptable", reason=choice["refused"])
        else:
            true.update(no_room(student, choice, ended))
        right = [fingerprint([true])]
        if "last_score" in true:  # where few seats are at stake, it is one person's
            kept = {key: value for key, value in true.items() if not key.startswith("last_")}
            right.append(fingerprint([{**kept, "withheld": True}]))
        if fingerprint(told["outcomes"][rank - 1 : rank]) not in right:
            return False
    return len(told["outcomes"]) == len(choices)


def no_room(student: str, choice: Document, ended: Ended) -> Document:
    """Return what had no room for a choice: the position, or else the nearest cap above it."""
    name = choice["position"]
    if name in ended.closed:
        row = ended.closed[name]
        numbers = {"students": row["students"], "minimum": row["minimum"]}
        return {"kind": "closed_below_minimum", "seats": 0, **numbers}
    claim = ended.facts.claim(student, choice)
    for kind, place in levels_of(ended.facts, name):
        seats, claims = ended.places[kind, place]
        worst = max(claims, default=NOTHING)
        if len(claims) < seats or claim < worst:
            continue
        found: Document = {"seats": seats, **({"cap": place} if kind == "cap" else {})}
        if not seats:
            return {**found, "kind": "no_seats"}
        found.update(kind="outranked_by_score", score=choice["score"], last_score=-worst[0])
        if worst[0] == claim[0]:
            found.update(kind="outranked_by_lottery", lottery=claim[1], last_lottery=worst[1])
        return found
    return {}  # there was room: somebody was passed over


# -- Words, and the command ------------------------------------------------------------------------

TEXTS = """\
form
Het certificaat heeft zijn vorm, en niets erbij.
The certificate has its shape, and nothing more.
round
De ronde spreekt zichzelf niet tegen.
The round does not contradict itself.
seal
Elke vingerafdruk (SHA-256) hoort bij haar document.
Every fingerprint (SHA-256) is that of its document.
document
Wat vooraf verzegeld werd, is wat gematcht werd (voor elk document dat u meegeeft).
What was sealed before is what was matched (for every document that you add).
score
Elke score volgt precies uit de verzegelde beoordelingen en gewichten (als u beide meegeeft).
Every score follows exactly from the sealed ratings and weights (when you add both).
commitment
Elk geheim van de loting is het geheim dat vooraf beloofd werd.
Every secret of the lottery is the one that was promised before.
seed
Het startgetal van de loting volgt uit die geheimen.
The seed of the lottery follows from those secrets.
lottery
De lotnummers volgen uit het startgetal.
The lottery numbers follow from the seed.
earlier
Wie in een eerdere ronde lootte, hield dat lot (als u de certificaten van die rondes meegeeft).
Whoever drew in an earlier round kept that lot (when you add the certificates of those rounds).
totals
De totalen spreken elkaar niet tegen.
The totals do not contradict one another.
same
Het openbare certificaat is van deze match, en de totalen kloppen.
The public certificate is of this match, and its totals are right.
unknown_student
Niemand kreeg een plaats zonder deel te nemen.
Nobody got a place without taking part.
student_missing
Niemand werd vergeten.
Nobody was forgotten.
student_twice
Niemand staat er twee keer.
Nobody is there twice.
fixed_pair
Wie vooraf een plaats had, behield die, en niemand anders staat zo vermeld.
Who had a place beforehand kept it, and nobody else is listed so.
not_listed
Niemand kreeg een plaats die niet op de eigen lijst stond.
Nobody got a place that was not on the own list.
not_acceptable
Niemand kreeg een plaats waarvoor iemand nee zei.
Nobody got a place to which somebody said no.
over_capacity
Nergens zijn er meer studenten dan plaatsen.
Nowhere are there more students than seats.
over_cap
Geen grens over meerdere plaatsen samen is overschreden.
No limit over several positions together is exceeded.
cutoff
Elke grens (wie het laatst een plaats kreeg) klopt.
Every cut-off (who was admitted last) is right.
closing
Gesloten is alleen wat te weinig studenten kreeg, en alles wat te weinig kreeg.
Only what got too few students closed, and all that got too few.
blocking_pair
Niemand werd gepasseerd door iemand met een lagere score of een slechter lotnummer.
Nobody was passed over for somebody with a lower score or a worse lottery number.
other_outcome
Opnieuw gerekend komt hetzelfde uit: van alle eerlijke uitkomsten de beste voor wie iets vroeg.
Done again the outcome is the same: of all fair outcomes the best for all who asked.
told
Elke uitleg is de verzegelde en zegt van elke keuze wat er echt gebeurde (als u ze alle meegeeft).
Every explanation is the sealed one and says what happened to every choice (when you add them all).
""".splitlines()
QUESTIONS = {TEXTS[n]: (TEXTS[n + 1], TEXTS[n + 2]) for n in range(0, len(TEXTS), 3)}
TIME = (
    "Dat de vingerafdrukken op tijd bekendgemaakt werden: vergelijk ze met wat toen getoond is.",
    "That the fingerprints were published in time: compare them with what was shown then.",
)
SEALED = (
    "Dat dit woord voor woord is wat verzegeld werd, ook van een eerdere ronde: vergelijk elke\n"
    "      SHA-256 hierboven met die op de openbare pagina van haar ronde.",
    "That this is word for word what was sealed, also of an earlier round: compare each SHA-256\n"
    "      above with the one on the public page of its round.",
)
LIMITS = {
    FULL: [
        ("Dat beoordelingen en weigeringen terecht zijn.", "That ratings and refusals are right."),
        ("Dat iedereen vrij koos.", "That everybody chose freely."),
        (
            "Dat wie vooraf een plaats had, er werkt, en dat iedereen daarmee akkoord ging.",
            "That whoever was placed beforehand works there, and that all agreed to it.",
        ),
        SEALED,
        TIME,
    ],
    PUBLIC: [
        (
            "Wie een plaats kreeg, en dat niemand gepasseerd werd en de totalen juist zijn: dat\n"
            "      bewijst het volledige certificaat aan wie de ronde nakijkt.",
            "Who got a place, and that nobody was passed over and the totals are right: the full\n"
            "      certificate proves that to whoever audits the round.",
        ),
        SEALED,
        TIME,
    ],
}
WORDS = {
    "right": ("JUIST", "RIGHT"),
    "wrong": ("FOUT ", "WRONG"),
    "open": ("OPEN ", "OPEN "),
    "unreadable": ("Dit bestand kan niet gelezen worden:", "This file cannot be read:"),
    "all": ("Alles wat nagekeken is, klopt.", "Everything that was checked is right."),
    "not_all": ("Niet alles klopt.", "Not everything is right."),
    "silent": (
        "Niet onthuld, zo zegt dit certificaat (vraag het na); de belofte telt zelf mee:",
        "Not revealed, so this certificate says (ask them); the promise itself counts:",
    ),
    "kept": (
        "Er ging een ronde aan vooraf. Kijk na dat haar certificaat dit startgetal heeft:",
        "A round went before it. Look up that its certificate has this seed:",
    ),
    "few": ("Te weinig studenten voor totalen.", "Too few students for totals."),
    "cannot": ("Niet te bewijzen uit deze documenten:", "These documents cannot prove:"),
    FULL: ("volledig certificaat", "full certificate"),
    PUBLIC: ("openbaar certificaat", "public certificate"),
    "criteria": ("verzegelde criteria", "sealed criteria"),
    "inputs": ("verzegelde lijsten en beoordelingen", "sealed lists and ratings"),
    TOLD[0]: ("uitleg aan een student", "explanation to a student"),
    TOLD[1]: ("uitleg aan elke student", "explanation to every student"),
    "": ("ander document", "other document"),
}
MOST = 5  # places named per question
OF_PUBLIC = ("form", "seal", "document", "commitment", "seed", "totals")
BESIDE = ("totals", "same")  # asked of a full certificate with the public one beside it


def say(name: str, language: int) -> str:
    """Return a word in Dutch or English."""
    return WORDS[name][language]


def asked(certificate: Document, documents: Iterable[tuple[str, Any]]) -> dict[str, bool]:
    """Return the questions about this certificate, each with whether it could be asked."""
    forms = {form(document) for _, document in documents}
    public = form(certificate) == PUBLIC
    names = OF_PUBLIC if public else [name for name in QUESTIONS if name not in BESIDE]
    beside = [] if public or PUBLIC not in forms else BESIDE
    if forms & set(TOLD):
        names = [*names, "told"]
    sealed = forms - {FULL, PUBLIC, *TOLD}
    known = {name for name, kind in SEALED_AS.items() if kind == "criteria" or not public}
    seeds = {seed for seed, _ in lots_kept(certificate["lottery"])} if not public else set()
    if not seeds and FULL not in forms:
        names = [name for name in names if name != "earlier"]
    there = {
        "earlier": seeds <= seeds_of([row for row in documents if form(row[1]) == FULL]),
        "document": bool(sealed & known) and sealed <= set(SEALED_AS),
        "score": {SEALED_AS.get(form) for form in forms} >= {"criteria", "inputs"},
        "told": TOLD[1] in forms and not public,
    }
    return {name: there.get(name, True) for name in QUESTIONS if name in (*names, *beside)}


def introduce(files: list[tuple[str, Any]], language: int) -> Iterator[str]:
    """Yield what was read, with its fingerprint, and what the reader must know of it."""
    for path, document in files:
        kind = SEALED_AS.get(form(document), form(document))
        yield f"{path}: {say(kind if kind in WORDS else '', language)}"
        yield f"      SHA-256 {fingerprint(document)}"
    certificate = files[0][1]
    lottery = certificate.get("lottery", {"commitments": [], "secrets": {}})
    parties = [row["party"] for row in lottery["commitments"]]
    silent = [party for party in parties if party not in lottery["secrets"]]
    if silent:
        yield f"{say('silent', language)} {', '.join(silent)}"
    for row in lottery.get("kept", []):
        yield f"{say('kept', language)} {row['seed']}"
    if certificate.get("totals", "") is None:
        yield say("few", language)


def report(findings: Iterable[tuple[str, str]], questions: dict[str, bool], language: int) -> bool:
    """Print every question with its answer; return whether all is right."""
    places: dict[str, list[str]] = {name: [] for name in questions}
    for name, place in findings:
        places[name].append(place)
    first = "round" if "round" in questions else "form"
    asked_first = (first, "seal") if places[first] else tuple(questions)  # then nothing more was
    for name, could in questions.items():
        wrong = places[name]
        known = could and name in asked_first
        answer = "wrong" if wrong else "right" if known else "open"
        print(say(answer, language), " ", QUESTIONS[name][language], sep="")
        if wrong:
            more = " ..." if len(wrong) > MOST else ""
            print(f"      {name}: {', '.join(map(str, wrong[:MOST]))}{more}")
    print()
    right = not any(places.values())
    print(say("all" if right else "not_all", language))
    return right


UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


def main(arguments: list[str] | None = None) -> int:
    """Read the files, check, print, and return the status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("certificate", help="a certificate of a round, public or full (JSON)")
    parser.add_argument(
        "--document",
        action="append",
        default=[],
        metavar="FILE",
        help="a document to hold against it (JSON), once for each: the sealed criteria; beside the"
        " full certificate also the public one, the sealed lists and ratings, the explanations of"
        " all or of one student, and the full certificate of every earlier round",
    )
    parser.add_argument(
        "--language",
        choices=("nl", "en"),
        default="nl",
        help="the language of the answers: Dutch (nl, unless you ask otherwise) or English (en)",
    )
    options = parser.parse_args(arguments)
    language = ("nl", "en").index(options.language)
    if hasattr(sys.stdout, "reconfigure"):  # whatever the letters of a name, they can be written
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        files = [(path, read(path)) for path in [options.certificate, *options.document]]
        files.sort(key=lambda file: form(file[1]) != FULL)  # of two certificates the full one first
        (_, certificate), *documents = files
        findings = list(check(certificate, documents))
        introduction = list(introduce(files, language))
    except UNREADABLE as error:
        print(say("unreadable", language), type(error).__name__, error, file=sys.stderr)
        return 2
    print(*introduction, "", sep="\n")
    right = report(findings, asked(certificate, documents), language)
    print(say("cannot", language))
    for limit in LIMITS[form(certificate)]:
        print("    -", limit[language])
    return 0 if right else 1


def read(path: str) -> Any:
    """Read one JSON file; a key given twice, or a number with a decimal point, is refused."""
    hooks: Any = {"object_pairs_hook": once, "parse_float": no_float, "parse_constant": no_float}
    with Path(path).open(encoding="utf-8") as file:
        return json.load(file, **hooks)


def once(pairs: list[tuple[str, Any]]) -> Document:
    """Make an object; raise ValueError for a key given twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(f"a key is given twice among {sorted(found)}")
    return found


def no_float(text: str) -> None:
    """Raise ValueError: every number in these documents is whole."""
    raise ValueError(f"not a whole number: {text}")


if __name__ == "__main__":
    sys.exit(main())
