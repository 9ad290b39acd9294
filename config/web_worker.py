"""Gunicorn's threads, with an end for who sends slowly.

Gunicorn waits for a silent connection without a thread, but a visitor that sends one byte now
and then would hold one for as long as it likes: a few of them, and nobody gets through.
"""

import contextlib
import os
import socket
import threading
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

# Seconds in which the head of a request, and then its body, must have arrived.
HEAD_SECONDS = float(os.environ.get("REQUEST_HEAD_SECONDS", "10"))
BODY_SECONDS = float(os.environ.get("REQUEST_BODY_SECONDS", "120"))


class GuardedWorker(ThreadWorker):
    """Stops listening to a visitor whose time is over; what was read whole is answered."""

    def handle(self, conn: Any) -> Any:
        """Read and answer one request; its head in time, or not at all."""
        conn.guard = _end_after(HEAD_SECONDS, conn)
        try:
            return super().handle(conn)
        finally:
            conn.guard.cancel()

    def handle_request(self, req: Any, conn: Any) -> Any:
        """The head is here; give its body a time of its own."""
        conn.guard.cancel()
        if req.headers and _has_body(req):
            conn.guard = _end_after(BODY_SECONDS, conn)
        return super().handle_request(req, conn)


def _has_body(req: Any) -> bool:
    names = {name.upper(): value for name, value in req.headers}
    return "TRANSFER-ENCODING" in names or names.get("CONTENT-LENGTH", "0") != "0"


def _end_after(seconds: float, conn: Any) -> threading.Timer:
    timer = threading.Timer(seconds, _stop_reading, [conn])
    timer.daemon = True
    timer.start()
    return timer


def _stop_reading(conn: Any) -> None:
    # Reading only: an answer that is under way still reaches a visitor who sent everything.
    with contextlib.suppress(OSError):
        conn.sock.shutdown(socket.SHUT_RD)
