"""What makes a production start unsafe, and how to mend it."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

from accounts.openid.providers import ASYMMETRIC

SHORTEST_SECRET = 50
SHORTEST_CLIENT_SECRET = 16
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


def _elsewhere(values: Values) -> bool:
    address = urlsplit(values["PUBLIC_URL"])
    hosts = values["ALLOWED_HOSTS"] or ["*"]  # an empty list is a problem of its own
    return address.scheme != "https" or not validate_host(address.hostname or "", hosts)


def _issuers_in_the_clear(values: Values) -> bool:
    addresses = [urlsplit(provider["issuer"]) for provider in values["OPENID_PROVIDERS"]]
    return any(
        address.scheme != "https"
        or not address.hostname
        or bool(address.username or address.query or address.fragment)
        for address in addresses
    )


def _any_provider(wrong: Callable[[Values], bool]) -> Callable[[Values], bool]:
    return lambda values: any(wrong(provider) for provider in values["OPENID_PROVIDERS"])


def _files_in_the_release(values: Values) -> bool:
    folder = values["STORAGES"]["documents"]["OPTIONS"].get("location")
    return folder is not None and Path(folder).resolve().is_relative_to(values["BASE_DIR"])


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
    "PUBLIC_URL": (
        _elsewhere,
        "must begin with https:// and name one of ALLOWED_HOSTS: the links in e-mails lead there.",
    ),
    "OPENID_..._ISSUER": (
        _issuers_in_the_clear,
        "must be an address with https:// and nothing behind its path: anyone on the way could"
        " sign in as anyone.",
    ),
    "OPENID_..._CLIENT_SECRET": (
        _any_provider(lambda provider: len(provider["client_secret"]) < SHORTEST_CLIENT_SECRET),
        "must have at least 16 characters: who guesses it can pretend to be this platform.",
    ),
    "OPENID_..._SCOPES": (
        _any_provider(lambda provider: "openid" not in provider["scopes"]),
        "must hold openid: without it a provider says nothing about who signs in.",
    ),
    "OPENID_..._SCOPES with rrn": (
        _any_provider(lambda provider: "rrn" in provider["scopes"]),
        "must not ask for the national number: the platform may not have it.",
    ),
    "OPENID_..._ALGORITHMS": (
        _any_provider(lambda provider: not set(provider["algorithms"]) <= ASYMMETRIC),
        "may name signatures that only the provider can make, such as RS256 or ES256.",
    ),
    "DOCUMENTS_FOLDER": (
        _files_in_the_release,
        "must lie outside the program's own folder (or set DOCUMENTS_S3_BUCKET): there, the files"
        " that people added would go with the next release.",
    ),
    "TRUSTED_PROXIES": (
        lambda values: values["ALLAUTH_TRUSTED_PROXY_COUNT"] < 1,
        "must say how many proxies of your own stand before the server, at least the one that"
        " ends https: without it everybody is one visitor, and ten wrong passwords of anyone shut"
        " all others out.",
    ),
    "SECURE_SSL_REDIRECT": (
        lambda values: not values["SECURE_SSL_REDIRECT"],
        "must be on: without https, passwords and files can be read on the way.",
    ),
    "API_REQUESTS_PER_MINUTE and TOKEN_FAILURES_PER_MINUTE": (
        lambda values: (
            not (values["API_REQUESTS_PER_MINUTE"] and values["TOKEN_FAILURES_PER_MINUTE"])
        ),
        "must be above 0: without a limit, secrets of programs can be guessed.",
    ),
    "METRICS_TOKEN": (
        lambda values: 0 < len(values["METRICS_TOKEN"]) < SHORTEST_CLIENT_SECRET,
        "must have at least 16 characters, or be left out: who guesses it watches the platform.",
    ),
    "CACHE_URL": (
        lambda values: values["CACHES"]["default"]["LOCATION"] == values["CELERY_BROKER_URL"],
        "must not be BROKER_URL: whoever empties the cache would throw waiting work away.",
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
