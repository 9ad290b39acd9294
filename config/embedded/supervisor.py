"""`run`: the whole platform in one terminal, until Ctrl-C."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from types import FrameType

from config.embedded import children, processes
from config.embedded.asked import when_asked
from config.embedded.catalogues import compile_catalogues
from config.embedded.children import Child
from config.embedded.errors import EmbeddedError
from config.embedded.listening import healthy, listen
from config.embedded.locks import FileLock, holder
from config.embedded.logs import tail
from config.embedded.paths import Paths, open_state
from config.embedded.preparing import prepare, sign_ins
from config.embedded.servers import ensure_servers, release_servers, wanted_servers

TICK = 0.5  # seconds between two looks at the parts
PATIENCE = 60.0  # seconds for the web server to answer
LOCAL_SETTINGS = "config.settings.local"
SERVERS_STAY = "The servers stay: somebody else uses them (python3 bootstrap.py stop ends them)."
PARTS = ("preparing", "web", "worker", "beat")


class StopRequested(BaseException):
    """A signal asked the supervisor to end."""


def command_run(_arguments: list[str]) -> int:
    """Run the platform; return 0 after a stop that was asked for."""
    began = when_asked()
    paths = open_state()
    alone = FileLock(paths.lock("run"))
    if not alone.try_take():
        print(f"It runs already: {holder(paths.lock('run'))}. Stop it: python3 bootstrap.py stop")
        return 1
    alone.note(f"{os.getpid()} starting")
    on_signals(request_stop)
    supervisor = Supervisor(paths, alone.note)
    try:
        supervisor.run(began)
    except StopRequested:
        print("\nStopping ...", flush=True)
    finally:
        on_signals(signal.SIG_IGN)  # nothing may disturb the ending
        nothing_left = supervisor.stop()
        alone.release()
    print(f"Stopped. {'Nothing is left running.' if nothing_left else SERVERS_STAY}")
    return 0


def on_signals(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    """Set the handler of all signals that ask a program to end."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


def request_stop(_number: int, _frame: FrameType | None) -> None:
    """End the supervisor; further signals are ignored from here on."""
    on_signals(signal.SIG_IGN)
    raise StopRequested


class Supervisor:
    """Starts the parts, watches them, ends them."""

    def __init__(self, paths: Paths, note: Callable[[str], None]) -> None:
        self.paths = paths
        self.note = note
        self.children: list[Child] = []

    def run(self, began: float) -> None:
        """Start everything, say where it is, and look after it until a signal comes."""
        self.end_orphans()
        compile_catalogues()
        environment = self.environment()
        prepare(self.paths, environment)
        listening = listen()
        url = f"http://localhost:{listening.getsockname()[1]}/"
        self.children = parts(self.paths, environment, listening)
        for child in self.children:
            child.start()
        accounts = sign_ins(environment)
        self.wait_for_web(url)
        self.note(f"{os.getpid()} {url}")
        self.announce(url, accounts, time.time() - began)
        while True:
            self.look_after()
            time.sleep(TICK)

    def end_orphans(self) -> None:
        """End what a killed supervisor left running."""
        orphans = [pid for part in PARTS for pid in processes.find(self.paths.state, part)]
        if orphans:
            print(f"Ending {len(orphans)} processes that an earlier run left behind ...")
            processes.end(orphans, self.paths.state)

    def environment(self) -> dict[str, str]:
        """The parts' environment, with servers that run as long as we do."""
        settings = os.environ.get("DJANGO_SETTINGS_MODULE", LOCAL_SETTINGS)
        variables = {**ensure_servers(self.paths), "DJANGO_SETTINGS_MODULE": settings}
        return {
            "LOG_FORMAT": "text",
            "PROMETHEUS_MULTIPROC_DIR": str(self.paths.state / "metrics"),
            **os.environ,
            **variables,
            **processes.marks(self.paths.state, "preparing"),
        }

    def wait_for_web(self, url: str) -> None:
        """Wait until the web server answers; raise EmbeddedError if it does not."""
        if not processes.wait_until(lambda: healthy(url) or self.web_is_dead(), PATIENCE) or (
            self.web_is_dead()
        ):
            message = f"The web server does not start:\n{tail(self.paths.log('web'), 40)}"
            raise EmbeddedError(message)

    def web_is_dead(self) -> bool:
        """Whether the web server has ended."""
        process = self.children[0].process
        return process is None or process.poll() is not None

    def announce(self, url: str, accounts: str, seconds: float) -> None:
        """Tell a person all that is needed to begin."""
        print(f"\nReady in {seconds:.1f} s: {url}\n\n{accounts.rstrip()}\n")
        print(f"Logs: {self.paths.state / 'log'}. Stop: Ctrl-C.", flush=True)

    def look_after(self) -> None:
        """Start again what has died, the keeper of the servers included."""
        if wanted_servers() and holder(self.paths.lock("keeper")) is None:
            print("Starting the keeper of the servers again.", flush=True)
            ensure_servers(self.paths)
        for child in self.children:
            child.look_after()

    def stop(self) -> bool:
        """End the parts, then the servers unless somebody else uses them; return if they ended."""
        children.end_all(self.children)
        processes.end(
            [pid for part in PARTS for pid in processes.find(self.paths.state, part)],
            self.paths.state,
        )
        return release_servers()


def parts(paths: Paths, environment: dict[str, str], listening: socket.socket) -> list[Child]:
    """The parts, the web server first. It is handed the socket, so its port never changes."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "-A", "config.celery:app"]
    descriptor = listening.fileno()
    web = [*python, "gunicorn", "config.wsgi:application", "--config=config/gunicorn.py"]
    web += [f"--bind=fd://{descriptor}", "--graceful-timeout=3"]
    worker = [*celery, "worker", "-c", "2", "--loglevel=INFO"]
    beat = [*celery, "beat", f"--schedule={paths.state / 'beat-schedule'}", "--pidfile="]
    return [
        Child("web", web, paths, environment, pass_fds=(descriptor,)),
        Child("worker", worker, paths, environment),
        Child("beat", beat, paths, environment),
    ]
