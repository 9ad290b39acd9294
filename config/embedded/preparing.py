"""What must be done before the web server starts: tables, demo data, static files."""

import os
import subprocess

from config.embedded.errors import EmbeddedError
from config.embedded.manage import manage
from config.embedded.paths import Paths

COLLECT = ["collectstatic", "--noinput", "-v0"]
NO_DEMO = (
    "The database of DATABASE_URL does not hold the demonstration. To load it:\n"
    "  python3 bootstrap.py manage load_demo"
)


def prepare(paths: Paths, environment: dict[str, str]) -> None:
    """Bring tables and files up to date, each on a processor of its own.

    Raises EmbeddedError with what a failing step said.
    """
    files = begin(COLLECT, environment)
    step("Preparing the database", ["migrate", "--noinput"], environment, DATABASE_AS_OWNER="1")
    load_demo_once(paths, environment)
    finish("Collecting the static files", COLLECT, files)


def load_demo_once(paths: Paths, environment: dict[str, str]) -> None:
    """Load the demo data into a fresh embedded database, never into somebody's own.

    The note about it lies in the data folder, so it shares the database's fate.
    """
    note = paths.data / "wbl-demo-loaded"
    if not (os.environ.get("DATABASE_URL") or note.exists()):
        step("Loading the demo data", ["load_demo"], environment)
        note.touch()


def sign_ins(environment: dict[str, str]) -> str:
    """Who can sign in, for a person to read; somebody's own database may know nobody yet."""
    try:
        return output("Listing the sign-ins", ["demo_accounts"], environment)
    except EmbeddedError:
        if os.environ.get("DATABASE_URL"):
            return NO_DEMO
        raise


def step(title: str, words: list[str], environment: dict[str, str], **more: str) -> None:
    """Run one Django command quietly; raise EmbeddedError with its output if it fails."""
    print(f"{title} ...", flush=True)
    output(title, words, {**environment, **more})


def output(title: str, words: list[str], environment: dict[str, str]) -> str:
    """What a Django command prints; raise EmbeddedError if it fails."""
    return finish(title, words, begin(words, environment))


def begin(words: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    """Start a Django command; should we be stopped first, its marks tell that it is ours."""
    return subprocess.Popen(
        manage(*words),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )


def finish(title: str, words: list[str], command: subprocess.Popen[str]) -> str:
    """Wait for a command; return what it printed, or raise EmbeddedError with it."""
    said, _nothing = command.communicate()
    if command.returncode:
        message = f"{title} failed (manage.py {' '.join(words)}):\n{said.rstrip()}"
        raise EmbeddedError(message)
    return said
