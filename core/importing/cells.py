"""How the text of a cell becomes a value, and what may stand there."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy.national_number import validate_no_national_number

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SEPARATOR = "|"
LONGEST_CELL = 10_000
# What other systems write for the two answers, in both languages, comes in too.
YES_NO = {"yes": True, "no": False, "ja": True, "nee": False}


class Takes(Enum):
    """What a cell is about, for who reads spreadsheets: they change texts and dates."""

    TEXT, DATE, MOMENT, OTHER = range(4)


class Cell(ABC):
    """What may stand in a cell: words for people, and how its text becomes a value."""

    label: "StrOrPromise" = _("text")
    codes: tuple[str, ...] = ()
    empty: Any = None
    takes: Takes = Takes.TEXT

    @abstractmethod
    def parse(self, text: str) -> Any:
        """The value. Raises ValidationError with a reason."""


def one_of_codes(text: str, codes: Iterable[str]) -> str:
    """The code itself. Raises ValidationError when it is not in the list."""
    if text not in codes:
        reason = _("Not one of: %(codes)s.") % {"codes": ", ".join(codes)}
        raise ValidationError(reason)
    return text


@dataclass(frozen=True)
class Text(Cell):
    """Text without a rule of its own."""

    lower: bool = False
    empty = ""

    def parse(self, text: str) -> str:
        """The text, when it holds nothing that may not be kept."""
        validate_no_national_number(text)
        return text.lower() if self.lower else text


class Number(Cell):
    """A number that is no field of a model."""

    label = _("number with a decimal point")
    takes = Takes.OTHER

    def parse(self, text: str) -> Decimal:
        """A decimal."""
        return _decimal(text)


class YesNo(Cell):
    """``yes`` or ``no``."""

    label = _("yes or no")
    codes = ("yes", "no")
    takes = Takes.OTHER

    def parse(self, text: str) -> bool:
        """A boolean."""
        answer = text.lower()
        return YES_NO[answer if answer in YES_NO else one_of_codes(answer, self.codes)]


@dataclass(frozen=True)
class Code(Cell):
    """A value of a code list that is no field of a model."""

    choices: type[models.Choices]
    label = _("code from a list")
    takes = Takes.OTHER

    @property
    def codes(self) -> tuple[str, ...]:  # type: ignore[override]
        """The codes of the list."""
        return tuple(self.choices.values)

    def parse(self, text: str) -> Any:
        """The code."""
        return self.choices(one_of_codes(text, self.codes))


@dataclass(frozen=True)
class Reference(Cell):
    """The natural key of a row that is already there (see `rows.resolve`)."""

    model: type[models.Model]
    key: str
    where: Mapping[str, Any] = field(default_factory=dict)
    related: tuple[str, ...] = ()
    clean: Callable[[str], str] = str

    @property
    def label(self) -> "StrOrPromise":  # type: ignore[override]
        """Which file or list the key comes from."""
        return _("a known %(thing)s") % {"thing": self.model._meta.verbose_name}

    def parse(self, text: str) -> str:
        """The key as it is looked up."""
        return self.clean(text)

    def load(self, keys: Iterable[str]) -> dict[str, Any]:
        """The rows with these keys, in one query."""
        found = self.model._default_manager.filter(**{f"{self.key}__in": set(keys)}, **self.where)
        rows = found.select_related(*self.related) if self.related else found
        parts = self.key.split("__")
        return {self.clean(_follow(row, parts)): row for row in rows}


def _follow(row: Any, parts: list[str]) -> str:
    for part in parts:
        row = getattr(row, part)
    return str(row)


@dataclass(frozen=True)
class ListOf(Cell):
    """Several values of one kind, separated by a vertical bar."""

    item: Cell
    empty = ()
    takes = Takes.OTHER

    @property
    def label(self) -> "StrOrPromise":  # type: ignore[override]
        """What the values are."""
        return _("list, separated by |: %(item)s") % {"item": self.item.label}

    def parse(self, text: str) -> list[Any]:
        """The values, in order."""
        return [self.item.parse(part.strip()) for part in text.split(SEPARATOR) if part.strip()]


@dataclass(frozen=True)
class OfField(Cell):
    """What a field of a model accepts: its type, its choices and its validators."""

    field: Any
    clean: Callable[[str], str] = str

    @property
    def label(self) -> "StrOrPromise":  # type: ignore[override]
        """The kind of value, in words."""
        if self.codes:
            return YesNo.label if _is(self.field, models.BooleanField) else Code.label
        return next((words for kind, words, __ in KINDS if _is(self.field, kind)), Cell.label)

    # Asked for every cell of a file: worked out once.
    @cached_property
    def codes(self) -> tuple[str, ...]:  # type: ignore[override]
        """The allowed codes, when the field has a list of them."""
        if _is(self.field, models.BooleanField):
            return YesNo.codes
        return tuple(str(code) for code, __ in self.field.flatchoices)

    @cached_property
    def takes(self) -> Takes:  # type: ignore[override]
        """Texts and dates are what spreadsheets change."""
        if _is(self.field, models.DateTimeField):
            return Takes.MOMENT
        if _is(self.field, models.DateField):
            return Takes.DATE
        is_text = _is(self.field, (models.CharField, models.TextField))
        return Takes.TEXT if is_text and not self.codes else Takes.OTHER

    @property
    def empty(self) -> Any:
        """What an empty cell means for this field: nothing, or its own first value."""
        if self.field.null:
            return None
        return self.field.get_default() if self.field.has_default() else ""

    @cached_property
    def _read(self) -> Callable[[str], Any]:
        return next((parse for kind, __, parse in KINDS if _is(self.field, kind)), str)

    @cached_property
    def _has_choices(self) -> bool:
        return bool(self.field.flatchoices)

    def parse(self, text: str) -> Any:
        """The value, after the field's own choices and validators."""
        value = self._read(self.clean(text))
        if self._has_choices:
            return one_of_codes(text, self.codes)
        if isinstance(value, str):
            validate_no_national_number(value)
        self.field.run_validators(value)
        return value


def _is(model_field: Any, kind: Any) -> bool:
    return isinstance(model_field, kind)


def cell_of(model_field: Any, clean: Callable[[str], str] = str) -> Cell:
    """What may stand in a cell that fills this field."""
    if isinstance(model_field, ArrayField):
        return ListOf(OfField(model_field.base_field, clean))
    return OfField(model_field, clean)


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValidationError(_("Not a whole number.")) from None


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise ValidationError(_("Not a number.")) from None
    if not value.is_finite():
        raise ValidationError(_("Not a number."))
    return value


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValidationError(_("Not a date as 2026-09-21.")) from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValidationError(_("Not a moment as 2026-03-23T16:31:00+01:00."))
    return moment


# A later kind is a more general one: EmailField before CharField, DateTimeField before DateField.
KINDS: tuple[tuple[Any, "StrOrPromise", Callable[[str], Any]], ...] = (
    (models.BooleanField, YesNo.label, YesNo().parse),
    (models.EmailField, _("e-mail address"), str.lower),
    (models.IntegerField, _("whole number"), _integer),
    (models.DecimalField, _("number with a decimal point"), _decimal),
    (models.DateTimeField, _("moment, as 2026-03-23T16:31:00+01:00"), _moment),
    (models.DateField, _("date, as 2026-09-21"), _date),
)


def too_long() -> "StrOrPromise":
    """The reason for a cell that no column can hold."""
    return _("Longer than %(count)s characters.") % {"count": LONGEST_CELL}
