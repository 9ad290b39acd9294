"""What makes a production start unsafe, and how to mend it."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50
PSEUDONYM_KEY = re.compile(r"[0-9a-fA-F]{64,}")
ENCRYPTION_KEY = re.compile(r"[0-9a-fA-F]{64}")
OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})

Values = Mapping[str, Any]


def _secret_is_weak(values: Values) -> bool:
    secret = values["SECRET_KEY"]
    return len(secret) < SHORTEST_SECRET or len(set(secret)) < 5


def _pseudonym_key_is_weak(values: Values) -> bool:
    key = values["PSEUDONYM_KEY"]
    return not PSEUDONYM_KEY.fullmatch(key) or len(set(key)) < 5


def _encryption_keys_are_weak(values: Values) -> bool:
    keys = values["ENCRYPTION_KEYS"]
    return not keys or any(not ENCRYPTION_KEY.fullmatch(key) or len(set(key)) < 5 for key in keys)


def _keys_are_shared(values: Values) -> bool:
    keys = [values["SECRET_KEY"], values["PSEUDONYM_KEY"], *values["ENCRYPTION_KEYS"]]
    return len(set(keys)) < len(keys)


def _any_host(values: Values) -> bool:
    hosts = values["ALLOWED_HOSTS"]
    return not hosts or any(host.strip(".") in {"", "*"} for host in hosts)


def _origin_without_https(values: Values) -> bool:
    return any(urlsplit(o).scheme != "https" for o in values["CSRF_TRUSTED_ORIGINS"])


def _mail_in_the_clear(values: Values) -> bool:
    return not values["EMAIL_USE_TLS"] and values["EMAIL_HOST"] not in OWN_MACHINE


PROBLEMS: dict[str, tuple[Callable[[Values], bool], str]] = {
    "SECRET_KEY": (
        _secret_is_weak,
        "is too easy to guess: who guesses it signs in as anyone. Use 50 random characters,"
        ' for example from: python3 -c "import secrets; print(secrets.token_hex(32))".',
    ),
    "PSEUDONYM_KEY": (
        _pseudonym_key_is_weak,
        "must be at least 64 random hexadecimal digits: who guesses it knows the students"
        " behind the pseudonyms in exports.",
    ),
    "ENCRYPTION_KEYS": (
        _encryption_keys_are_weak,
        "must hold keys of 64 random hexadecimal digits, the newest first: who guesses one and"
        " reads the database signs in with other people's second step.",
    ),
    "SECRET_KEY, PSEUDONYM_KEY and ENCRYPTION_KEYS": (
        _keys_are_shared,
        "must differ: one leaked key must not open the other lock.",
    ),
    "SECOND_FACTOR_REQUIRED": (
        lambda values: not values["SECOND_FACTOR_REQUIRED"],
        "must be on: with a guessed password of one member of staff, all files are open.",
    ),
    "DEMO": (
        lambda values: values["DEMO"],
        "must be off: it shows sign-ins with a known password.",
    ),
    "DEBUG": (
        lambda values: values["DEBUG"],
        "must be off: its error pages show settings and personal data.",
    ),
    "ALLOWED_HOSTS": (
        _any_host,
        "must name the platform's own host names: with any other name, links in e-mails could"
        " lead elsewhere.",
    ),
    "CSRF_TRUSTED_ORIGINS": (
        _origin_without_https,
        "must begin with https://: an origin without it can be forged by anyone on the way.",
    ),
    "EMAIL_USE_TLS": (
        _mail_in_the_clear,
        "must be on, unless EMAIL_HOST is this machine: e-mails carry links that reset passwords.",
    ),
    "DEFAULT_FROM_EMAIL": (
        lambda values: values["DEFAULT_FROM_EMAIL"].endswith("@localhost"),
        "must be an address of the platform: mail servers refuse one without a domain.",
    ),
}


def refuse_unsafe(values: Values) -> None:
    """Raise ImproperlyConfigured with everything that is unsafe, and why, in one go."""
    found = [f"- {name} {why}" for name, (wrong, why) in PROBLEMS.items() if wrong(values)]
    if found:
        lines = ["This start is refused, because it would be unsafe:", *found]
        message = "\n".join([*lines, "See docs/operations.md."])
        raise ImproperlyConfigured(message)
