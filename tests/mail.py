"""Letters in tests: what went out, and a mail server on localhost that can refuse."""

import email
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session
from django.core import mail

from core.notifications.outbox import send_waiting
from tests.ports import free_port

OK = "250 OK"


class Postbox:
    """What the server took, and what it answers to a sender, a recipient or a message."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.answer_sender: Callable[[str], str] = lambda address: OK
        self.answer_recipient: Callable[[str], str] = lambda address: OK
        self.answer_data: Callable[[EmailMessage], str] = lambda message: OK

    async def handle_MAIL(self, server, session: Session, envelope: Envelope, address, options):  # noqa: N802  aiosmtpd's name
        """Take or refuse the platform as sender."""
        answer = self.answer_sender(address)
        if answer == OK:
            envelope.mail_from = address
        return answer

    async def handle_RCPT(self, server, session: Session, envelope: Envelope, address, options):  # noqa: N802  aiosmtpd's name
        """Take or refuse an address."""
        answer = self.answer_recipient(address)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session: Session, envelope: Envelope):  # noqa: N802  aiosmtpd's name
        """Take or refuse a message."""
        answer = self.answer_data(parsed(envelope))
        if answer == OK:
            self.envelopes.append(envelope)
        return answer

    @property
    def messages(self) -> list[EmailMessage]:
        """Everything that was taken, in order."""
        return [parsed(envelope) for envelope in self.envelopes]


def parsed(envelope: Envelope) -> EmailMessage:
    return email.message_from_bytes(envelope.content, policy=policy.default)


@contextmanager
def mail_server(settings, port: int = 0) -> Iterator[Postbox]:
    """The server on this port or a free one, with Django's settings pointing at it."""
    postbox = Postbox()
    controller = Controller(postbox, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_USE_TLS = False
    try:
        yield postbox
    finally:
        controller.stop()


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    """The words of one part of a message."""
    part = message.get_body(preferencelist=(kind,))
    assert part is not None
    return part.get_content()


def delivered() -> list[mail.EmailMessage]:
    """Send what waits, and return all that went out in this test."""
    send_waiting()
    return mail.outbox
