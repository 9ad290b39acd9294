"""Log files of the state folder: small, and shown when something goes wrong."""

from pathlib import Path
from typing import IO

LARGEST = 5_000_000  # bytes; one older file of the same size is kept


def open_log(path: Path) -> IO[bytes]:
    """Open a log to append to; an overlong one is put aside first."""
    if path.exists() and path.stat().st_size > LARGEST:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def tail(path: Path, lines: int = 15) -> str:
    """The last lines of a log, or a word about its absence."""
    if not path.exists():
        return "(nothing was logged)"
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 200 * lines))
        return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])
