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

    ``permission`` narrows an audience to who may open the page. ``aside`` marks what may
    wait under "More" where a role has many entries.
    """

    label: "StrOrPromise"
    url_name: str
    icon: str
    audiences: frozenset[str]
    order: int = 50
    permission: str = ""
    aside: bool = False


@dataclass(frozen=True)
class Item:
    """An entry as a page shows it."""

    label: "StrOrPromise"
    url: str
    icon: str
    active: bool
    aside: bool = False


MOST_SIDE_BY_SIDE = 7

entries: Registry[Entry] = Registry()


def menu_for(request: Any) -> list[Item]:
    """The entries of the reader's audience, in order, with the current one marked.

    With more than MOST_SIDE_BY_SIDE of them, those marked aside go under "More".
    """
    audience = audience_of(request)
    meant = (entry for entry in entries if audience in entry.audiences)
    open_to = (e for e in meant if not e.permission or request.user.has_perm(e.permission))
    shown = sorted(open_to, key=lambda entry: entry.order)
    addresses = [reverse(entry.url_name) for entry in shown]
    here = max((a for a in addresses if request.path.startswith(a)), key=len, default=None)
    many = len(shown) > MOST_SIDE_BY_SIDE
    items = [
        Item(e.label, address, e.icon, active=address == here, aside=many and e.aside)
        for e, address in zip(shown, addresses, strict=True)
    ]
    return sorted(items, key=lambda item: item.aside)
