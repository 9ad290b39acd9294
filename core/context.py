"""What every page gets: menu, capacities, and whether this is a demonstration."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core.access import scope
from core.menu import menu_for
from core.models import Notification
from core.people import Capacity, acting_capacity, capacities, impersonator_of

# From here on the exact number tells nobody anything.
MANY = 100


def interface(request: HttpRequest) -> dict[str, Any]:
    """The context of the layout. Lazy: a page without layout costs no query."""
    if not hasattr(request, "user"):
        return {"demo": settings.DEMO}
    acting = acting_capacity(request)
    return {
        "demo": settings.DEMO,
        "impersonator": impersonator_of(request.user),
        "acting": acting,
        "look": acting.look if acting else None,  # asked by the template, once
        "standings": _marked(capacities(request.user), acting),
        "menu": menu_for(request),
        "unread": partial(unread, request),
    }


def unread(request: HttpRequest) -> int:
    """How many notifications the person has not read, asked once per request; no further
    than `MANY`.
    """
    if not request.user.is_authenticated:
        return 0
    if not hasattr(request, "_unread"):
        rows = scope(Notification, request.user).unread()  # type: ignore[attr-defined]
        request._unread = rows[:MANY].count()  # type: ignore[attr-defined]
    return int(request._unread)  # type: ignore[attr-defined]


def _marked(held: Any, acting: Capacity | None) -> list[Capacity]:
    return [replace(one, active=one == acting) for one in held]
