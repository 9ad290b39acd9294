#!/usr/bin/env python3
"""One command from nothing: make the virtual environment, then hand over to it.

Only the standard library is used here; all that needs an installed package lives in
`config.embedded`. `make` is a convenience: `python3 bootstrap.py run` does the same as `make run`.
"""

from __future__ import annotations  # an older Python must reach the message about its age

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "requirements.stamp"
UV = "uv==0.13.9"
OLDEST = (3, 11)

COMMANDS = {
    "run": "start everything, with demo data, and print the address and the sign-ins",
    "test": "run the checks, then all tests (further words go to pytest)",
    "check": "run the checks only: format, lint, types, architecture, migrations",
    "bench": "run the benchmarks",
    "soak": "kill parts of the running platform fifty times, and tell what was lost (minutes)",
    "pictures": "take the pictures of the tutorials anew (needs a browser; minutes)",
    "messages": "collect the texts to translate (needs gettext)",
    "manage": "run a Django command with the database and the queue at hand",
    "stop": "stop everything that runs in the background",
    "reset": "delete the local database, queue, keys and logs (asks first; --yes does not)",
    "help": "show this list",
}


def main(arguments: list[str]) -> int:
    """Run one command; return its exit status."""
    command, rest = (arguments or ["help"])[0], arguments[1:]
    if command not in COMMANDS or command == "help":
        return show_help(command)
    if sys.version_info < OLDEST:
        return fail(f"Python {OLDEST[0]}.{OLDEST[1]} or later is needed; this is {sys.version}.")
    os.chdir(ROOT)
    os.environ["WBL_ASKED"] = str(time.time())  # config.embedded.asked
    # Without byte code every process compiles all packages anew, five seconds long.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if command not in ("stop", "reset") and not environment_is_ready():
        return 1
    python = str(PYTHON) if PYTHON.exists() else sys.executable
    return hand_over([python, "-m", "config.embedded", command, *rest])


def hand_over(command: list[str]) -> NoReturn:
    """Let the command take this process over, so that signals reach it."""
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606


def show_help(command: str) -> int:
    """Print the commands; return 0, or 1 if `command` is none of them."""
    print("Usage: python3 bootstrap.py COMMAND   (or: make COMMAND)\n")
    for name, text in COMMANDS.items():
        print(f"  {name:<10}{text}")
    return 0 if command in ("help", "-h", "--help") else fail(f"\nNo such command: {command}")


def fail(message: str) -> int:
    """Print a message for a person on standard error; return exit status 1."""
    sys.stdout.flush()  # what was printed before must be read before
    print(message, file=sys.stderr)
    return 1


def environment_is_ready() -> bool:
    """Bring .venv to exactly what requirements.lock says; False after a printed complaint."""
    if stamped() == wanted_stamp():
        return True
    import fcntl

    with LOCK.open("rb") as held:  # two starts at once: the second waits, then finds it done
        fcntl.flock(held, fcntl.LOCK_EX)
        if stamped() == wanted_stamp():
            return True
        print("Installing the Python packages (again only when their list changes) ...", flush=True)
        if not (make_venv() and install_packages()):
            return False
        STAMP.write_text(wanted_stamp(), encoding="ascii")
    return True


def wanted_stamp() -> str:
    """What the environment depends on: the lock, the installer, the Python behind it, its place."""
    parts = [LOCK.read_bytes(), UV.encode(), os.fsencode(PYTHON.resolve()), os.fsencode(VENV)]
    return hashlib.sha256(b"\n".join(parts)).hexdigest()


def stamped() -> str:
    """The stamp of the last installation, or '' if there is no usable environment."""
    return STAMP.read_text(encoding="ascii") if PYTHON.exists() and STAMP.exists() else ""


def make_venv() -> bool:
    """Create .venv, unless a good one is there."""
    if venv_works():
        return True
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        fail(
            "This Python cannot make virtual environments. On Debian and Ubuntu:\n"
            "  sudo apt-get install python3-venv"
        )
        return False
    return quiet(sys.executable, "-m", "venv", "--clear", VENV)


def venv_works() -> bool:
    """Whether .venv has a pip of its own; False after the folder or its Python has moved."""
    try:
        said = subprocess.run([VENV / "bin" / "pip", "--version"], capture_output=True, text=True)
    except OSError:
        return False
    return str(VENV) in said.stdout


def install_packages() -> bool:
    """Install the hashed lock with uv, or with pip where uv cannot be had."""
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install"]
    uv = [VENV / "bin" / "uv", "pip", "sync", "--system-certs", "--require-hashes"]
    if quiet(*pip, "--only-binary", ":all:", UV, show=False) and quiet(
        *uv, "--python", PYTHON, LOCK, show=False
    ):
        return True
    print("uv could not do it; pip does the same, in about a minute ...", flush=True)
    return quiet(*pip, "--require-hashes", "-r", LOCK)


def quiet(*command: object, show: bool = True) -> bool:
    """Run a command silently; show what it said only if it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode and show:
        fail(f"{done.stdout}\nFailed: {' '.join(str(part) for part in command)}")
    return done.returncode == 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
