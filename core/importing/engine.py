"""One import of one file inside the caller's transaction: read, checked and written by batches.

Memory stays flat: a batch is forgotten before the next one is read; what must be known of
earlier lines stands in temporary tables (`core.importing.seen`).
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from core.copying import leave_no_trigger_out
from core.importing.formats import Source, Unreadable
from core.importing.headers import Layout
from core.importing.importer import Importer
from core.importing.outcome import Outcome, Problem
from core.importing.reading import Reader, look_and_check, resolved, sound
from core.importing.rows import CHANGED, MADE, UNCHANGED, Row
from core.importing.seen import Seen
from core.importing.targets import Target
from core.importing.writing import Writer

# Who has more bad lines than this has the wrong file, or one mistake on every line.
MOST_PROBLEMS = 5_000

Watch = Callable[[int], None]


def nobody_watches(lines: int) -> None:
    """Nobody wants to know how far an import is, and nobody stops it."""


class Engine:
    """Brings in one file. ``watch`` hears after each batch how many lines were read so far, and
    may raise to stop.
    """

    def __init__(
        self,
        importer: Importer,
        source: Source,
        layout: Layout,
        actor: Any,
        watch: Watch = nobody_watches,
    ) -> None:
        self.importer = importer
        self.source = source
        self.layout = layout
        self.actor = actor
        self.watch = watch
        self.outcome = Outcome(importer)
        self.lines = 0
        # Of kinds of file that are read twice: what the first reading made of a line.
        self.status: dict[int, str] = {}

    def run(self) -> Outcome:
        """What happened; where there are problems the caller takes everything back."""
        outcome = self.outcome
        outcome.problems += self.layout.problems(self.importer)
        if outcome.ok:
            one_at_a_time(self.importer)
            self._passes()
        if outcome.ok and not outcome.rows:
            reason = _("The file has no lines after its header.")
            outcome.problems.append(Problem(None, "", "", reason))
        self._count()
        outcome.problems.sort(key=lambda problem: problem.line or 0)
        return outcome

    def _passes(self) -> None:
        absent = set(self.layout.absent(self.importer))
        self.seen = Seen()
        self.writer = Writer(self.importer, self.actor, self.seen, absent)
        for number, targets in enumerate(self.importer.passes):
            if self.outcome.ok:
                self._pass(number, targets)

    def _pass(self, number: int, targets: tuple[Target, ...]) -> None:
        reader = Reader(self.importer, self.source, self.layout, self.actor)
        try:
            for rows, problems in reader.batches():
                read = len(rows) + len({problem.line for problem in problems})
                self._batch(number, targets, rows, problems)
                self.lines += read
                self.watch(self.lines)
                if len(self.outcome.problems) >= MOST_PROBLEMS:
                    self.outcome.cut = True
                    break
        except Unreadable as error:
            self.outcome.problems.append(Problem(error.line, "", "", error.reason))
        if number == 0:
            self.outcome.warnings += reader.warnings()

    def _batch(
        self, number: int, targets: tuple[Target, ...], rows: list[Row], problems: list[Problem]
    ) -> None:
        if number == 0:
            doubles = self.seen.doubles(self.importer, rows)
            problems, rows = problems + doubles, sound(rows, doubles)
        rows, unknown = resolved(self.importer, rows)
        # Before anything is looked up or checked: of somebody else's rows nothing more is said,
        # and none is locked.
        strange = outside(self.importer, rows, self.actor)
        rows, wrong = look_and_check(self.importer, sound(rows, strange))
        problems = problems + unknown + strange + wrong
        if not problems and self.outcome.ok and rows:
            problems = self._write(targets, rows)
            self._note(number, rows)
        self.outcome.problems += problems

    def _write(self, targets: tuple[Target, ...], rows: list[Row]) -> list[Problem]:
        """Write a batch; what follows from it comes after the last pass only."""
        with transaction.atomic():
            problems = self.writer.write(targets, rows)
            if not problems and targets is self.importer.passes[-1]:
                problems = self.writer.finish(rows)
            if problems:
                transaction.set_rollback(True)
        return problems

    def _note(self, number: int, rows: list[Row]) -> None:
        """Count the lines of a batch; a line that is read twice counts as what it did most."""
        outcome = self.outcome
        if len(self.importer.passes) > 1:
            for row in rows:
                before = self.status.get(row.line, UNCHANGED)
                self.status[row.line] = before if before != UNCHANGED else row.status
        else:
            counts = Counter(row.status for row in rows)
            outcome.made += counts[MADE]
            outcome.changed += counts[CHANGED]
            outcome.unchanged += counts[UNCHANGED]
        if number == 0:
            outcome.rows += len(rows)

    def _count(self) -> None:
        outcome = self.outcome
        if not outcome.ok:
            outcome.made = outcome.changed = outcome.unchanged = 0
            outcome.rows = self.lines
        elif self.status:
            counts = Counter(self.status.values())
            outcome.made, outcome.changed = counts[MADE], counts[CHANGED]
            outcome.unchanged = counts[UNCHANGED]


def outside(importer: Importer, rows: list[Row], actor: Any) -> list[Problem]:
    """The lines that this person may not bring in."""
    if actor is None or importer.scope is None or not rows:
        return []
    reasons = importer.scope(rows, actor)
    return [row.problem(importer.key[0], reasons[row.line]) for row in rows if row.line in reasons]


def one_at_a_time(importer: Importer) -> None:
    """Two imports of one kind wait for each other, until the transaction ends."""
    leave_no_trigger_out()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import {importer.name}"]
        )
