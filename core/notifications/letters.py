"""Writing a letter: rendered in the reader's language at the moment of what it tells."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.encryption import decrypt, encrypt
from core.models import Letter, Notification
from core.notifications.kinds import Kind
from core.notifications.preferences import leave_digest_path, unsubscribe_path

DIGEST = "core.digest"
# The daily letter names so many; the rest stands on the platform.
MOST_TOLD = 20


def absolute(path: str) -> str:
    """A page of this platform with the platform's own address before it."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}" if path else ""


def one_line(text: str) -> str:
    """A text that fits a header: no line can begin another one."""
    return " ".join(str(text).split())


def letter_about(notification: Notification, kind: Kind, *, path: str = "") -> Letter:
    """A letter (not saved yet) that tells one notification at once.

    ``path`` is where its button leads, when that is another page than the notification's:
    a link that only the reader of this letter may have.
    """
    person = notification.recipient
    with translation.override(person.language):
        context = {
            "items": [notification],
            "url": absolute(path or notification.path),
            "link": kind.link or _("Open the platform"),
        }
        leave = unsubscribe_path(person, kind.topic)
        content = _content(notification.subject, person, context | {"topic": kind.topic}, leave)
    return Letter(address=person.email, kind=kind.name, recipient=person, sealed=content)


def digest_letter(person: Any, notifications: Iterable[Notification]) -> Letter:
    """A letter (not saved yet) that tells together what happened since yesterday."""
    items = list(notifications)
    with translation.override(person.language):
        subject = translation.ngettext(
            "%(count)d notification", "%(count)d notifications", len(items)
        ) % {"count": len(items)}
        context = {
            "items": items[:MOST_TOLD],
            "more": len(items[MOST_TOLD:]),
            "url": absolute(reverse("notifications")),
            "link": _("See all notifications"),
            "daily": True,
        }
        content = _content(subject, person, context, leave_digest_path(person))
    return Letter(address=person.email, kind=DIGEST, recipient=person, sealed=content)


def plain_letter(address: str, subject: str, text: str, *, kind: str) -> Letter:
    """A letter (not saved yet) whose words another part wrote: about signing in."""
    return Letter(address=address, kind=kind, sealed=_seal(subject, text, "", ""))


def _content(subject: str, person: Any, context: dict[str, Any], leave: str) -> str:
    unsubscribe = absolute(leave)
    context = context | {
        "person": person,
        "unsubscribe": unsubscribe,
        "preferences": absolute(reverse("notification-preferences")),
        "home": absolute("/"),
        "language": translation.get_language(),
    }
    text = render_to_string("notifications/letter.txt", context)
    html = render_to_string("notifications/letter.html", context)
    return _seal(subject, text, html, unsubscribe)


def _seal(subject: str, text: str, html: str, unsubscribe: str) -> str:
    parts = {"subject": one_line(subject), "text": text, "html": html, "leave": unsubscribe}
    return encrypt(json.dumps(parts))


def message(letter: Letter, connection: Any = None) -> EmailMultiAlternatives:
    """The e-mail of a letter. Raises `core.encryption.Unreadable` when no key opens it.

    The Message-ID follows from the letter: who gets it a second time (RFC 5321, 6.1: the
    server took it and the answer was lost) can see that it is the same one.
    """
    parts = json.loads(decrypt(letter.sealed))
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    headers = {"Message-ID": f"<{letter.uuid}@{domain}>", "Auto-Submitted": "auto-generated"}
    if parts["leave"]:
        headers["List-Unsubscribe"] = f"<{parts['leave']}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        parts["subject"],
        parts["text"],
        to=[letter.address],
        headers=headers,
        connection=connection,
    )
    if parts["html"]:
        mail.attach_alternative(parts["html"], "text/html")
    return mail
