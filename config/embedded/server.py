"""What the database and the broker have in common: start, watch, stop."""

import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path

from config.embedded import processes
from config.embedded.errors import EmbeddedError
from config.embedded.logs import open_log, tail
from config.embedded.paths import Paths

ATTEMPTS = 4
PATIENCE = 60.0  # seconds for one attempt: recovery after a crash takes its time
ADOPTION_PATIENCE = 20.0  # seconds for a server that may be in the midst of recovery
STOP_PATIENCE = 30.0  # seconds to write all to disk


class Server(ABC):
    """One server of a state folder. Only the keeper, which holds the lock, may start or stop it."""

    name: str
    stop_signal: int = signal.SIGTERM

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self.process: subprocess.Popen[bytes] | None = None
        self.pid: int | None = None

    @abstractmethod
    def command(self) -> list[str]:
        """The command line; it must stay in the foreground."""

    @abstractmethod
    def socket(self) -> Path:
        """Where it listens."""

    @abstractmethod
    def ready(self) -> bool:
        """Whether it answers."""

    @abstractmethod
    def prepare(self) -> None:
        """Make its files, and remove what a dead predecessor left in the way."""

    def running(self) -> bool:
        """Whether its process exists, started by us or by a keeper before us."""
        if self.process is not None:
            self.process.poll()
        if self.pid is None or not processes.is_ours(self.pid, self.paths.state, self.name):
            self.pid = min(processes.find(self.paths.state, self.name), default=None)
        return self.pid is not None

    def ensure(self) -> bool:
        """Start it if it is not running, or cannot be reached; return whether that was needed."""
        known = self.pid
        if self.running() and (self.pid == known or self.adopted()):
            return False
        self.stop()
        self.start()
        return True

    def adopted(self) -> bool:
        """Whether a server found running answers; its socket may have been deleted."""
        if not self.socket().exists():
            return False
        return processes.wait_until(self.ready, ADOPTION_PATIENCE)

    def start(self) -> None:
        """Start it and wait until it answers; raise EmbeddedError after several attempts."""
        for attempt in range(ATTEMPTS):
            time.sleep(0.5 * attempt)
            self.prepare()
            self._launch()
            if self._comes_up():
                return
        message = f"{self.name} does not start:\n{tail(self.paths.log(self.name))}"
        raise EmbeddedError(message)

    def _launch(self) -> None:
        with open_log(self.paths.log(self.name)) as log:
            self.process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment(),
                start_new_session=True,
            )
        self.pid = self.process.pid

    def environment(self) -> dict[str, str]:
        """The server's environment, free of settings that were meant for clients."""
        ours = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        return {**ours, **processes.marks(self.paths.state, self.name)}

    def _comes_up(self) -> bool:
        assert self.process is not None  # noqa: S101
        process = self.process
        processes.wait_until(lambda: self.ready() or process.poll() is not None, PATIENCE)
        if self.ready():
            return True
        process.kill()
        process.wait()
        return False

    def stop(self) -> None:
        """End it, politely at first. The log says if that took force."""
        if self.running() and self.pid is not None:
            forced = processes.end(
                [self.pid], self.paths.state, first=self.stop_signal, patience=STOP_PATIENCE
            )
            if forced:
                print(f"{self.name} did not stop in time and was killed", flush=True)
        if self.process is not None:
            self.process.wait()
        self.process = self.pid = None
