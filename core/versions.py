"""Which version of a row somebody saw, and whether it is still the one that stands.

The version is PostgreSQL's own ``xmin`` of the row: it changes with every UPDATE, needs no
column and cannot be forgotten. Outside it is only known as a keyed hash: the bare number
would tell in which order rows were written (V27).

A request says what it expects (`expect`); whoever locks the row (`locked`, and through it
every transition) compares under the lock, so that of two changes made at the same moment of
the same version exactly one is carried out (ADR 0017).
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.db.models.expressions import Expression
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError

Model = TypeVar("Model", bound=models.Model)


class Stale(DomainError):
    """The row is no longer the one that was seen (412)."""

    status = 412
    code = "stale"
    title = _("Somebody changed this meanwhile")

    def __init__(self) -> None:
        super().__init__(_("Read it again, and decide again what you want to change."))


class RowVersion(Expression):
    """The ``xmin`` of the query's own rows, as text."""

    output_field = models.TextField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The system column of the first table, whatever is joined to it."""
        table = compiler.quote_name_unless_alias(compiler.query.get_initial_alias())
        return f"{table}.xmin::text", ()


@dataclass
class Expectation:
    """The versions of one row that a request accepts."""

    model: type[models.Model]
    key: int
    accepted: Collection[str]
    met: bool = False


_expected: ContextVar[list[Expectation] | None] = ContextVar("expected", default=None)


def version(row: models.Model) -> str:
    """The version of a row: as it was read with `RowVersion`, else as it stands now."""
    number = row.__dict__.get("row_version")
    return _hash(row, number if number is not None else _number(row))


def version_now(row: models.Model) -> str:
    """The version of a row as it stands in the database; empty when it is gone."""
    return _hash(row, _number(row))


@contextmanager
def expecting(*, at_the_end: bool = True) -> Iterator[None]:
    """Around the changes of one request. Raises `Stale` when an expectation was not met.

    A row that no service locked must at the end still be the one that was seen, or be gone.
    Without ``at_the_end`` it was compared at the beginning only: for a page, whose changes
    are not one transaction that could still be undone.
    """
    token = _expected.set([])
    try:
        yield
        for one in (_expected.get() or []) if at_the_end else []:
            if not one.met and version_now(one.model(pk=one.key)) not in {"", *one.accepted}:
                raise Stale
    finally:
        _expected.reset(token)


def expect(row: models.Model, accepted: Collection[str]) -> None:
    """Only change this row in one of these versions. Raises `Stale` when it is too late already."""
    expected = _expected.get()
    if expected is None:
        message = "Expectations belong in a block of `expecting`."
        raise RuntimeError(message)
    if version(row) not in accepted:
        raise Stale
    expected.append(Expectation(row._meta.concrete_model or type(row), row.pk, accepted))


def locked(model: type[Model], key: Any, *, no_key: bool = False) -> Model:
    """The row, fresh from the database and locked until the transaction ends.

    ``no_key`` lets others meanwhile add rows that point at it. Raises `Stale` when the
    request expects another version of it.
    """
    rows = model._default_manager.annotate(row_version=RowVersion())
    row = rows.select_for_update(of=("self",), no_key=no_key).get(pk=key)
    for one in _expected.get() or []:
        if (one.model, one.key, one.met) == (model._meta.concrete_model, row.pk, False):
            if version(row) not in one.accepted:
                raise Stale
            one.met = True
    return row


def renew(row: models.Model) -> None:
    """Give a row a new version because what is shown of it lies in other tables.

    Locks it (and so raises `Stale` as `locked` does): of two changes of one version made at the
    same moment one is carried out. History notes nothing: no column changes.
    """
    model: Any = row._meta.concrete_model
    fresh = locked(model, row.pk)
    model._base_manager.filter(pk=row.pk).update(uuid=fresh.uuid)


def _number(row: models.Model) -> str | None:
    rows = type(row)._base_manager.filter(pk=row.pk)
    return rows.values_list(RowVersion(), flat=True).first()


def _hash(row: models.Model, number: str | None) -> str:
    if number is None:
        return ""
    table = row._meta.db_table  # the same row through whichever model
    named = f"{table}:{row.pk}:{number}"
    return salted_hmac("core.versions", named, algorithm="sha256").hexdigest()[:20]
