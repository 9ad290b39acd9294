"""The menu by role: each room adds its entries when the application starts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from core.people import audience_of
from core.registry import Registry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A menu entry: its words, its page by name, and the audiences that see it.

    ``permission`` narrows an audience to who may open the page.
    """

    label: "StrOrPromise"
    url_name: str
    icon: str
    audiences: frozenset[str]
    order: int = 50
    permission: str = ""


@dataclass(frozen=True)
class Item:
    """An entry as a page shows it."""

    label: "StrOrPromise"
    url: str
    icon: str
    active: bool


entries: Registry[Entry] = Registry()


def menu_for(request: Any) -> list[Item]:
    """The entries of the reader's audience, in order, with the current one marked."""
    audience = audience_of(request)
    meant = (entry for entry in entries if audience in entry.audiences)
    open_to = (e for e in meant if not e.permission or request.user.has_perm(e.permission))
    shown = sorted(open_to, key=lambda entry: entry.order)
    addresses = [reverse(entry.url_name) for entry in shown]
    here = max((a for a in addresses if request.path.startswith(a)), key=len, default=None)
    return [
        Item(entry.label, address, entry.icon, active=address == here)
        for entry, address in zip(shown, addresses, strict=True)
    ]
