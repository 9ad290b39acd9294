"""Which columns of a list somebody wants to see: ``?columns=student&columns=state``."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import QueryDict

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PARAMETER = "columns"


@dataclass(frozen=True)
class Choice:
    """A column that can be shown or hidden."""

    name: str
    label: "StrOrPromise"
    shown: bool


def choose(table: Any, query: QueryDict) -> list[Choice]:
    """Hide what the address does not ask for; returns all columns of the table.

    An address that asks for nothing, or for nothing that is there, shows every column.
    """
    every = list(table.columns.iterall())
    wanted = {column.name for column in every} & set(query.getlist(PARAMETER))
    for column in every:
        if wanted and column.name not in wanted:
            table.columns.hide(column.name)
    return [Choice(column.name, column.header, column.visible) for column in every]
