"""What a dataset is: columns with their meaning, filters, and who may fetch it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from partnerships.models import Organisation

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

RECORD, AGGREGATE = "record", "aggregate"


class Kind(models.TextChoices):
    """Types of a column, as the dictionary names them."""

    TEXT = "string", _("text")
    CODE = "code", _("code of a list")
    INTEGER = "integer", _("whole number")
    DECIMAL = "number", _("number with decimals")
    DATE = "date", _("date, as year-month-day")
    BOOLEAN = "boolean", _("true or false")


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its name in every format, what it means, and where it comes from."""

    name: str
    meaning: "StrOrPromise"
    source: Any
    kind: Kind = Kind.TEXT
    codes: type[models.Choices] | None = None

    @property
    def code_list(self) -> list[tuple[str, "StrOrPromise"]]:
        """The codes with their words; empty for free values."""
        return list(self.codes.choices) if self.codes else []


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A query parameter: the column it is named after, and how it looks in the rows."""

    lookup: str
    meaning: "StrOrPromise"
    codes: type[models.Choices] | None = None


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """A dataset as data. ``rows`` gives what the organisation may have of it."""

    code: str
    title: "StrOrPromise"
    description: "StrOrPromise"
    level: str
    scope: str
    columns: tuple[Column, ...]
    filters: Mapping[str, Filter]
    rows: Callable[[Organisation], QuerySet[Any]]

    @property
    def names(self) -> list[str]:
        """The column names in order, the same in every format."""
        return [column.name for column in self.columns]
