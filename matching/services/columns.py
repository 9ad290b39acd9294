"""The rows of a round in columns, straight from the database: a few queries for any number (B3).

PostgreSQL numbers, sorts and packs them; each query answers with one row of arrays.
"""

from typing import Any

from django.db import connection

from matching.enums import FIXED_OWN_PLACES, ApplicationState, Party
from matching.models import Criterion, IntakeRound

Columns = dict[str, Any]

# Who takes part, then who was left out; the places; both by their place in the sealed lists.
# Whoever has a place at the own employer takes part without list, refusals or ratings.
NUMBERED = """
    WITH person AS (
        SELECT application.id, lottery_id, application.state,
            application.state = %(rated)s AS takes_part,
            application.state = %(rated)s AND own.id IS NULL AS is_ranked,
            own.position_id AS fixed_at, own.seat_offered_to_all,
            row_number() OVER (ORDER BY application.state <> %(rated)s, lottery_id) - 1 AS n
        FROM matching_application AS application
        LEFT JOIN matching_ownemployerplace AS own
            ON own.application_id = application.id AND own.state = ANY(%(fixed)s)
        WHERE intake_round_id = %(round)s
    ), place AS (
        SELECT id, row_number() OVER (ORDER BY uuid) - 1 AS n
        FROM trajectories_position WHERE pathway_id = %(pathway)s
    )
"""
PEOPLE = "SELECT lottery_id::text AS student, state, takes_part FROM person ORDER BY n"
LISTS = """
    SELECT person.n AS student, place.n AS position, preference.rank
    FROM matching_preference AS preference
    JOIN person ON person.id = preference.application_id AND person.is_ranked
    JOIN place ON place.id = preference.position_id
    ORDER BY 1, 3
"""
FIXED = """
    SELECT person.n AS student, place.n AS position, person.seat_offered_to_all
    FROM person JOIN place ON place.id = person.fixed_at
    WHERE person.takes_part
    ORDER BY 1
"""
ACCEPTABILITY = """
    SELECT person.n AS student, place.n AS position, said.party, said.acceptable, said.reason
    FROM matching_acceptability AS said
    JOIN matching_preference AS preference ON preference.id = said.preference_id
    JOIN person ON person.id = preference.application_id AND person.is_ranked
    JOIN place ON place.id = preference.position_id
    ORDER BY person.n, preference.rank, said.party
"""
# Every earlier round that was matched, in that order, and for who drew in several the first; also
# where nobody came back: whether somebody did is nobody's business in a small round. In the order
# of their numbers: a clock can be set back between two matches.
KEPT_LOTS = """
    SELECT earlier.uuid::text AS round, run.lottery_seed AS seed,
        coalesce(array_agg(kept.n ORDER BY kept.n) FILTER (WHERE kept.n IS NOT NULL), '{}')
            AS students
    FROM matching_intakeround AS earlier
    JOIN matching_matchrun AS run ON run.intake_round_id = earlier.id
    LEFT JOIN (
        SELECT DISTINCT ON (person.n) person.n, drawn.intake_round_id
        FROM person
        JOIN matching_application AS before ON before.lottery_id = person.lottery_id
        JOIN matching_matchrun AS drawn ON drawn.intake_round_id = before.intake_round_id
        JOIN matching_explanation AS told ON told.application_id = before.id
        WHERE person.takes_part AND NOT EXISTS (
            SELECT 1 FROM matching_ownemployerplace AS own  -- placed before: nothing was drawn
            WHERE own.application_id = before.id AND own.state = ANY(%(fixed)s)
        )
        ORDER BY person.n, drawn.id
    ) AS kept ON kept.intake_round_id = earlier.id
    WHERE earlier.pathway_id = %(pathway)s AND earlier.id <> %(round)s
    GROUP BY earlier.uuid, run.lottery_seed, run.id
    ORDER BY run.id
"""
CONDITIONS = """
    SELECT uuid::text AS id FROM trajectories_eligibilitycondition
    WHERE pathway_id = %(pathway)s ORDER BY code
"""
ELIGIBILITY = """
    SELECT person.n AS student, condition.n AS condition, answer.met
    FROM matching_eligibilityanswer AS answer
    JOIN person ON person.id = answer.application_id
    JOIN (
        SELECT id, row_number() OVER (ORDER BY code) - 1 AS n
        FROM trajectories_eligibilitycondition WHERE pathway_id = %(pathway)s
    ) AS condition ON condition.id = answer.condition_id
    ORDER BY 1, 2
"""
# A rater's whole sheet is one row. Of the notes, which can be forgotten later, only a hash is
# sealed: SHA-256 of all of them in the order of the criteria, each after its length and a colon.
SHEETS = """
    SELECT person.n AS student, place.n AS position, rater.uuid::text AS rater,
        sheet.notes_sha256, {names}
    FROM (
        SELECT rating.application_id, rating.position_id, rating.rater_id, {marks},
            {notes} AS notes_sha256
        FROM matching_rating AS rating
        JOIN person ON person.id = rating.application_id AND person.is_ranked
        WHERE rating.party = %(party)s
        GROUP BY 1, 2, 3
    ) AS sheet
    JOIN person ON person.id = sheet.application_id
    JOIN accounts_user AS rater ON rater.id = sheet.rater_id
    LEFT JOIN place ON place.id = sheet.position_id
    ORDER BY 1, 2, 3
"""
MARK = "max(rating.score) FILTER (WHERE rating.criterion_id = {}) AS {}"
NOTE = "max(length(rating.note) || ':' || rating.note) FILTER (WHERE rating.criterion_id = {})"
NOTES = "encode(sha256(convert_to(concat({}), 'UTF8')), 'hex')"


def people(intake: IntakeRound) -> Columns:
    """Who takes part, by random id, and who was left out with the state they were in."""
    found = _ask(intake, PEOPLE, ["student", "state", "takes_part"])
    rows = list(zip(*found.values(), strict=True))
    return {
        "students": [student for student, __, takes_part in rows if takes_part],
        "left_out": [
            {"student": student, "state": state}
            for student, state, takes_part in rows
            if not takes_part
        ],
    }


def kept_lots(intake: IntakeRound) -> list[Columns]:
    """Earlier rounds in the order of their matches, with their seeds and who drew in each first."""
    with connection.cursor() as cursor:
        cursor.execute(f"{NUMBERED} {KEPT_LOTS}", _values(intake))
        rows = cursor.fetchall()
    return [dict(zip(("round", "seed", "students"), row, strict=True)) for row in rows]


def columns(intake: IntakeRound) -> Columns:
    """Conditions and answers, who is placed before, lists, refusals, raters and their sheets."""
    said = ["student", "position", "party", "acceptable", "reason"]
    return {
        "conditions": _ask(intake, CONDITIONS, ["id"])["id"],
        "eligibility": _ask(intake, ELIGIBILITY, ["student", "condition", "met"]),
        "fixed": _ask(intake, FIXED, ["student", "position", "seat_offered_to_all"]),
        "lists": _ask(intake, LISTS, ["student", "position", "rank"]),
        "acceptability": _ask(intake, ACCEPTABILITY, said),
        **_ratings(intake),
    }


def _ratings(intake: IntakeRound) -> Columns:
    """All sheets by party, the raters as a list."""
    criteria = list(Criterion.objects.filter(intake_round=intake).order_by("sequence"))
    names = [f"mark_{number}" for number in range(len(criteria))]
    keys = [row.pk for row in criteria]
    query = SHEETS.format(
        marks=", ".join(map(MARK.format, keys, names)),
        names=", ".join(f"sheet.{name}" for name in names),
        notes=NOTES.format(", ".join(map(NOTE.format, keys))),
    )
    told = ["student", "position", "rater", "notes_sha256"]
    sheets = {party: _ask(intake, query, [*told, *names], party=party) for party in Party.values}
    raters = sorted({rater for each in sheets.values() for rater in each["rater"]})
    number_of = {rater: number for number, rater in enumerate(raters)}
    for party, each in sheets.items():
        each["rater"] = [number_of[rater] for rater in each["rater"]]
        each["marks"] = {
            row.code: each.pop(name) for row, name in zip(criteria, names, strict=True)
        }
        if party == Party.INSTITUTION:
            del each["position"]  # it rates the student, not for one place
    return {"raters": raters, "ratings": sheets}


def _ask(intake: IntakeRound, query: str, names: list[str], **more: str) -> Columns:
    """The columns of a query, by name."""
    packed = ", ".join(f"coalesce(array_agg({name}), '{{}}')" for name in names)
    with connection.cursor() as cursor:
        asked = f"{NUMBERED} SELECT {packed} FROM ({query}) AS one_row"  # noqa: S608
        cursor.execute(asked, _values(intake) | more)
        return dict(zip(names, cursor.fetchone(), strict=True))


def _values(intake: IntakeRound) -> dict[str, Any]:
    return {
        "round": intake.pk,
        "pathway": intake.pathway_id,
        "rated": ApplicationState.INTERVIEWED,
        "fixed": sorted(FIXED_OWN_PLACES),
    }
