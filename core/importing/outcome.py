"""What an import found and did, for a page, for the API and for a command."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from django_stubs_ext import StrOrPromise

    from core.importing.importer import Importer
    from core.models import ImportRun

SHOWN_VALUE = 80


@dataclass(frozen=True)
class Problem:
    """Why a file cannot be imported: where, what stands there, and what is wrong with it.

    ``line`` counts the lines of the file from 1 (the header); None is the file as a whole.
    """

    line: int | None
    column: str
    value: str
    reason: "StrOrPromise"

    @property
    def shown_value(self) -> str:
        """The cell's text, cut to what a table can show."""
        return self.value if len(self.value) <= SHOWN_VALUE else f"{self.value[:SHOWN_VALUE]}…"


@dataclass
class Outcome:
    """Counts per line of the file, and the problems that stand in the way.

    Where there are problems nothing was written and the counts are zero. ``cut`` says that
    there may be more problems than these: reading stopped. ``warnings`` do not stand in the
    way. ``run`` is the record of an import that was done.
    """

    importer: "Importer"
    rows: int = 0
    made: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    cut: bool = False
    warnings: list["StrOrPromise"] = field(default_factory=list)
    run: "ImportRun | None" = None
    # Where its changes stand in the history: see core.importing.history.
    footprint: dict[str, list[int]] = field(default_factory=dict)
    context: "UUID | None" = None

    @property
    def ok(self) -> bool:
        """True when nothing stands in the way."""
        return not self.problems

    @property
    def bad(self) -> int:
        """How many lines have a problem."""
        return len({problem.line for problem in self.problems if problem.line})
