"""What a caller wants to see of a thing: ``fields`` leaves out, ``expand`` brings in.

A serializer says in ``expandable`` which relations can be brought in, with the serializer of
the other row. The other rows come in one query per relation, through the caller's scope: what
does not exist for the caller stays the bare identifier.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from core.access import scope

FIELDS, EXPAND = "fields", "expand"
NAMES = frozenset({FIELDS, EXPAND})
DEEPEST = 2
PREFIX = "_expanded_"


def as_they_are(rows: Any) -> Any:
    """The rows without more."""
    return rows


@dataclass(frozen=True)
class Expansion:
    """How a relation is shown in full: by which serializer, with what its rows need."""

    serializer: type[serializers.ModelSerializer[Any]]
    prepare: Callable[[Any], Any] = as_they_are


@dataclass(frozen=True)
class Shape:
    """What was asked: the fields to keep (all when empty), and the relations to bring in."""

    fields: frozenset[str] = frozenset()
    expand: Mapping[str, "Shape"] = field(default_factory=dict)


def shape_of(query: Any, serializer: type[serializers.Serializer[Any]]) -> Shape:
    """The shape in an address. Raises ValidationError (400) with the names that can be asked."""
    names = _words(query.get(FIELDS, ""))
    known = selectable(serializer)
    if wrong := [name for name in names if name not in known]:
        raise ValidationError({FIELDS: [_unknown(wrong[0], known)]})
    paths = _words(query.get(EXPAND, ""))
    return Shape(frozenset(names), _tree(serializer, [path.split(".") for path in paths]))


def selectable(serializer: type[serializers.Serializer[Any]]) -> list[str]:
    """The names of the fields, in the order of the answer."""
    named = getattr(getattr(serializer, "Meta", None), "fields", None)
    return list(named or serializer().fields)


def paths(serializer: Any, depth: int = DEEPEST) -> list[str]:
    """Everything that can be expanded, with dots for relations of relations."""
    found = []
    for name, expansion in getattr(serializer, "expandable", {}).items():
        found.append(name)
        if depth > 1:
            found += [f"{name}.{inner}" for inner in paths(expansion.serializer, depth - 1)]
    return found


def expanded_rows(rows: Any, serializer: Any, shape: Shape, user: Any) -> Any:
    """The rows with the other rows that the shape asks for, as far as they exist for the user."""
    for name, inner in shape.expand.items():
        expansion = serializer.expandable[name]
        others = expansion.prepare(scope(expansion.serializer.Meta.model, user))
        others = expanded_rows(others, expansion.serializer, inner, user)
        rows = rows.prefetch_related(Prefetch(name, queryset=others, to_attr=PREFIX + name))
    return rows


class Expanded(serializers.Field):
    """A relation in full; the identifier alone where the row does not exist for the caller."""

    def __init__(self, name: str, bare: Any, expansion: Expansion, shape: Shape) -> None:
        super().__init__(source="*", read_only=True)
        self.name, self.bare, self.shape = name, bare, shape
        self.full: Any = expansion.serializer(shape=shape)  # type: ignore[call-arg]

    def bind(self, field_name: str, parent: Any) -> None:
        """Both ways of showing it live in the same place."""
        super().bind(field_name, parent)
        self.bare.bind(field_name, parent)
        self.full.bind(field_name, parent)

    def to_representation(self, value: Any) -> Any:
        """The row, the identifier, or nothing."""
        found = getattr(value, PREFIX + self.name, None)
        if found is not None:
            return self.full.to_representation(found)
        one = self.bare.get_attribute(value)
        return None if one is None else self.bare.to_representation(one)


def _tree(serializer: Any, asked: list[list[str]]) -> dict[str, Shape]:
    known = getattr(serializer, "expandable", {})
    groups: dict[str, list[list[str]]] = {}
    for first, *rest in asked:
        if first not in known or len(rest) >= DEEPEST:
            raise ValidationError({EXPAND: [_unknown(first, paths(serializer))]})
        groups.setdefault(first, []).extend([rest] if rest else [])
    return {
        name: Shape(expand=_tree(known[name].serializer, rest)) for name, rest in groups.items()
    }


def _words(text: str) -> list[str]:
    return [word for word in text.split(",") if word]


def _unknown(name: str, known: Iterable[str]) -> str:
    return str(_("There is no “%(name)s” here. You can ask: %(known)s.")) % {
        "name": name[:50],
        "known": ", ".join(known) or "–",
    }
