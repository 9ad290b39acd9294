"""The six seeded moments of the test run (docs/development/kill-tests.md)."""

import re
import subprocess
import sys

import pytest
from django.conf import settings

from config.embedded.paths import PROJECT

SEED = 7


def template_address(name: str) -> list[str]:
    """How the other server reads our migrated database; nothing where it needs a password."""
    values = settings.DATABASES["default"]
    if not values["HOST"].startswith("/") or values["PASSWORD"]:
        return []
    words = {"host": values["HOST"], "port": values["PORT"], "user": values["USER"], "dbname": name}
    return ["--template", " ".join(f"{key}={value}" for key, value in words.items())]


def kill(template: str, moments: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.kills", "--seed", str(SEED), "--moments", str(moments)]
    return subprocess.run(
        [*command, *template_address(template)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.long
def test_nothing_is_lost_or_doubled_when_parts_are_killed(template_database):
    """Database, broker, worker and web, killed -9 while letters, digests, imports, the night's
    reminders and the nightly forgetting are under way; then the broker forgets what waits.
    """
    done = kill(template_database, 6)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        0,
        "Nothing lost, nothing doubled.",
    ), done.stderr
    told = [line for line in done.stderr.splitlines() if "back in" in line]
    assert len(told) == 7
    for part in ("postgres", "broker", "worker", "web"):
        assert any(f". {part}" in line for line in told)
    lost = re.search(r"the broker lost (\d+) messages", told[-1])
    assert lost is not None, told[-1]
    assert int(lost[1]) >= 2
