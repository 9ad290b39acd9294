"""One order of locks in this room, round before application, so that a seal misses nothing.

Whoever changes an application holds the round's row first. A seal holds it too: what it reads
is complete, and who comes a moment later reads that the lists are sealed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.transitions import transition
from core.versions import locked
from matching.models import Application, IntakeRound


@contextmanager
def round_held(key: int) -> Iterator[IntakeRound]:
    """Keep the round's row until the block ends; others who change its lists wait."""
    with transaction.atomic():
        yield locked(IntakeRound, key, no_key=True)


@contextmanager
def application_step(application: Application, verb: str, *, actor: Any) -> Iterator[Application]:
    """A transition of an application inside its round's lock; raises as `transition` does."""
    with (
        round_held(application.intake_round_id),
        transition(application, verb, actor=actor) as row,
    ):
        yield row


def require_valid(row: models.Model, **options: Any) -> None:
    """Raise `Invalid` with the fields to mend when a row breaks its own rules."""
    try:
        row.full_clean(**options)
    except ValidationError as error:
        raise Invalid(_("Please check what you filled in."), error.message_dict) from error
