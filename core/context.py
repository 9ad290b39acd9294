"""What every page gets: menu, capacities, and whether this is a demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core.menu import menu_for
from core.people import Capacity, acting_capacity, capacities


def interface(request: HttpRequest) -> dict[str, Any]:
    """The context of the layout. Lazy: a page without layout costs no query."""
    if not hasattr(request, "user"):
        return {"demo": settings.DEMO}
    acting = acting_capacity(request)
    return {
        "demo": settings.DEMO,
        "acting": acting,
        "standings": _marked(capacities(request.user), acting),
        "menu": menu_for(request),
    }


def _marked(held: Any, acting: Capacity | None) -> list[Capacity]:
    return [Capacity(c.key, c.label, c.audience, active=c == acting) for c in held]
