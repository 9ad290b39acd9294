"""Searching everything at once: the lists of all rooms, asked the same question.

A room names the pages of its lists that have a search box (``q``). Scope, rule, filter and
columns are those of the list itself, so that nothing can be found here that cannot be there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest
from django.urls import resolve, reverse

from core.errors import Refused
from core.registry import Registry
from core.search import some_found

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN = 5
# The shown ones are the first in the list's order of so many.
LOOKED_AT = 100

# Addresses of list pages by their names, such as ``trajectories:student-list``.
searched_lists: Registry[str] = Registry()


@dataclass(frozen=True)
class Found:
    """The first rows of one list that have the words."""

    heading: "StrOrPromise"
    table: Any
    more: bool
    url: str


def find(request: HttpRequest, words: str) -> Iterator[Found]:
    """What the words find in each list that this reader may open; lists without any are left out.

    One query per list, whatever the number of rows.
    """
    for name in searched_lists:
        url = reverse(name)
        page: Any = cast("Any", resolve(url).func).view_class()
        page.setup(request)
        if found := _first_rows(page, words, url):
            yield found


def _first_rows(page: Any, words: str, url: str) -> Found | None:
    try:
        page.check_page(page.request)
    except Refused:
        return None
    seen = page.get_queryset()
    asked = page.filterset_class({"q": words}, seen, request=page.request)
    rows = list(seen.filter(pk__in=some_found(asked.qs, LOOKED_AT))[: SHOWN + 1])
    if not rows:
        return None
    page.object_list = rows[:SHOWN]
    options = page.get_table_kwargs() | {"orderable": False}
    table = page.get_table_class()(page.object_list, request=page.request, **options)
    return Found(page.get_heading(), table, len(rows) > SHOWN, url)
