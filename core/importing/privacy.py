"""The national register number is never stored (domain.md 3.2): texts that hold one are refused."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Eleven digits, as people write them: 85.07.30-033.28, 85 07 30 033 28 or without any sign.
CANDIDATE = re.compile(r"(?<!\d)(\d{2})[. ]?(\d{2})[. ]?(\d{2})[-. ]?(\d{3})[-. ]?(\d{2})(?!\d)")
MODULUS = 97
# A BIS number adds 20 or 40 to the month; an unknown month is 0.
LAST_MONTH = 12
MONTH_SHIFTS = (0, 20, 40)


def holds_national_number(text: str) -> bool:
    """True when the text contains a valid national register or BIS number."""
    return any(_is_valid("".join(match.groups())) for match in CANDIDATE.finditer(text))


def validate_no_national_number(text: str) -> None:
    """Raise ValidationError when the text contains a national number."""
    if holds_national_number(text):
        raise ValidationError(
            _("This contains a national register number; the platform does not keep those."),
            code="national_number",
        )


def _is_valid(digits: str) -> bool:
    month, day = int(digits[2:4]), int(digits[4:6])
    if not any(0 <= month - shift <= LAST_MONTH for shift in MONTH_SHIFTS) or day > 31:
        return False
    check = int(digits[9:])
    # People born from 2000 on: a 2 is put before the nine digits.
    return any(MODULUS - int(century + digits[:9]) % MODULUS == check for century in ("", "2"))
