"""In which capacity a person acts: filled by the room that knows memberships."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Look:
    """How pages look for an organisation: its name, a colour of the list, its logo's address."""

    name: str
    accent: str = ""
    logo: str = ""


@dataclass(frozen=True)
class Capacity:
    """One of a person's roles: for whom it speaks (audience), how it is called and looks."""

    key: str
    label: "StrOrPromise"
    audience: str
    active: bool = False
    look: Callable[[], Look | None] = field(default=lambda: None, compare=False)


Capacities = Callable[[Any], Sequence[Capacity]]
_source: list[Capacities] = []

SESSION_KEY = "acting"


def provide_capacities(source: Capacities) -> None:
    """Name the function that lists a user's capacities of today, most important first."""
    _source[:] = [source]


def capacities(user: Any) -> Sequence[Capacity]:
    """The person's capacities of today; empty for a visitor."""
    return _source[0](user) if _source and user.is_authenticated else ()


def acting_capacity(request: Any) -> Capacity | None:
    """The capacity in which this request looks: chosen by the person, else the first.

    It decides words and menu only. What a person may see and do follows from all of the
    person's roles (ADR 0005).
    """
    if not hasattr(request, "_acting_capacity"):
        held = capacities(request.user)
        chosen = request.session.get(SESSION_KEY) if hasattr(request, "session") else None
        request._acting_capacity = next(
            (one for one in held if one.key == chosen), held[0] if held else None
        )
    return request._acting_capacity


def audience_of(request: Any) -> str:
    """The reader's side: institution, host, student, ministry, ... or public."""
    capacity = acting_capacity(request)
    return capacity.audience if capacity else "public"


def impersonator_of(user: Any) -> Any:
    """The administrator who looks with this person's eyes in this request; mostly nobody.

    A middleware of the room that knows accounts writes it on the request's user.
    """
    return getattr(user, "impersonator", None)
