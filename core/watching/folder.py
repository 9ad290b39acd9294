"""The folder in which all processes of this machine keep their counters (Prometheus' way)."""

import os
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def make_folder() -> Path | None:
    """Have the folder, where the environment names one, before anything is counted."""
    name = os.environ.get(VARIABLE)
    if not name:
        return None
    folder = Path(name)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def forget_the_dead() -> None:
    """Take away counters of processes that are gone.

    Only at a start of the web server: figures that get smaller look like a restart to
    Prometheus, and that is one.
    """
    folder = make_folder()
    for path in folder.glob("*.db") if folder else ():
        pid = path.stem.rpartition("_")[2]
        if not (pid.isdigit() and Path(f"/proc/{pid}").exists()):
            path.unlink(missing_ok=True)
