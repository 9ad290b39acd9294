"""The register of personal data: what every table knows of people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from core.privacy.enums import Basis, Category, Erase

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Personal:
    """A column about a person: its category, and what erasure leaves of it.

    ``export`` is false where the text may name other people, or is a secret.
    """

    category: Category
    erase: Erase = Erase.KEEP
    export: bool = True


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What one table knows of a person.

    ``person`` is the path of keys from a row to the account of the one it is about; empty for
    the account itself. ``data`` names the personal columns, ``actors`` the keys that say who
    did something (they keep pointing at the account without a name), ``plain`` all others, and
    ``hidden`` those that no copy shows: secrets, and what is about others.
    ``kept`` says in words how long and from when. ``file`` marks what belongs to a student's
    file: whoever reads it is noted. ``delete`` throws the rows away at erasure.
    """

    model: str
    label: "StrOrPromise"
    purpose: "StrOrPromise"
    basis: Basis
    kept: "StrOrPromise"
    person: str
    data: Mapping[str, Personal] = field(default_factory=dict)
    actors: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    file: bool = False
    delete: bool = False

    @property
    def table(self) -> type[models.Model]:
        """The model itself."""
        return apps.get_model(self.model)

    def named(self, *, own: bool) -> "StrOrPromise":
        """How the table is called: to the person, or to who looks after the person's rights."""
        return self.label if own else self.table._meta.verbose_name_plural or self.label

    def rows_of(self, person: Any) -> models.QuerySet[Any]:
        """The rows about this person."""
        return self.table._base_manager.filter(**{self.person or "pk": person.pk})

    def exported(self) -> Iterator[str]:
        """The columns that a person gets in the copy of their data: theirs, then the others."""
        yield from (name for name, column in self.data.items() if column.export)
        yield from self.plain


_holdings: dict[str, Holding] = {}
_impersonal: dict[str, tuple[str, ...]] = {}


def register(*found: Holding) -> None:
    """Add what a room's tables know. Raises ValueError when a table is described twice."""
    for holding in found:
        if _holdings.setdefault(holding.model, holding) is not holding:
            message = f"{holding.model} is described twice."
            raise ValueError(message)


def impersonal(model: str, *names: str) -> None:
    """A table about no person: these are its texts, and its keys to who did or leads something."""
    _impersonal[model] = names


def holdings() -> list[Holding]:
    """Every table that knows something of people, in the order of the house."""
    return list(_holdings.values())


def holding_of(model: type[models.Model]) -> Holding | None:
    """What this table knows, or None."""
    return _holdings.get(model._meta.concrete_model._meta.label)  # type: ignore[union-attr]


def impersonal_tables() -> dict[str, tuple[str, ...]]:
    """Every table about no person with the columns that were looked at."""
    return dict(_impersonal)


def must_be_described(column: Any, *, personal: bool) -> bool:
    """Whether a column has to be named: all of them where rows are about people, else texts.

    Identifiers, the moment a row was made, and what PostgreSQL works out by itself say nothing
    that the other columns do not.
    """
    if column.primary_key or column.generated or column.name in {"uuid", "created_at"}:
        return False
    if personal:
        return True
    if column.is_relation:
        return column.related_model._meta.label == "accounts.User"
    text = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    base = getattr(column, "base_field", column)  # a list of texts
    return isinstance(base, text) and not column.choices


def undescribed() -> list[str]:
    """Every column that nobody described, and every description without a column."""
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed or hasattr(model, "pgh_tracked_model"):
            continue
        wrong += _differences(model)
    return wrong


def _differences(model: type[models.Model]) -> list[str]:
    label = model._meta.label
    holding = _holdings.get(label)
    if holding:
        named = {*holding.data, *holding.actors, *holding.plain, *holding.hidden}
    else:
        named = set(_impersonal.get(label, ()))
    columns = {
        c.name
        for c in model._meta.concrete_fields
        if must_be_described(c, personal=holding is not None)
    }
    return [f"{label}.{name}" for name in sorted(columns ^ named)]
