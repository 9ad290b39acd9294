"""Locks that the kernel frees when their holder dies, however it dies."""

import fcntl
import os
import time
from pathlib import Path

PROBE_TIME = 0.5  # seconds; `holder` below takes the lock for an instant


class FileLock:
    """A flock on a file, with a note about its holder inside."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.descriptor: int | None = None

    def take(self, *, shared: bool = False) -> None:
        """Take the lock, waiting for it as long as it takes."""
        fcntl.flock(self._open(), fcntl.LOCK_SH if shared else fcntl.LOCK_EX)

    def try_take(self, *, patience: float = PROBE_TIME) -> bool:
        """Take the lock for ourselves alone; False if it is not to be had in `patience` seconds."""
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(self._open(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    self.release()
                    return False
                time.sleep(0.01)
            else:
                return True

    def note(self, text: str) -> None:
        """Write down who holds it; meaningful only while it is held."""
        descriptor = self._open()
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, text.encode(), 0)

    def release(self) -> None:
        """Give the lock back."""
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None

    def _open(self) -> int:
        if self.descriptor is None:
            self.descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self.descriptor


def holder(path: Path) -> str | None:
    """The note of whoever holds the lock for itself alone; None if nobody does."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return file.read().decode()
    return None


def shared(path: Path) -> bool:
    """Whether anybody shares the lock; False too while somebody holds it for itself alone."""
    if holder(path) is not None:
        return False
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
