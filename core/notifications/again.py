"""E-mails that were given up: how long their text stays, and sending them again."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.background import enqueue
from core.errors import NotNow
from core.models import Letter
from core.notifications.service import SEND
from core.permissions import require
from core.versions import locked

SEND_AGAIN = "core.send_letters_again"
# As long as somebody who was on leave needs to mend an account or a key.
KEPT = timedelta(days=14)


@transaction.atomic
def send_again(letter: Letter, *, actor: Any) -> Letter:
    """Put an e-mail that was given up back among those that wait; a second press changes nothing.

    Raises `NotNow` when its text is forgotten.
    """
    require(actor, SEND_AGAIN, letter)
    held = locked(Letter, letter.pk)
    if held.given_up_at and not held.sealed:
        raise NotNow(_("The text of this e-mail is forgotten: it cannot be sent again."))
    _put_back(Letter.objects.filter(pk=held.pk))
    letter.refresh_from_db()
    return letter


@transaction.atomic
def send_all_again(*, actor: Any) -> int:
    """Put every e-mail back that was given up and has its text; returns how many there were."""
    require(actor, SEND_AGAIN)
    return _put_back(Letter.objects.all())


def _put_back(letters: Any) -> int:
    now = timezone.now()
    count = letters.stuck().update(
        given_up_at=None, send_after=now, again_at=now, attempts=0, problem=""
    )
    if count:
        enqueue(SEND)
    return int(count)


def forget_texts() -> int:
    """Wipe the texts that nobody sent again in time; returns how many."""
    old = Letter.objects.stuck().filter(given_up_at__lt=timezone.now() - KEPT)
    return int(old.update(sealed=""))
