"""Saved views: a list with its filters, order and columns, kept by one person under a name."""

from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext_lazy as _

from core.access import scope
from core.errors import Invalid
from core.models import SavedView

# Of the page one happens to look at, nothing is kept.
PASSING = ("page", "export", "csrfmiddlewaretoken")
MOST = 20
LONGEST = 2000
LONGEST_NAME = 60


def views_of(person: Any, list_name: str) -> Any:
    """The person's views of one list, by name."""
    return scope(SavedView, person).filter(list_name=list_name)


def lasting(query: QueryDict) -> str:
    """What of an address makes up a view: filters that are filled in, order and columns."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        filled = [value for value in values if value]
        if filled and name not in PASSING:
            kept.setlist(name, filled)
    return kept.urlencode()


@transaction.atomic
def save_view(person: Any, *, list_name: str, name: str, query: str) -> SavedView:
    """Keep a view; one with the same name, whatever its capitals, is replaced.

    Raises `Invalid` without a name, with too long a query, or when the person has `MOST`
    views of this list already.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(_("Give the view a name of at most 60 signs."))
    if len(query) > LONGEST:
        raise Invalid(_("This view has too many filters to be kept."))
    mine = views_of(person, list_name).select_for_update()
    found = next((view for view in mine if view.name.lower() == name.lower()), None)
    if found is None and len(mine) >= MOST:
        raise Invalid(_("You have 20 views of this list. Take one away first."))
    view = found or SavedView(user=person, list_name=list_name)
    view.name, view.query = name, query
    view.save()
    return view


def list_at(path: str) -> str:
    """The name of the list page at this address of ours. Raises `Invalid` where none is."""
    from core.views.pages import ScopedListPage  # the page shows the views: it knows this module

    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        match = None
    shown = getattr(match.func, "view_class", object) if match and not match.kwargs else object
    if not issubclass(shown, ScopedListPage):
        raise Invalid(_("There is no such list."))
    return str(match.view_name)  # type: ignore[union-attr]


def address_of(view: SavedView) -> str:
    """Where the view shows."""
    return f"{reverse(view.list_name)}?{view.query}"
