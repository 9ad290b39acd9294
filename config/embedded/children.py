"""The parts of the platform as child processes, started again when they die."""

import os
import signal
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from config.embedded import processes
from config.embedded.logs import open_log, tail
from config.embedded.paths import PROJECT, Paths

LONGEST_PAUSE = 30.0  # seconds before another attempt
STEADY = 60.0  # seconds of life after which a death counts as the first again
GRACE = 4.0  # seconds from being asked to end to being ended


@dataclass
class Child:
    """One part: web, worker or beat. It leads a process group of its own."""

    name: str
    command: list[str]
    paths: Paths
    environment: dict[str, str]
    pass_fds: tuple[int, ...] = ()
    deaths: int = 0
    due: float = 0.0
    started: float = 0.0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it; its output goes to its log."""
        marks = processes.marks(self.paths.state, self.name)
        with open_log(self.paths.log(self.name)) as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=PROJECT,
                env={**self.environment, **marks},
                start_new_session=True,
                pass_fds=self.pass_fds,
            )
        self.started = time.monotonic()

    def look_after(self) -> None:
        """Notice a death and say so; start it again when its pause is over."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            self.bury(now)
        if self.process is None and now >= self.due:
            self.start()

    def bury(self, now: float) -> None:
        """Say what happened, end what is left of its group, and set the pause."""
        assert self.process is not None  # noqa: S101
        self.signal(signal.SIGKILL)
        self.deaths = 1 if now - self.started > STEADY else self.deaths + 1
        pause = min(LONGEST_PAUSE, 2.0 ** (self.deaths - 1) - 1)
        self.due = now + pause
        log = self.paths.log(self.name)
        again = f"in {pause:.0f} s" if pause else "now"
        print(f"{self.name} ended unexpectedly ({self.process.returncode}). Starting it {again}.")
        print(f"Its last words, from {log}:\n{tail(log)}\n", flush=True)
        self.process = None

    def signal(self, number: int) -> None:
        """Send a signal: SIGKILL to the whole group, any other to its leader."""
        if self.process is None:
            return
        try:
            if number == signal.SIGKILL:
                os.killpg(self.process.pid, number)
            elif self.process.poll() is None:
                self.process.send_signal(number)
        except ProcessLookupError:
            return


def end_all(children: Iterable[Child]) -> None:
    """Ask all to end at the same moment, then end what is left."""
    running = [child for child in children if child.process is not None]
    for child in running:
        child.signal(signal.SIGTERM)
    processes.wait_until(
        lambda: all(child.process is None or child.process.poll() is not None for child in running),
        GRACE,
    )
    for child in running:
        child.signal(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()
