"""`test`: the checks, then all tests, the journeys through a browser included."""

import os
import subprocess
import sys

from config.embedded.asked import when_asked
from config.embedded.browser import ADVICE, find_browser
from config.embedded.checks import checks, run_checks, test_environment
from config.embedded.errors import EmbeddedError
from config.embedded.paths import PROJECT
from config.embedded.servers import release_servers


def command_test(arguments: list[str]) -> int:
    """Run checks and tests; return pytest's status, or 1 if a check failed.

    Raises EmbeddedError where a browser is missing although CI is set.
    """
    began = when_asked()
    browser = browser_or_advice()
    environment = {**test_environment(), **browser, "WBL_TEST_BEGAN": str(began)}
    try:
        if run_checks({**prepared(), **checks()}, environment):
            print("The tests were not run.")
            return 1
        return run_tests(arguments, environment)
    finally:
        release_servers()


def prepared() -> dict[str, list[str]]:
    """What can be had ready for the tests while the checks leave a processor idle."""
    return {"database of the tests": [sys.executable, "-m", "tests.prepare"]}


def browser_or_advice() -> dict[str, str]:
    """What tells the journeys their browser; without one they skip, except under CI."""
    browser = find_browser()
    if browser:
        return {"CHROMIUM": browser}
    if os.environ.get("CI", "").lower() in ("1", "true"):
        raise EmbeddedError(ADVICE)
    print(f"{ADVICE}\nThe journeys through a browser are skipped.\n", flush=True)
    return {}


def run_tests(arguments: list[str], environment: dict[str, str]) -> int:
    """Run pytest on two processors, each with one test ahead, lest one ends long after the other;
    its summary is the last thing printed.
    """
    command = [sys.executable, "-m", "pytest", "-p", "config.embedded.duration"]
    spread = ["-n", "2", "--maxschedchunk", "1"]
    done = subprocess.run(
        [*command, *spread, *arguments], check=False, cwd=PROJECT, env=environment
    )
    return done.returncode
