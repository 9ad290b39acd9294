"""Sending what waits: claimed in the database, tried again later, never held by the broker.

A worker claims one letter for some minutes, hands it to the mail server, and notes that it
went out. A worker that dies leaves its claim to run out; the sweeper (settings: every
minute) takes the letter up again, under the same Message-ID. What this can and cannot
promise, says ADR 0012.
"""

import logging
import random
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from core.encryption import Unreadable, renewed
from core.models import Letter
from core.notifications.letters import message
from core.notifications.refusals import Fault, fault_of

logger = logging.getLogger(__name__)

BATCH = 200
# Longer than a mail server may let us wait (EMAIL_TIMEOUT), for one letter.
CLAIM = timedelta(seconds=settings.LETTER_CLAIM_SECONDS)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=3)
# A fault of our own account is mended by people, who may be away.
GIVE_UP_ON_US_AFTER = timedelta(days=14)


def send_waiting(limit: int = BATCH) -> int:
    """Send letters whose moment came, at most ``limit``; returns how many were taken.

    Stops when the mail server cannot be reached or refuses the platform itself: the letters
    keep waiting.
    """
    taken = 0
    connection = get_connection()
    try:
        while taken < limit and (letter := _claim()):
            taken += 1
            if not _deliver(letter, connection):
                break
    finally:
        connection.close()
    return taken


@transaction.atomic
def _claim() -> Letter | None:
    """The next letter, for this worker alone."""
    now = timezone.now()
    due = Letter.objects.due(now).order_by("send_after", "pk")
    letter = due.select_for_update(skip_locked=True).first()
    if letter:
        letter.claimed_until = now + CLAIM
        letter.attempts += 1
        letter.save(update_fields=["claimed_until", "attempts"])
    return letter


def _deliver(letter: Letter, connection: Any) -> bool:
    """Hand one letter over and note what came of it; False when the next would fare no better."""
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        _postpone(letter, error, GIVE_UP_ON_US_AFTER)
        return False
    try:
        message(letter, connection).send()
    except (OSError, SMTPException, Unreadable) as error:
        connection.close()
        return _failed(letter, error)
    _over(letter, sent_at=timezone.now(), problem="")
    return True


def _failed(letter: Letter, error: Exception) -> bool:
    fault = fault_of(error)
    if fault is Fault.FINAL:
        _over(letter, given_up_at=timezone.now(), problem=_problem(error))
    elif fault is Fault.LATER:
        _postpone(letter, error, GIVE_UP_AFTER)
    else:
        _postpone(letter, error, GIVE_UP_ON_US_AFTER)
        logger.warning("The mail server refuses the platform: %s", _problem(error))
    return fault is not Fault.OURS


def wait_after(attempts: int) -> timedelta:
    """How long before the next try: twice as long each time, up to hours, a little random."""
    wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)
    return wait * random.uniform(0.8, 1.2)  # noqa: S311  spreads the load, hides nothing


def _postpone(letter: Letter, error: Exception, patience: timedelta) -> None:
    """Try again later, or give up on what has waited for days."""
    now = timezone.now()
    if now - (letter.again_at or letter.created_at) > patience:
        _over(letter, given_up_at=now, problem=_problem(error))
        return
    letter.send_after, letter.claimed_until = now + wait_after(letter.attempts), None
    letter.problem = _problem(error)
    letter.save(update_fields=["send_after", "claimed_until", "problem"])


def _over(letter: Letter, **outcome: Any) -> None:
    """Nothing more is to be done by itself. What went out is forgotten; what was given up stays
    for some days (`core.notifications.again`).
    """
    if "sent_at" in outcome:
        outcome["sealed"] = ""
    Letter.objects.filter(pk=letter.pk).update(claimed_until=None, **outcome)
    if "given_up_at" in outcome:
        logger.warning("Letter %s was given up: %s", letter.uuid, outcome["problem"])


def _problem(error: Exception) -> str:
    """What went wrong, without what the server said: that often repeats the address."""
    code = getattr(error, "smtp_code", "")
    if isinstance(error, SMTPRecipientsRefused):
        code = min((code for code, __ in error.recipients.values()), default="")
    return f"{type(error).__name__} {code}".strip()


@transaction.atomic
def renew_sealed() -> int:
    """Encrypt letters that have their text with the newest key; returns how many there were.

    What no key opens stays as it is: it is given up when its turn comes, or was already.
    """
    kept = list(Letter.objects.exclude(sealed="").select_for_update())
    done = [letter for letter in kept if _renew(letter)]
    Letter.objects.bulk_update(done, ["sealed"], batch_size=500)
    return len(done)


def _renew(letter: Letter) -> bool:
    sealed = renewed(letter.sealed, "letter", letter.uuid)
    letter.sealed = sealed or letter.sealed
    return bool(sealed)
