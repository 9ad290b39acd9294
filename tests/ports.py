"""A port that nobody uses."""

import socket


def free_port() -> int:
    """One that the system gives out at this moment."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
