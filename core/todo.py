"""What waits for me, why, until when, where do I click: each room adds its own part."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from core.registry import Registry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Todo:
    """One thing that waits for a person: a sentence with a verb, and where to do it."""

    text: "StrOrPromise"
    url: str
    due: date | None = None
    who: "StrOrPromise" = ""

    @property
    def overdue(self) -> bool:
        """True from the day after the due date, in Brussels."""
        return self.due is not None and self.due < timezone.localdate()


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number that matters to a role, and the list behind it."""

    value: int
    label: "StrOrPromise"
    url: str


todo_sources: Registry[Callable[[Any], Iterable[Todo]]] = Registry()
figure_sources: Registry[Callable[[Any, str], Iterable[Figure]]] = Registry()


def todos_for(user: Any) -> list[Todo]:
    """Everything that waits for this person: overdue first, then by date, then undated."""
    found = [todo for source in todo_sources for todo in source(user)]
    return sorted(found, key=lambda todo: (todo.due is None, todo.due or date.max))


def figures_for(user: Any, audience: str) -> list[Figure]:
    """At most three figures for the role in which the person looks."""
    return [figure for source in figure_sources for figure in source(user, audience)][:3]
