"""A mail server that notes when it took what."""

import asyncio
import email
import logging
import threading
import time
from collections import defaultdict
from email import policy

from aiosmtpd.controller import Controller

SECONDS = 0.1  # for one letter


class Mailbox:
    """Every message by its Message-ID, with the moments at which it was taken."""

    def __init__(self, port: int) -> None:
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        self.taken: dict[str, list[float]] = defaultdict(list)
        self.lock = threading.Lock()
        self.controller = Controller(self, hostname="127.0.0.1", port=port)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        """Take every message, slowly enough that a kill finds letters under way."""
        await asyncio.sleep(SECONDS)
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        with self.lock:
            self.taken[message["Message-ID"]].append(time.monotonic())
        return "250 OK"
