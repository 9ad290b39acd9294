"""The number of the request at hand: in every log line, answer, task and page about an error."""

import re
import secrets

from structlog.contextvars import get_contextvars

# Below it programs ask, not people: they get problems instead of pages.
API = "/api/"
# Without letters that are taken for digits, or for each other, over the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER_OF_PROXY = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_id() -> str:
    """The number of this request, or of the one that a task works for; "" outside both."""
    return str(get_contextvars().get("request_id", ""))


def new_request_id() -> str:
    """A number that a person can read out, such as 7KQ2-M4XD-9PRA."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    return "-".join(groups)


def id_from_proxy(value: str | None) -> str | None:
    """What a proxy calls the request, where that is safe to write down; else None."""
    return value if value and NUMBER_OF_PROXY.fullmatch(value) else None
