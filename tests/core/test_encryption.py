"""Secrets in the database: unreadable without the keys, and the keys can be replaced."""

import pytest

from core.encryption import Unreadable, decrypt, encrypt, renew

OLD, NEW = "ab" * 32, "cd" * 32


def test_secret_comes_back_and_never_looks_the_same(settings):
    """The same secret twice looks different, so that equal secrets do not show."""
    settings.ENCRYPTION_KEYS = [OLD]
    first, second = encrypt("geheim"), encrypt("geheim")
    assert first != second
    assert "geheim" not in first
    assert decrypt(first) == decrypt(second) == "geheim"


def test_key_is_replaced_without_a_gap(settings):
    settings.ENCRYPTION_KEYS = [OLD]
    secret = encrypt("geheim")
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    renewed = renew(secret)
    settings.ENCRYPTION_KEYS = [NEW]
    assert decrypt(renewed) == "geheim"
    with pytest.raises(Unreadable):
        decrypt(secret)


def test_changed_secret_is_refused(settings):
    """A row edited behind the platform's back opens nothing."""
    settings.ENCRYPTION_KEYS = [OLD]
    secret = encrypt("geheim")
    middle = len(secret) // 2
    changed = secret[:middle] + ("A" if secret[middle] != "A" else "B") + secret[middle + 1 :]
    with pytest.raises(Unreadable):
        decrypt(changed)
