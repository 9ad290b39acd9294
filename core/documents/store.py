"""Where the bytes lie: a private storage, under random names, in 16 folders."""

import logging
import re
from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

logger = logging.getLogger(__name__)

FOLDERS = tuple("0123456789abcdef")
PLACE = re.compile(r"[0-9a-f]/[0-9a-f]{32}")


def storage() -> Any:
    """The storage of the settings."""
    return storages["documents"]


def put(content: bytes) -> str:
    """Keep the bytes; answers where."""
    name = uuid4().hex
    return str(storage().save(f"{name[0]}/{name}", ContentFile(content)))


def erase_later(places: Iterable[str]) -> None:
    """Throw bytes away once this transaction is whole; what fails is swept at night."""
    for place in places:
        transaction.on_commit(partial(erase, place), robust=True)


def erase(place: str) -> None:
    """Throw bytes away; a second time changes nothing."""
    storage().delete(place)


def places_in(folder: str) -> set[str]:
    """What lies in one folder; nothing when it is not there."""
    try:
        names = storage().listdir(folder)[1]
    except FileNotFoundError:
        return set()
    return {f"{folder}/{name}" for name in names if PLACE.fullmatch(f"{folder}/{name}")}
