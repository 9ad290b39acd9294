"""Pseudonyms: stable for one recipient and purpose, useless to link two of them (ADR 0003).

A pseudonym is HMAC-SHA256 (RFC 2104) of a row's internal UUID. PostgreSQL computes it with
its own ``sha256`` over the two blocks that HMAC makes of the key; these reach the session by
``set_config`` and end with the transaction, so that no statement that is logged, explained or
copied from holds a key.
"""

import hashlib
import hmac
import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Func, TextField

BLOCK = 64
INNER, OUTER = 0x36, 0x5C
SERIES = "work-based-learning pseudonym 1"


def key_for(recipient: UUID, purpose: str) -> bytes:
    """The key of one recipient (an organisation's UUID) and one purpose.

    Derived from ``settings.PSEUDONYM_KEY``, which stays outside the database. Spaces and
    case of the purpose do not matter; other words make another series.
    """
    context = json.dumps([SERIES, str(recipient), " ".join(purpose.casefold().split())])
    return hmac.digest(settings.PSEUDONYM_KEY.encode(), context.encode(), "sha256")


def pseudonym(key: bytes, uuid: UUID) -> str:
    """What PostgreSQL computes, in Python: for tests and single look-ups."""
    return hmac.new(key, str(uuid).encode(), "sha256").hexdigest()


def blocks(key: bytes) -> tuple[str, str]:
    """The inner and outer block of HMAC for this key, as hexadecimal text (RFC 2104)."""
    short = key if len(key) <= BLOCK else hashlib.sha256(key).digest()
    padded = short.ljust(BLOCK, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in padded) for pad in (INNER, OUTER))
    return inner.hex(), outer.hex()


def use_key(cursor: Any, key: bytes) -> None:
    """Let `Pseudonym` use this key until the transaction ends."""
    cursor.execute(
        "SELECT set_config('wbl.inner', %s, true), set_config('wbl.outer', %s, true)", blocks(key)
    )


class Pseudonym(Func):
    """The pseudonym of a UUID column, with the key that `use_key` set."""

    template = (
        "encode(sha256(decode(current_setting('wbl.outer'), 'hex') || "
        "sha256(decode(current_setting('wbl.inner'), 'hex') || "
        "convert_to(%(expressions)s::text, 'UTF8'))), 'hex')"
    )
    output_field = TextField()
