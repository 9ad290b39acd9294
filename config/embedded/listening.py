"""The address the web server answers at."""

import os
import socket
import urllib.error
import urllib.request

from config.embedded.errors import EmbeddedError

FIRST_PORT = 8000
PORTS_TRIED = 50


def listen() -> socket.socket:
    """A listening socket on PORT (8000), or on the next free port; HOST (127.0.0.1) chooses who may
    connect.

    Raises EmbeddedError if none is free, or HOST is not an address of this machine.
    """
    host = os.environ.get("HOST", "127.0.0.1")
    first = wanted_port()
    for port in range(first, min(first + PORTS_TRIED, 65536)):
        listening = try_port(host, port)
        if listening is not None:
            if port != first:
                print(f"Port {first} is taken; port {port} is used instead.")
            return listening
    message = f"No free port from {first} on at {host}. Set PORT (and HOST)."
    raise EmbeddedError(message)


def wanted_port() -> int:
    """PORT from the environment; raises EmbeddedError if it is not a port's number."""
    text = os.environ.get("PORT") or str(FIRST_PORT)
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        message = f"PORT must be a number from 1 to 65535, not {text!r}."
        raise EmbeddedError(message)
    return int(text)


def try_port(host: str, port: int) -> socket.socket | None:
    """Listen at a port nobody uses, at the name `localhost` in either internet protocol."""
    if answers("::1", port):
        return None
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except OSError:
        listening.close()
        return None
    return listening


def answers(address: str, port: int) -> bool:
    """Whether some program listens there."""
    try:
        socket.create_connection((address, port), timeout=0.5).close()
    except OSError:
        return False
    return True


def healthy(url: str) -> bool:
    """Whether the platform answers, with anything but a server error."""
    try:
        urllib.request.urlopen(f"{url}health/live", timeout=5).close()  # noqa: S310
    except urllib.error.HTTPError as error:
        error.close()
        return error.code < 500
    except OSError:
        return False
    return True
