"""Secrets that the platform must read again: encrypted in the database, keys outside it.

The first key of ``ENCRYPTION_KEYS`` encrypts; every key decrypts, so that a key can be
replaced without a gap (`manage.py renew_encryption`). Fernet is AES-128 in CBC mode with
an HMAC (https://github.com/fernet/spec by way of the package ``cryptography``).
"""

import base64
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import connection, transaction

from core.errors import DomainError
from core.registry import Registry

logger = logging.getLogger(__name__)
# How a later room encrypts its own secrets with the first key; each returns how many.
renewals: Registry[Callable[[], int]] = Registry()
# By this setting of a transaction triggers know that ciphers change, not what is in them.
RENEWING = "wbl.renewing_encryption"


class Unreadable(DomainError):
    """None of the keys opens this secret."""

    status = 500
    code = "unreadable"


def _lock() -> MultiFernet:
    keys = [base64.urlsafe_b64encode(bytes.fromhex(key)) for key in settings.ENCRYPTION_KEYS]
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """The text as nobody without the keys can read it; another result each time."""
    return _lock().encrypt(text.encode()).decode("ascii")


def decrypt(secret: str) -> str:
    """What `encrypt` was given. Raises `Unreadable` for any other text."""
    try:
        return _lock().decrypt(secret.encode()).decode()
    except InvalidToken as error:
        message = "None of ENCRYPTION_KEYS opens this secret."
        raise Unreadable(message) from error


def renew(secret: str) -> str:
    """The same secret under the first key. Raises `Unreadable` as `decrypt` does."""
    return encrypt(decrypt(secret))


def renewed(secret: str, kind: str, identifier: object) -> str:
    """As `renew`, of one of many: empty when no key opens it, which stops the others not. The log
    names it by kind and identifier, for whoever looks for the key.
    """
    try:
        return renew(secret)
    except Unreadable:
        logger.warning("No key opens %s %s", kind, identifier)
        return ""


@contextmanager
def renewing() -> Iterator[None]:
    """A transaction in which triggers let another cipher through where the secret must stay."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'on', true)", [RENEWING])
        yield
        cursor.execute("SELECT set_config(%s, '', true)", [RENEWING])
