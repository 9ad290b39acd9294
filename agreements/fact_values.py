"""From what a form, the API or a file brings to a fact as it is stored."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from agreements.clause_facts import Fact, FactKind

LONGEST_TEXT = 2000
LARGEST_NUMBER = Decimal(100000)


def checked_fact(fact: Fact, value: Any) -> str:
    """The JSON value of a fact: ISO day, plain decimal, code or text; "" when empty.

    Raises ValueError when the value is not of the fact's kind.
    """
    if value in (None, ""):
        return ""
    return CHECKS[fact.kind](fact, value)


def _text(fact: Fact, value: Any) -> str:
    text = str(value).strip()
    if len(text) > LONGEST_TEXT or "\x00" in text:
        raise ValueError(fact.name)
    return text


def _day(fact: Fact, value: Any) -> str:
    day = value if isinstance(value, date) else date.fromisoformat(str(value))
    return day.isoformat()


def _number(fact: Fact, value: Any) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(fact.name) from error
    if not number.is_finite() or not 0 <= number <= LARGEST_NUMBER:
        raise ValueError(fact.name)
    return format(number, "f")


def _choice(fact: Fact, value: Any) -> str:
    if fact.choices is None or value not in fact.choices.values:
        raise ValueError(fact.name)
    return str(value)


CHECKS = {
    FactKind.TEXT: _text,
    FactKind.DATE: _day,
    FactKind.DECIMAL: _number,
    FactKind.CHOICE: _choice,
}
