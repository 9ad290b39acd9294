"""`make bench` on a small scale: it runs to its end, and what it counts does not depend on size."""

import os
import re
import subprocess
import sys

from django.conf import settings

SMALL = {"BENCH_ROWS": "1000", "BENCH_TOTAL": "2000", "BENCH_ROUNDS": "2"}


def test_benchmark_of_imports_runs_and_pages_ask_the_same_at_any_size(template_database):
    """Issue 3: queries of list, search and detail are constant; times need a larger scale."""
    done = subprocess.run(
        [sys.executable, "benchmarks/bench_import.py"],
        cwd=settings.BASE_DIR,
        env={**os.environ, **SMALL, "BENCH_TEMPLATE": template_database},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert sum("import of" in line and "rows a second" in line for line in lines) == 3
    assert sum("bare COPY" in line for line in lines) == 2
    counts = re.findall(r"queries (\S+) and (\S+)$", done.stdout, re.MULTILINE)
    assert len(counts) == 9
    assert [few for few, __ in counts] == [many for __, many in counts]
    assert all(few.isdigit() for few, __ in counts)
