"""Work that is killed with -9 in the middle of it, on the database of the test."""

import os
import signal
from collections.abc import Callable

from django.db import connection, connections


def killed_at(query: int, work: Callable[[], object]) -> bool:
    """Do the work in a process of its own that dies at its n-th query.

    True when it was killed, False when it ended before.
    """
    connections.close_all()
    # A browser's test before this one leaves a loop running in this process, and Django keeps the
    # connections of a thread with a loop apart. The child has no loop: it would take up another
    # connection, that of whatever was tested before the browser.
    mine = connections["default"]
    child = os.fork()
    if child == 0:
        try:
            connections["default"] = mine
            with connection.execute_wrapper(_countdown(query)):
                work()
        finally:
            os._exit(0)
    __, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _countdown(query: int) -> Callable[..., object]:
    count = 0

    def count_down(execute, *args):
        nonlocal count
        count += 1
        if count == query:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*args)

    return count_down
