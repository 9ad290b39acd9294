"""Processes that are provably ours, whatever number they have (Linux: read from /proc)."""

import os
import signal
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from config.embedded.errors import EmbeddedError

STATE_MARK = "WBL_MARK"
PART_MARK = "WBL_PART"
PROC = Path("/proc")
GRACE = 5.0  # seconds between asking a process to end and ending it


def marks(state: Path, part: str) -> dict[str, str]:
    """What to add to a child's environment, so that anybody can later tell that it is ours."""
    return {STATE_MARK: str(state), PART_MARK: part, "WBL_STATE": str(state)}


def alive(pid: int) -> bool:
    """Whether the process exists and is not merely waiting to be reaped."""
    try:
        status = (PROC / str(pid) / "stat").read_bytes()
    except OSError:
        return False
    return status.rpartition(b")")[2].split()[0] not in (b"Z", b"X")


def is_ours(pid: int, state: Path, part: str | None = None) -> bool:
    """Whether we started this process for this state folder (as this part)."""
    return alive(pid) and (has_mark(pid, state, part) or serves(pid, state, part))


def has_mark(pid: int, state: Path, part: str | None) -> bool:
    """Whether the environment the process was started with names the state folder."""
    try:
        words = (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return False
    named = os.fsencode(f"{STATE_MARK}={state}") in words
    return named and (part is None or f"{PART_MARK}={part}".encode() in words)


def serves(pid: int, state: Path, part: str | None) -> bool:
    """Whether it is the database server of this folder, by its command line.

    Where the server runs as another user, its environment may be hidden from us.
    """
    try:
        words = (PROC / str(pid) / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    database = words[0].endswith(b"/postgres") and os.fsencode(state / "postgres") in words
    return database and part in (None, "postgres")


def find(state: Path, part: str | None = None) -> list[int]:
    """The processes of this state folder (of this part), without the one that asks.

    Raises EmbeddedError where the system has no /proc.
    """
    if not (PROC / "self").exists():
        message = "Local servers need Linux. Elsewhere, set DATABASE_URL and BROKER_URL."
        raise EmbeddedError(message)
    numbers = (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())
    return [pid for pid in numbers if pid != os.getpid() and is_ours(pid, state, part)]


def end(
    pids: Iterable[int], state: Path, *, first: int = signal.SIGTERM, patience: float = GRACE
) -> list[int]:
    """Ask these processes of ours to end, wait, then end them; return those that needed it."""
    asked = list(pids)
    ours = [pid for pid in asked if is_ours(pid, state)]
    send(ours, first)
    if wait_until(lambda: not any(map(alive, ours)), patience):
        return []
    stubborn = [pid for pid in ours if is_ours(pid, state)]
    send(stubborn, signal.SIGKILL)
    wait_until(lambda: not any(map(alive, stubborn)), GRACE)
    return stubborn


def send(pids: Iterable[int], number: int) -> None:
    """Send a signal to each process that still exists."""
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def wait_until(condition: Callable[[], bool], patience: float) -> bool:
    """Wait up to `patience` seconds; return whether the condition came true."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
