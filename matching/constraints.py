"""Constraints of this room, named as sentences."""

from collections.abc import Sequence
from typing import Any

import pgtrigger

from matching.enums import CHANGING_ROUNDS, ApplicationState, OwnPlaceState


def stands_once_sealed(name: str, columns: Sequence[str], but: str = "") -> pgtrigger.Trigger:
    """These columns of a row about an application stay once its lists are sealed, and so does the
    row, also for raw SQL. A draft takes no part: what belongs to it may come and go.

    ``but`` is a condition, about ``OLD``, ``NEW`` and the application ``a``, under which it may.
    """
    excepted = f" AND ({but}) IS NOT TRUE" if but else ""
    before, after = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    changing = ", ".join(f"'{state}'" for state in sorted(CHANGING_ROUNDS))
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("about", "bigint")],
        func=f"""
            IF TG_OP = 'UPDATE' THEN
                IF ({before}) IS NOT DISTINCT FROM ({after}) THEN RETURN NEW; END IF;
            END IF;
            IF TG_OP = 'DELETE' THEN about := OLD.application_id;
            ELSE about := NEW.application_id; END IF;
            IF EXISTS (
                SELECT 1 FROM matching_application AS a
                JOIN matching_intakeround AS r ON r.id = a.intake_round_id
                WHERE a.id = about AND a.state <> '{ApplicationState.DRAFT}'
                AND r.state NOT IN ({changing}){excepted}
            ) THEN
                RAISE EXCEPTION 'The lists of this round are sealed'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,  # noqa: S608  written in models, never from input
    )


def is_wished_for(name: str, about: str, **options: Any) -> pgtrigger.Trigger:
    """Nobody has a named place at the own employer without the wish to learn there (V35), also for
    raw SQL; one that was withdrawn tells what was.

    Two rows tell it together, in any order: asked when the transaction ends. ``about`` finds the
    rows in question, of ``place`` and ``a``, by ``NEW``.
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        func=f"""
            IF EXISTS (
                SELECT 1 FROM matching_ownemployerplace AS place
                JOIN matching_application AS a ON a.id = place.application_id
                WHERE {about} AND NOT a.own_employer AND place.state <> '{OwnPlaceState.WITHDRAWN}'
            ) THEN
                RAISE EXCEPTION 'No place at the own employer without the wish to learn there'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN NULL;
        """,  # noqa: S608  written in models, never from input
        **options,
    )
