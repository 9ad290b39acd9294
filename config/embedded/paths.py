"""Where the local state lives."""

import hashlib
import os
import re
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.embedded.errors import EmbeddedError

PROJECT = Path(__file__).resolve().parents[2]
SIGNATURE = ".work-based-learning-state"
LONGEST_SOCKET = 100  # bytes; Linux allows 107, other systems 103
DATABASE_SOCKET = ".s.PGSQL.5432"
BROKER_SOCKET = "broker.sock"
PLAIN = re.compile(r"[A-Za-z0-9/._-]+")


@dataclass(frozen=True)
class Paths:
    """The folders and files of one local installation."""

    state: Path
    sockets: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.state / "postgres"

    @property
    def queue(self) -> Path:
        """The broker's append-only file."""
        return self.state / "broker"

    @property
    def broker_socket(self) -> Path:
        """The broker's address."""
        return self.sockets / BROKER_SOCKET

    @property
    def database_socket(self) -> Path:
        """PostgreSQL's address; clients are given its folder."""
        return self.sockets / DATABASE_SOCKET

    def log(self, part: str) -> Path:
        """The log file of one part."""
        return self.state / "log" / f"{part}.log"

    def lock(self, name: str) -> Path:
        """A file to lock: `users`, `start`, `keeper` or `run`."""
        return self.state / "locks" / name

    def wanted(self, server: str) -> Path:
        """A file that is there while somebody wants `server` to run."""
        return self.state / "locks" / f"wanted-{server}"


def locate() -> Path:
    """The state folder: WBL_STATE, or .local in the project. It may not exist yet."""
    return Path(os.environ.get("WBL_STATE") or PROJECT / ".local").expanduser().resolve()


def open_state(state: Path | None = None) -> Paths:
    """Make the state folder if needed and return its paths.

    Raises EmbeddedError if the folder holds something else, or no socket can be put anywhere.
    """
    state = (state or locate()).resolve()
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (state / SIGNATURE).exists():
        sign(state)
    for name in ("log", "locks", "broker"):
        (state / name).mkdir(mode=0o700, exist_ok=True)
    return Paths(state, socket_folder(state))


def sign(state: Path) -> None:
    """Mark an empty folder as ours, so that no command ever deletes another one.

    Raises EmbeddedError if it is not empty.
    """
    if any(path.name != SIGNATURE for path in state.iterdir()):
        message = f"{state} is not empty and not a state folder of this project. Set WBL_STATE."
        raise EmbeddedError(message)
    state.chmod(0o700)
    (state / SIGNATURE).touch()


def socket_folder(state: Path) -> Path:
    """A private folder with a short, plain name, inside the state folder where that can be.

    Plain, because the name becomes part of an address that several libraries parse.
    """
    inside = state / "run"
    recorded = state / "sockets-elsewhere"
    if fits(inside):
        folder = inside
    elif recorded.exists():
        folder = Path(recorded.read_text(encoding="utf-8"))
    else:
        digest = hashlib.sha256(os.fsencode(state)).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()).resolve() / f"wbl-{os.getuid()}-{digest}"
        recorded.write_text(str(folder), encoding="utf-8")
    return private(folder)


def fits(folder: Path) -> bool:
    """Whether a socket in this folder has an address every library accepts."""
    name = str(folder / DATABASE_SOCKET)
    return len(os.fsencode(name)) < LONGEST_SOCKET and bool(PLAIN.fullmatch(name))


def private(folder: Path) -> Path:
    """Make a folder only its owner can enter; raise EmbeddedError if somebody else has made it."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or not fits(folder):
        message = f"{folder} cannot hold sockets. Set WBL_STATE to a folder with a short name."
        raise EmbeddedError(message)
    folder.chmod(0o700)
    return folder
