"""Reading settings from the environment, with errors that say what is missing."""

import os
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})


def text(name: str, default: str | None = None) -> str:
    """The variable's text; without a default it must be set."""
    value = os.environ.get(name, default)
    if value is None:
        message = f"Set the environment variable {name}: see docs/operations.md."
        raise ImproperlyConfigured(message)
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1, true, yes or on, whatever the case."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in TRUE_WORDS


def number(name: str, default: int) -> int:
    """A whole number of zero or more; anything else is refused with the variable's name."""
    value = os.environ.get(name, str(default)).strip()
    if not value.isdecimal():
        message = f"{name} must be a whole number, not {value!r}: see docs/operations.md."
        raise ImproperlyConfigured(message)
    return int(value)


def choice(name: str, *known: str) -> str:
    """One of the known words, the first by default; anything else is refused."""
    value = os.environ.get(name, known[0]).strip().lower()
    if value not in known:
        message = (
            f"{name} must be one of {', '.join(known)}, not {value!r}: see docs/operations.md."
        )
        raise ImproperlyConfigured(message)
    return value


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(name: str) -> dict[str, object]:
    """Django's connection settings from a postgresql:// address.

    A socket folder is given as ``?host=/folder&port=5432``, as libpq does.
    """
    address = urlsplit(text(name))
    if address.scheme not in {"postgresql", "postgres"}:
        message = f"{name} must begin with postgresql://: this platform runs on PostgreSQL only."
        raise ImproperlyConfigured(message)
    options = {key: values[-1] for key, values in parse_qs(address.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(address.path.lstrip("/")),
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": options.pop("host", address.hostname or ""),
        "PORT": options.pop("port", str(address.port or "")),
        "OPTIONS": dict(options),
    }
