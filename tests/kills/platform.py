"""The whole platform in a folder of its own, with a supervisor that this process plays."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import redis

from config.embedded import children, processes
from config.embedded.children import end_all
from config.embedded.listening import listen
from config.embedded.locks import holder
from config.embedded.paths import open_state
from config.embedded.servers import ensure_servers, release_servers
from config.embedded.stopping import stop_everything
from config.embedded.supervisor import parts
from tests.kills.tables import prepare_tables
from tests.ports import free_port

PARTS = ("postgres", "broker", "worker", "web")


class Platform:
    """Starts the parts, kills them on request, starts again what died, ends them."""

    def __init__(self, folder: Path) -> None:
        children.LONGEST_PAUSE = 0.5  # a production supervisor waits longer; we have no time
        self.paths = open_state(folder)
        self.mail_port = free_port()
        os.environ.update(
            WBL_STATE=str(folder),
            KILLS_MAIL_PORT=str(self.mail_port),
            DJANGO_SETTINGS_MODULE="tests.kills.settings",
            PORT=str(free_port()),
            LOG_FORMAT="text",
            LOG_LEVEL="INFO",  # the test run's own, WARNING, stands in the environment
        )
        os.environ.update(ensure_servers(self.paths))
        self.stopping = threading.Event()
        self.away: set[str] = set()  # parts that nobody starts again for now
        self.children: list[children.Child] = []
        self.guard = threading.Thread(target=self._guard, daemon=True)

    def start(self, template: str) -> None:
        """Make the tables, then start web, worker and beat under our eyes."""
        prepare_tables(self.paths, template)
        environment = dict(os.environ)
        self.listening = listen()  # kept open: a web server that comes back gets it again
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        self.children = parts(self.paths, environment, self.listening)
        for child in self.children:
            child.start()
        self.guard.start()

    def _guard(self) -> None:
        while not self.stopping.wait(0.2):
            if holder(self.paths.lock("keeper")) is None:
                subprocess.run(
                    [sys.executable, "-m", "config.embedded", "keep"], check=True, timeout=60
                )
            for child in self.children:
                if child.name not in self.away:
                    child.look_after()

    def kill(self, part: str, chance: random.Random | None = None) -> str:
        """Kill -9 every process of a part, or as chance wills one of them; says what was done."""
        found = sorted(processes.find(self.paths.state, part))
        if chance and part in ("worker", "web") and chance.random() < 0.3:
            found = [chance.choice(found)]  # the leader, or one that works for it
        if chance and part == "broker" and chance.random() < 0.5:
            self._wipe()
            part = "broker and its memory"
        processes.send(found, signal.SIGKILL)
        return f"{part} ({len(found)} processes)"

    def _wipe(self) -> None:
        """Let the broker forget all it was told, as one without a disk would."""
        shutil.rmtree(self.paths.queue)
        self.paths.queue.mkdir(mode=0o700)

    def messages(self) -> int:
        """How many messages the broker holds for workers."""
        with redis.Redis(unix_socket_path=str(self.paths.broker_socket)) as broker:
            return int(broker.llen("celery"))  # type: ignore[arg-type]

    def lose_messages(self) -> None:
        """Kill the broker with all it knows; returns when an empty one answers.

        Raises TimeoutError when none does.
        """
        self._wipe()
        self.kill("broker")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                self.messages()
            except (redis.RedisError, OSError):
                time.sleep(0.1)
            else:
                return
        raise TimeoutError

    def lacking(self) -> str:
        """What monitoring says is away; "" when every part answers."""
        try:
            urllib.request.urlopen(f"{self.url}/health/ready/", timeout=10).close()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.read().decode()[:200]
        except OSError as error:
            return str(error)
        return ""

    def wait_until_ready(self, patience: float = 180.0) -> float:
        """The seconds it took; raises TimeoutError with what monitoring says."""
        began = time.monotonic()
        while lacking := self.lacking():
            if time.monotonic() - began > patience:
                message = f"Not ready after {patience:.0f} s: {lacking}"
                raise TimeoutError(message)
            time.sleep(0.1)
        return time.monotonic() - began

    def end(self) -> None:
        """Stop everything; nothing is left running."""
        self.stopping.set()
        if self.guard.is_alive():
            self.guard.join()
        end_all(self.children)
        release_servers(self.paths)
        stop_everything(self.paths.state)
