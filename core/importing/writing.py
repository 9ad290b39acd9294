"""Rows of a file into the tables: made, changed or left as they are, in bulk.

A row that stays the same is not touched, so that it leaves no trace in the history.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext_lazy as _

from core.copying import insert
from core.importing.importer import Importer
from core.importing.links import link
from core.importing.outcome import Problem
from core.importing.refusals import explain, find_refused
from core.importing.rows import CHANGED, MADE, UNCHANGED, Row, look_up
from core.importing.seen import Seen
from core.importing.targets import Target

BATCH = 1000


@dataclass
class Plan:
    """What writing one target comes to."""

    made: list[tuple[Row, Any]] = field(default_factory=list)
    changed: list[tuple[Row, Any]] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    # By the row's own key: the row itself, and which line said what of it.
    rows: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    meant: dict[tuple[Any, ...], tuple[int, dict[str, Any]]] = field(default_factory=dict)


class Writer:
    """Writes the rows of a file, batch by batch.

    ``absent`` are columns that the file does not have: what they would fill stays as it is.
    """

    def __init__(self, importer: Importer, actor: Any, seen: Seen, absent: set[str]) -> None:
        self.importer = importer
        self.actor = actor
        self.seen = seen
        self.absent = absent

    def write(self, targets: Iterable[Target], rows: list[Row]) -> list[Problem]:
        """Write these targets of a batch; stop at the first that has a problem."""
        for target in targets:
            chosen = [row for row in rows if target.when(row)]
            problems = [p for lookup in target.lookups for p in look_up(chosen, lookup)]
            problems += self.write_target(target, chosen) if not problems else []
            if problems:
                return problems
        return []

    def finish(self, rows: list[Row]) -> list[Problem]:
        """What follows from a batch, and the constraints that wait for the end."""
        if self.importer.after:
            self.importer.after(rows, self.actor)
        return check_deferred(self.importer)

    def write_target(self, target: Target, rows: list[Row]) -> list[Problem]:
        """Plan, ask the guard, write."""
        importer = self.importer
        plan = self.plan(target, rows)
        plan.problems += guarded(importer, target, plan, self.actor)
        plan.problems += too_late(importer, target, plan)
        if plan.problems:
            return plan.problems
        try:
            with transaction.atomic():
                save(target, plan)
        except DatabaseError as error:
            return find_refused(importer, plan.made, plan.changed) or [
                Problem(None, "", "", explain(importer, target.model, error))
            ]
        for row in rows:
            link(target, row)
        mark(target, importer, plan)
        if not importer.tells_lines_apart(target):
            lines = {plan.rows[key].pk: line for key, (line, __) in plan.meant.items()}
            self.seen.note(target.name, lines)
        return []

    def plan(self, target: Target, rows: list[Row]) -> Plan:
        """Which rows of the model are new, which change, and in which fields."""
        plan = Plan()
        wanted = [(row, target.values(row, extra)) for row in rows for extra in target.each(row)]
        known = plan.rows = existing(target, [values for __, values in wanted])
        self._recall(target, known, plan)
        kept = target.filled_by(self.absent)
        for row, values in wanted:
            key = target.key_of(values)
            if key in plan.meant:
                plan.problems += contradictions(
                    self.importer, target, row, values, *plan.meant[key]
                )
            elif key not in known:
                known[key] = target.model(**values, **target.once(row))
                plan.made.append((row, known[key]))
            elif different := differences(known[key], values) - kept:
                plan.touched |= different
                plan.changed.append((row, change(known[key], values, different)))
            plan.meant.setdefault(key, (row.line, values))
            row[target.name] = known[key]
        return plan

    def _recall(self, target: Target, known: dict[tuple[Any, ...], Any], plan: Plan) -> None:
        """Rows that an earlier batch meant may not be said to be something else now."""
        if self.importer.tells_lines_apart(target) or not known:
            return
        earlier = self.seen.lines_of(target.name, [one.pk for one in known.values()])
        for key, one in known.items():
            if one.pk in earlier:
                said = {name: getattr(one, name) for name in target.attnames.values()}
                plan.meant[key] = (earlier[one.pk], said)


def existing(target: Target, wanted: list[dict[str, Any]]) -> dict[tuple[Any, ...], Any]:
    """The rows of the model that these lines may mean, by their key, in one query."""
    first = target.attnames[target.key[0]]
    keys = {values[first] for values in wanted}
    rows = target.model._default_manager.filter(**{f"{first}__in": keys}, **target.among)
    return {tuple(getattr(row, target.attnames[name]) for name in target.key): row for row in rows}


def differences(instance: models.Model, values: dict[str, Any]) -> set[str]:
    """The attributes whose value is another one now."""
    return {name for name, value in values.items() if getattr(instance, name) != value}


def change(instance: models.Model, values: dict[str, Any], names: set[str]) -> models.Model:
    """Give the instance its new values."""
    for name in names:
        setattr(instance, name, values[name])
    return instance


def contradictions(
    importer: Importer,
    target: Target,
    row: Row,
    values: dict[str, Any],
    line: int,
    before: dict[str, Any],
) -> Iterable[Problem]:
    """Two lines about the same thing must say the same of it."""
    reason = _("Line %(line)d says something else about the same %(thing)s.")
    words = {"line": line, "thing": target.model._meta.verbose_name}
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
    if plan.made:
        insert(target.model, [instance for __, instance in plan.made])
    if plan.changed:
        changed = [instance for __, instance in plan.changed]
        target.model._default_manager.bulk_update(changed, sorted(plan.touched), batch_size=BATCH)


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
