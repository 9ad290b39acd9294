"""The national register number is never stored (domain.md 3.2): texts that hold one are refused.

The same rule stands once more in PostgreSQL (`holds_national_number` in core's migrations), as
the last guard; a test compares the two.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Eleven digits, as people write them: 85.07.30-033.28, 85/07/30 033 28 or without any sign. Not
# as part of a longer number or identifier (hexadecimal), nor after the + of a telephone number.
CANDIDATE = re.compile(
    r"(?<![0-9a-f+])([0-9]{2})[-./ \u00a0]?([0-9]{2})[-./ \u00a0]?([0-9]{2})"
    r"[-–./ \u00a0]{0,3}([0-9]{3})[-./ \u00a0]?([0-9]{2})(?![0-9a-f])"
)
MODULUS = 97
# A BIS number adds 20 or 40 to the month; an unknown month is 0.
LAST_MONTH = 12
MONTH_SHIFTS = (0, 20, 40)
MESSAGE = _(
    "This holds a national register number (11 digits). The platform does not keep those: take it"
    " out, and name the person in another way."
)


def holds_national_number(text: str) -> bool:
    """True when the text contains a valid national register or BIS number."""
    return any(_is_valid("".join(match.groups())) for match in CANDIDATE.finditer(text))


def validate_no_national_number(text: str) -> None:
    """Raise ValidationError when the text contains a national number."""
    if holds_national_number(str(text)):
        raise ValidationError(MESSAGE, code="national_number")


def refuse_in_form(form: Any) -> None:
    """Let every text field of a form, or of the forms of a form set, refuse national numbers.

    Not a password, which nobody reads.
    """
    for one in getattr(form, "forms", [form]):
        for field in one.fields.values():
            if isinstance(field, forms.CharField | forms.JSONField) and not isinstance(
                field.widget, forms.PasswordInput
            ):
                field.validators = [*field.validators, validate_no_national_number]


def complaints(data: Any) -> Any:
    """What is wrong with a body of JSON, in its own shape: a message at each text that holds a
    national number; nothing (falsy) when there is none.
    """
    if isinstance(data, str):
        return [MESSAGE] if holds_national_number(data) else []
    if not isinstance(data, dict | list):
        return {}
    inner = data.items() if isinstance(data, dict) else enumerate(data)
    found = ((str(name), complaints(value)) for name, value in inner)
    return {name: wrong for name, wrong in found if wrong}


def _is_valid(digits: str) -> bool:
    month, day = int(digits[2:4]), int(digits[4:6])
    if not any(0 <= month - shift <= LAST_MONTH for shift in MONTH_SHIFTS) or day > 31:
        return False
    check = int(digits[9:])
    # People born from 2000 on: a 2 is put before the nine digits.
    return any(MODULUS - int(century + digits[:9]) % MODULUS == check for century in ("", "2"))
