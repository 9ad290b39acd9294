"""Which verb of a workflow tells whom what: a table that every room fills for its own verbs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.notifications.kinds import Kind
from core.notifications.service import notify


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What people hear after a verb. Everything is asked of the row, after the verb.

    ``people`` are told, except who did it; ``path`` is the page to go on with; ``values``
    fill the words of the kind.
    """

    kind: Kind
    people: Callable[[Any], Iterable[Any]]
    path: Callable[[Any], str]
    values: Callable[[Any], Mapping[str, Any]]


notices: dict[tuple[str, str], list[Notice]] = {}


def after(model: str, verb: str, *told: Notice) -> None:
    """Tell these after a verb of a model ("matching.application", "place")."""
    known = notices.setdefault((model, verb), [])
    known.extend(notice for notice in told if notice not in known)


def tell(row: Any, verb: str, actor: Any) -> None:
    """Tell everyone who must hear of this verb, in the transaction of the verb itself."""
    for notice in notices.get((row._meta.label_lower, verb), ()):
        people = [person for person in notice.people(row) if person.pk != getattr(actor, "pk", 0)]
        if people:
            notify(notice.kind, people, path=notice.path(row), **notice.values(row))
