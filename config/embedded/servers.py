"""What others call: have the servers run, and give them back."""

import os
import subprocess
import sys
import time
from urllib.parse import quote

from config.embedded import provision
from config.embedded.cache import cache_beside
from config.embedded.errors import EmbeddedError
from config.embedded.keys import local_keys
from config.embedded.locks import FileLock, holder, shared
from config.embedded.logs import tail
from config.embedded.paths import PROJECT, Paths, open_state
from config.embedded.processes import wait_until

PATIENCE = 90.0  # seconds; a first start takes one or two, a recovery some more
LEAVING = 30.0  # seconds; a large database needs some to write all to disk
_held: dict[Paths, FileLock] = {}


def ensure_servers(paths: Paths | None = None) -> dict[str, str]:
    """Have the servers run while this process lives; return what to put in the environment.

    Starts only what DATABASE_URL and BROKER_URL do not already name. Safe to call from several
    processes at once and more than once. Raises EmbeddedError if a server does not start.
    """
    paths = paths or open_state()
    wanted = wanted_servers()
    if wanted:
        hold(paths)
        with_keeper(paths, wanted)
    return {**local_keys(paths), **with_cache(addresses(paths, wanted))}


def wanted_servers() -> list[str]:
    """The servers nobody has given an address for."""
    given = {"postgres": "DATABASE_URL", "broker": "BROKER_URL"}
    return [name for name, variable in given.items() if not os.environ.get(variable)]


def addresses(paths: Paths, servers: list[str]) -> dict[str, str]:
    """The variables by which settings and Celery find these servers."""
    found = {}
    if "postgres" in servers:
        folder = quote(str(paths.sockets), safe="")
        found["DATABASE_URL"] = f"postgresql://wbl@/wbl?host={folder}&port=5432"
    if "broker" in servers:
        found["BROKER_URL"] = f"redis+socket://{paths.broker_socket}?virtual_host=0"
    return found


def with_cache(found: dict[str, str]) -> dict[str, str]:
    """Add where the cache is, unless the environment says so: in the broker's next database."""
    if os.environ.get("CACHE_URL"):
        return found
    broker = found.get("BROKER_URL") or os.environ["BROKER_URL"]
    return {**found, "CACHE_URL": cache_beside(broker)}


def hold(paths: Paths) -> None:
    """Count as a user of the servers, until release or the end of this process."""
    if paths not in _held:
        lock = FileLock(paths.lock("users"))
        lock.take(shared=True)  # waits while a keeper is stopping
        _held[paths] = lock


def with_keeper(paths: Paths, wanted: list[str]) -> None:
    """Have a keeper and wait for its servers; one process at a time does this."""
    turn = FileLock(paths.lock("start"))
    turn.take()
    try:
        wait_for(paths, wanted)
    finally:
        turn.release()


def wait_for(paths: Paths, wanted: list[str]) -> None:
    """Start a keeper where there is none, twice at most, and wait until the servers answer."""
    deadline = time.monotonic() + PATIENCE
    starts = 0
    while time.monotonic() < deadline:
        for name in wanted:  # each time: a keeper that ends takes all wishes with it
            paths.wanted(name).touch()
        if holder(paths.lock("keeper")) is None:
            if starts == 2:
                break
            start_keeper(paths)
            starts += 1
        elif all(provision.usable(paths, name) for name in wanted):
            return
        time.sleep(0.03)
    message = f"The servers do not start:\n{tail(paths.log('keeper'))}"
    raise EmbeddedError(message)


def start_keeper(paths: Paths) -> None:
    """Start the keeper in the background."""
    command = [sys.executable, "-m", "config.embedded", "keep"]
    environment = {**os.environ, "WBL_STATE": str(paths.state)}
    subprocess.run(command, check=True, cwd=PROJECT, env=environment)


def release_servers(only: Paths | None = None) -> bool:
    """Give the servers back and wait until they are gone; False if others still use them.

    `only` names one state folder, where a process (a test) uses the servers of several.
    """
    held = [paths for paths in _held if only in (None, paths)]
    for paths in held:
        _held.pop(paths).release()
    ended = [gone(paths) for paths in held]
    return all(ended)


def gone(paths: Paths) -> bool:
    """Whether the keeper has ended, waiting for it unless others use the servers."""

    def settled() -> bool:
        return holder(paths.lock("keeper")) is None or in_use(paths)

    return wait_until(settled, LEAVING) and not in_use(paths)


def in_use(paths: Paths) -> bool:
    """Whether somebody uses the servers or asked for them to stay."""
    return paths.wanted("always").exists() or shared(paths.lock("users"))
