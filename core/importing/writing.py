"""Rows of a file into the tables: made, changed or left as they are, in bulk.

A row that stays the same is not touched, so that it leaves no trace in the history.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext_lazy as _

from core.importing.importer import Importer
from core.importing.links import link
from core.importing.outcome import Problem
from core.importing.refusals import explain, find_refused
from core.importing.rows import CHANGED, MADE, UNCHANGED, Row, look_up
from core.importing.targets import Target

BATCH = 1000


@dataclass
class Plan:
    """What writing one target comes to."""

    made: list[tuple[Row, Any]] = field(default_factory=list)
    changed: list[tuple[Row, Any]] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def write(importer: Importer, rows: list[Row], actor: Any) -> list[Problem]:
    """Write every target of the file; stop at the first that has a problem."""
    for target in importer.targets:
        chosen = [row for row in rows if target.when(row)]
        problems = [p for lookup in target.lookups for p in look_up(chosen, lookup)]
        problems += write_target(importer, target, chosen, actor) if not problems else []
        if problems:
            return problems
    if importer.after:
        importer.after(rows, actor)
    return check_deferred(importer)


def write_target(importer: Importer, target: Target, rows: list[Row], actor: Any) -> list[Problem]:
    """Plan, ask the guard, write."""
    plan = make_plan(importer, target, rows)
    plan.problems += guarded(importer, target, plan, actor) + too_late(importer, target, plan)
    if plan.problems:
        return plan.problems
    try:
        with transaction.atomic():
            save(target, plan)
    except DatabaseError as error:
        return find_refused(importer, plan.made + plan.changed) or [
            Problem(None, "", "", explain(importer, target.model, error))
        ]
    for row in rows:
        link(target, row)
    mark(target, importer, plan)
    return []


def make_plan(importer: Importer, target: Target, rows: list[Row]) -> Plan:
    """Which rows of the model are new, which change, and in which fields."""
    plan = Plan()
    wanted = [(row, target.values(row, extra)) for row in rows for extra in target.each(row)]
    known = existing(target, [values for __, values in wanted])
    seen: dict[tuple[Any, ...], tuple[Row, dict[str, Any]]] = {}
    for row, values in wanted:
        key = target.key_of(values)
        if key in seen:
            plan.problems += contradictions(importer, target, row, values, *seen[key])
        elif key not in known:
            known[key] = target.model(**values, **target.once(row))
            plan.made.append((row, known[key]))
        elif different := differences(known[key], values):
            plan.touched |= different
            plan.changed.append((row, change(known[key], values)))
        seen.setdefault(key, (row, values))
        row[target.name] = known[key]
    return plan


def existing(target: Target, wanted: list[dict[str, Any]]) -> dict[tuple[Any, ...], Any]:
    """The rows of the model that these lines may mean, by their key, in one query."""
    first = target.attnames[target.key[0]]
    keys = {values[first] for values in wanted}
    rows = target.model._default_manager.filter(**{f"{first}__in": keys}, **target.among)
    return {tuple(getattr(row, target.attnames[name]) for name in target.key): row for row in rows}


def differences(instance: models.Model, values: dict[str, Any]) -> set[str]:
    """The attributes whose value is another one now."""
    return {name for name, value in values.items() if getattr(instance, name) != value}


def change(instance: models.Model, values: dict[str, Any]) -> models.Model:
    """Give the instance its new values."""
    for name, value in values.items():
        setattr(instance, name, value)
    return instance


def contradictions(
    importer: Importer,
    target: Target,
    row: Row,
    values: dict[str, Any],
    first: Row,
    before: dict[str, Any],
) -> Iterable[Problem]:
    """Two lines about the same thing must say the same of it."""
    reason = _("Line %(line)d says something else about the same %(thing)s.")
    words = {"line": first.line, "thing": target.model._meta.verbose_name}
    free = {target.attnames[name] for name in target.first_counts}
    for name, value in values.items():
        if value != before[name] and name not in free:
            yield row.problem(column_of(importer, target, name), reason % words)


def column_of(importer: Importer, target: Target, attname: str) -> str:
    """The column of the file that fills an attribute, else the first of the file's key."""
    column = target.column_of(attname)
    return column if column in importer.cells else importer.key[0]


def guarded(importer: Importer, target: Target, plan: Plan, actor: Any) -> list[Problem]:
    """The lines that would change what this person may not change."""
    if target.guard is None or actor is None or not plan.changed:
        return []
    reasons = target.guard([instance for __, instance in plan.changed], actor)
    column = column_of(importer, target, target.attnames[target.key[0]])
    return [
        row.problem(column, reasons[instance.pk])
        for row, instance in plan.changed
        if instance.pk in reasons
    ]


def too_late(importer: Importer, target: Target, plan: Plan) -> list[Problem]:
    """The lines that would write something which cannot be written in its state."""
    if target.now is None:
        return []
    column = column_of(importer, target, target.attnames[target.key[0]])
    found = [(row, target.now(row)) for row, __ in plan.made + plan.changed]
    return [row.problem(column, reason) for row, reason in found if reason]


def save(target: Target, plan: Plan) -> None:
    """Write what is new and what changed."""
    manager = target.model._default_manager
    manager.bulk_create([instance for __, instance in plan.made], batch_size=BATCH)
    if plan.changed:
        changed = [instance for __, instance in plan.changed]
        manager.bulk_update(changed, sorted(plan.touched), batch_size=BATCH)


def mark(target: Target, importer: Importer, plan: Plan) -> None:
    """Remember per line what happened: a line is new when its main row is."""
    main = target is importer.main
    for row, __ in plan.made:
        if main:
            row.status = MADE
        elif row.status == UNCHANGED:
            row.status = CHANGED
    for row, __ in plan.changed:
        if row.status == UNCHANGED:
            row.status = CHANGED


def check_deferred(importer: Importer) -> list[Problem]:
    """Ask now for the constraints that PostgreSQL would otherwise ask at the very end."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except DatabaseError as error:
        return [Problem(None, "", "", explain(importer, importer.main.model, error))]
    return []
