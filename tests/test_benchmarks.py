"""`make bench` on a small scale: it runs to its end, and what it counts does not depend on size."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

SMALL = {"BENCH_ROWS": "1000", "BENCH_TOTAL": "2000", "BENCH_ROUNDS": "2"}


@pytest.mark.long
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


def test_benchmark_of_the_match_runs_and_agrees_with_the_c_program():
    """V27: it ends with an error when the outcomes differ or somebody is passed over. What is
    worked out in arrays is not called by the name of the documents, which are measured too.
    """
    done = subprocess.run(
        [sys.executable, "benchmarks/bench_matching.py"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "BENCH_STUDENTS": "500,3000", "BENCH_PEER": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "3,000 students: match" in done.stdout
    in_arrays = r"in arrays, the reason of every choice x [\d.]+, no blocking pair x [\d.]+$"
    assert len(re.findall(in_arrays, done.stdout, re.MULTILINE)) == 2
    whole = r"^3,000 students: documents with all explanations .+ s, x [\d.]+ of the match; whole"
    assert len(re.findall(rf"{whole} check .+ s, x [\d.]+$", done.stdout, re.MULTILINE)) == 1
    assert "chain of 3,000" in done.stdout
    assert "peak memory" in done.stdout
    if shutil.which("cc") or shutil.which("gcc"):
        assert done.stdout.count("  C: ") == 2
    else:
        assert "no C compiler" in done.stdout


def test_benchmark_of_the_service_runs_and_tells_every_step(template_database):
    """Issue 4: from ratings to a stored result; times need a larger scale."""
    done = subprocess.run(
        [sys.executable, "benchmarks/bench_service.py"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "BENCH_STUDENTS": "160", "BENCH_TEMPLATE": template_database},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shares = [int(share) for share in re.findall(r" s +(\d+)%$", done.stdout, re.MULTILINE)]
    assert len(shares) == 4 + 12 + 3
    for whole in (shares[:4], shares[4:16], shares[16:]):
        assert 95 <= sum(whole) <= 105
