"""`check`: everything that can be found wrong without running a test."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from config.embedded.catalogues import compile_catalogues
from config.embedded.manage import manage
from config.embedded.paths import PROJECT
from config.embedded.servers import ensure_servers, release_servers

AT_ONCE = 2  # processors of the machines this runs on


@dataclass(frozen=True)
class Result:
    """How one check went."""

    name: str
    passed: bool
    seconds: float
    said: str

    def __str__(self) -> str:
        """One line, followed by what the tool said if it found something."""
        line = f"{'ok' if self.passed else 'FAILED':<7}{self.name} ({self.seconds:.1f} s)"
        return line if self.passed else f"{line}\n{self.said.rstrip()}\n"


def command_check(_arguments: list[str]) -> int:
    """Run all checks; return 1 if any of them failed."""
    environment = test_environment()
    failed = run_checks(checks(), environment)
    release_servers()
    return 1 if failed else 0


def test_environment() -> dict[str, str]:
    """The environment of checks and tests: the local servers, and no settings chosen outside."""
    compile_catalogues()
    outside = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    return {**outside, **ensure_servers()}


def checks() -> dict[str, list[str]]:
    """The commands by their names, the slowest first."""
    tool = str(Path(sys.executable).parent) + "/"
    templates = [str(path.relative_to(PROJECT)) for path in PROJECT.glob("templates/**/*.html")]
    djade = [tool + "djade", "--check", "--target-version", "5.2", *sorted(templates)]
    return {
        "mypy": [tool + "mypy"],
        "import-linter": [tool + "lint-imports"],
        "manage.py check": manage("check", "--fail-level", "WARNING"),
        "migrations": manage("makemigrations", "--check", "--dry-run"),
        "generated files": manage("generate", "--check"),
        "ruff check": [tool + "ruff", "check", "."],
        "ruff format": [tool + "ruff", "format", "--check", "."],
        **({"djade": djade} if templates else {}),
    }


def run_checks(commands: dict[str, list[str]], environment: dict[str, str]) -> list[str]:
    """Run all commands, print each result, and return the names of those that failed."""
    failed = []
    for result in results(commands, environment):
        print(result, flush=True)
        if not result.passed:
            failed.append(result.name)
    if failed:
        print(f"{len(failed)} checks failed: {', '.join(failed)}", flush=True)
    return failed


def results(commands: dict[str, list[str]], environment: dict[str, str]) -> Iterator[Result]:
    """The results, in the order of the list."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(lambda pair: run_check(pair[0], pair[1], environment), commands.items())


def run_check(name: str, command: list[str], environment: dict[str, str]) -> Result:
    """Run one check."""
    began = time.monotonic()
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd=PROJECT,
        env=environment,
    )
    return Result(name, done.returncode == 0, time.monotonic() - began, done.stdout)
