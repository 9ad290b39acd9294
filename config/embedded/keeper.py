"""The keeper: one background process that runs the servers for as long as anybody uses them.

Who uses them holds a shared lock on one file. The kernel frees it however its holder dies, so
the keeper sees the last one go, stops the servers and ends.
"""

import contextlib
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from config.embedded import processes
from config.embedded.broker import Broker
from config.embedded.errors import EmbeddedError
from config.embedded.locks import FileLock
from config.embedded.logs import open_log
from config.embedded.paths import Paths, open_state
from config.embedded.postgres import Postgres
from config.embedded.server import Server

TICK = 0.25  # seconds between two looks at users and servers
KINDS: dict[str, type[Server]] = {"postgres": Postgres, "broker": Broker}


class Keeper:
    """Keeps the wanted servers running; adopts those a killed keeper left behind."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self.servers: dict[str, Server] = {}
        self.users = FileLock(paths.lock("users"))
        self.stopping = False

    def keep(self) -> None:
        """Run until the last user has gone or a signal comes; then stop everything."""
        signal.signal(signal.SIGTERM, self.ask_to_stop)
        signal.signal(signal.SIGINT, self.ask_to_stop)
        try:
            while not (self.stopping or self.unused()):
                self.look_after()
                time.sleep(TICK)
        finally:
            self.stop()

    def unused(self) -> bool:
        """Whether nobody uses the servers, nor asked for them to stay; nobody can come then."""
        if self.paths.wanted("always").exists():
            return False
        return self.users.try_take(patience=0)

    def ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        """Handle a signal."""
        self.stopping = True

    def look_after(self) -> None:
        """Start every wanted server that is not running."""
        for name in KINDS:
            if self.paths.wanted(name).exists() and self.server(name).ensure():
                say(f"{name} started, process {self.server(name).pid}")

    def server(self, name: str) -> Server:
        """The server of this name."""
        if name not in self.servers:
            self.servers[name] = KINDS[name](self.paths)
        return self.servers[name]

    def stop(self) -> None:
        """Stop the servers, and what a killed supervisor left behind."""
        for name in (*KINDS, "always"):
            self.paths.wanted(name).unlink(missing_ok=True)
        others = [pid for pid in processes.find(self.paths.state) if not self.is_server(pid)]
        processes.end(others, self.paths.state)
        for name in reversed(KINDS):
            if processes.find(self.paths.state, name):
                self.server(name).stop()
                say(f"{name} stopped")

    def is_server(self, pid: int) -> bool:
        """Whether the process is, or belongs to, one of the servers."""
        return any(processes.is_ours(pid, self.paths.state, name) for name in KINDS)


def say(text: str) -> None:
    """Write a line to the keeper's log."""
    print(time.strftime("%Y-%m-%d %H:%M:%S"), text, flush=True)


def command_keep(_arguments: list[str]) -> int:
    """Start the keeper in the background."""
    return start_in_background(open_state())


def start_in_background(paths: Paths) -> int:
    """Become the keeper in a process of its own; return in the first one once that is settled."""
    reader, writer = os.pipe()
    if os.fork():
        os.close(writer)
        with contextlib.suppress(InterruptedError):
            os.read(reader, 1)  # ends when the keeper has its lock, or is not to be
        return 0
    os.close(reader)
    os.setsid()
    detach(paths.log("keeper"))
    status = keep_alone(paths, writer)
    os._exit(status)


def detach(log: Path) -> None:
    """Leave the terminal and the folder we were started in."""
    with open_log(log) as file, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)


def keep_alone(paths: Paths, writer: int) -> int:
    """Keep, if no other keeper does; tell our starter through `writer` that it is settled."""
    lock = FileLock(paths.lock("keeper"))
    if not lock.try_take():
        return 0
    lock.note(str(os.getpid()))
    paths.wanted("always").unlink(missing_ok=True)
    os.close(writer)
    keeper = Keeper(paths)
    try:
        keeper.keep()
    except EmbeddedError as error:
        say(str(error))
        return 1
    finally:
        sys.stdout.flush()
        lock.release()  # before the users' lock: who then comes must find no keeper
        keeper.users.release()
    return 0
