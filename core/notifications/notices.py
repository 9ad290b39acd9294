"""Which verb of a workflow tells whom what: a table that every room fills for its own verbs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.notifications.kinds import Kind
from core.notifications.service import Told, notify_each


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
    tell_each([row], verb, actor)


def tell_each(rows: Iterable[Any], verb: str, actor: Any) -> None:
    """Tell of many rows of one model that moved by the same verb, each its own people."""
    rows = list(rows)
    if not rows:
        return
    for notice in notices.get((rows[0]._meta.label_lower, verb), ()):
        told = [
            Told(person, notice.path(row), notice.values(row))
            for row in rows
            for person in {one.pk: one for one in notice.people(row)}.values()
            if person.pk != getattr(actor, "pk", 0)
        ]
        if told:
            notify_each(notice.kind, told)
