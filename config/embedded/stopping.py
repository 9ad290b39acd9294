"""Stopping everything, and deleting the local state."""

import os
import shutil
import signal
import sys
from pathlib import Path

from config.embedded import processes
from config.embedded.errors import EmbeddedError
from config.embedded.locks import holder
from config.embedded.paths import SIGNATURE, locate, open_state

PATIENCE = 60.0  # seconds; a large database needs some to write all to disk
LEADERS = ("run", "keeper")  # the locks of those that stop what they have started


def command_stop(_arguments: list[str]) -> int:
    """Stop whatever runs from the state folder."""
    state = locate()
    stopped = (state / SIGNATURE).exists() and stop_everything(state)
    print("Stopped." if stopped else "Nothing is running.")
    return 0


def stop_everything(state: Path) -> bool:
    """End supervisor, keeper, servers and strays; return whether there were any."""
    any_leader = [stop_leader(open_state(state).lock(name)) for name in LEADERS]
    strays = processes.find(state)
    processes.end(strays, state)
    return any(any_leader) or bool(strays)


def stop_leader(lock: Path) -> bool:
    """Ask the holder of a lock to end, and wait for that; return whether there was one."""
    note = holder(lock)
    if note is None:
        return False
    pid = int(note.split()[0])  # true for as long as the lock is held
    processes.send([pid], signal.SIGTERM)
    if not processes.wait_until(lambda: holder(lock) is None, PATIENCE):
        processes.send([pid], signal.SIGKILL)
    return True


def command_reset(arguments: list[str]) -> int:
    """Delete the state folder, after a question unless --yes is given."""
    state = locate()
    if not state.exists():
        print(f"Nothing to delete: {state} does not exist.")
        return 0
    if not (state / SIGNATURE).exists():
        message = f"{state} is not a state folder of this project; it stays."
        raise EmbeddedError(message)
    if "--yes" not in arguments and not agreed(state):
        print("Nothing was deleted.")
        return 1
    stop_everything(state)
    delete(state)
    print(f"Deleted {state}. The next start begins afresh.")
    return 0


def agreed(state: Path) -> bool:
    """Ask a person. Without one at a terminal the answer is no."""
    print(f"This deletes the local database, the queue, the keys and the logs in {state}.")
    if not sys.stdin.isatty():
        print("Add --yes to do it without a question (with make: ARGS=--yes).")
        return False
    return input("Delete them? [y/N] ").strip().lower() in ("y", "yes")


def delete(state: Path) -> None:
    """Delete the folder and, where they are elsewhere, its sockets."""
    sockets = open_state(state).sockets
    if sockets.stat().st_uid == os.getuid():
        shutil.rmtree(sockets)
    shutil.rmtree(state)
