"""What an e-mail was about and why it did not arrive, for who looks after it."""

from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.notifications.kinds import kinds
from core.notifications.letters import DIGEST

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PROBLEMS: "dict[str, StrOrPromise]" = {
    "SMTPRecipientsRefused": _("The address is refused"),
    "SMTPDataError": _("The e-mail itself is refused"),
    "SMTPSenderRefused": _("The mail server refuses our account"),
    "SMTPAuthenticationError": _("The mail server refuses our account"),
    "Unreadable": _("Its text cannot be read: the key is missing"),
}
ELSE: "StrOrPromise" = _("The mail server could not be reached, or did not take it")


def about_words(kind: str) -> "StrOrPromise":
    """What an e-mail of this kind is about."""
    if kind == DIGEST:
        return _("Notifications, once a day together")
    return kinds[kind].topic.label if kind in kinds else _("Signing in")


def problem_words(problem: str) -> "StrOrPromise":
    """Why it did not arrive, with the number that the mail server gave."""
    name, __, code = problem.partition(" ")
    words = PROBLEMS.get(name, ELSE)
    return format_lazy("{words} ({code})", words=words, code=code) if code else words
