"""Students by the hundred thousand: an import's speed beside a bare COPY, its memory; pages after.

python3 bootstrap.py bench import

BENCH_ROWS: lines of the largest file (100,000); BENCH_TOTAL: students when the pages are asked
(1,000,000), those that were not imported being written by SQL; BENCH_ROUNDS: how often (25).
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.apart import apart
from benchmarks.copies import copy_in, copy_out
from benchmarks.database import NAME, fresh_database, use
from benchmarks.filling import fill
from benchmarks.pages import compare, in_words
from benchmarks.students import write_students

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
TOTAL = int(os.environ.get("BENCH_TOTAL", "1000000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "25"))
FEW = min(1_000, ROWS)
SIZES = (ROWS // 100, ROWS // 10, ROWS)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name, fresh_database() as many:
        folder = Path(name)
        prepare()
        with fresh_database(many, f"{NAME}_bare") as bare:
            pace = compare_sizes(folder, many)
            compare_copies(folder, bare, many, pace)
            compare_pages(folder, bare, many)


def prepare() -> None:
    """One institution, two programmes, one coordinator."""
    from tests.factories.partnerships import make_coordinator, make_institution, make_programme

    institution = make_institution(code="AAA")
    make_programme(institution, code="AAA-P")
    make_programme(institution, code="AAA-Q")
    make_coordinator(institution, email="coordinator@aaa.example")


def compare_sizes(folder: Path, many: str) -> float:
    """Import a small, a larger and the largest file; returns the rows a second of that."""
    start, pace = 0, 0.0
    for count in SIZES:
        write_students(folder / "students.csv", count, start)
        seconds, memory = apart(many, bring, folder / "students.csv")
        start, pace = start + count, count / seconds
        tell(
            f"import of {count:,} students: {seconds:.1f} s, {pace:,.0f} rows a second;"
            f" peak memory {memory:.0f} MB"
        )
    return pace


def bring(path: Path) -> tuple[float, float]:
    """What a worker does, from the file as it was sent to the last row: seconds, peak memory."""
    from django.core.files.base import File

    from accounts.models import User
    from core.importing import importer_named, work
    from core.importing.jobs import begin

    actor = User.objects.get(email="coordinator@aaa.example")
    began = time.perf_counter()
    with path.open("rb") as opened:
        file = File(opened, name=path.name)
        job = begin(importer_named("students"), file, actor=actor, at_once=True)
    work.carry_waiting()
    seconds = time.perf_counter() - began
    job.refresh_from_db()
    if job.stage != "done":
        raise SystemExit(f"{job.stage}: {job.reason} {list(job.problems.values())[:3]}")
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def compare_copies(folder: Path, bare: str, many: str, pace: float) -> None:
    """The import as a share of a COPY of the same rows."""
    use(many)
    total = copy_out(folder)
    use(bare)
    for triggers, words in ((True, "with"), (False, "without")):
        copied = total / copy_in(folder, triggers=triggers)
        tell(
            f"bare COPY of the same rows, {words} our triggers: {copied:,.0f} rows a second;"
            f" the import is {pace / copied:.0%} of it"
        )


def compare_pages(folder: Path, few: str, many: str) -> None:
    """The same pages among few students and among many, asked by turns."""
    write_students(folder / "students.csv", FEW)
    apart(few, bring, folder / "students.csv")
    use(many)
    fill(max(TOTAL - sum(SIZES), 0))
    for database in (few, many):
        use(database)
        analyze()
    tell(f"pages at {FEW:,} and at {max(TOTAL, sum(SIZES)):,} students (medians, by turns):")
    for page, before, after in compare(few, many, ROUNDS):
        tell(f"  {in_words(page, before, after)}")


def analyze() -> None:
    """What the database does by itself a minute later."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def tell(line: str) -> None:
    """Print it now: the rest takes minutes."""
    print(line, flush=True)


if __name__ == "__main__":
    main()
