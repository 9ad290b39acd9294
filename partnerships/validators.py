"""Checks shared by forms, serializers, imports and models."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# KBO numbers: the last two digits are 97 minus the first eight modulo 97 (domain.md 3.1).
MODULUS = 97
SEPARATORS = re.compile(r"[\s.]")
# An institution number, or an OVO code (domain.md 3.3): never ten digits, as enterprises have.
ACCESS_CODE = r"^([0-9]{3,6}|OVO[0-9]{6})$"


def validate_enterprise_number(value: str) -> None:
    """Ten digits, first 0 or 1, right check digits. Raises ValidationError."""
    if not re.fullmatch(r"[01]\d{9}", value) or not _checks(value):
        raise ValidationError(
            _("“%(value)s” is not an enterprise number: ten digits that begin with 0 or 1."),
            code="enterprise_number",
            params={"value": value},
        )


def validate_establishment_number(value: str) -> None:
    """Ten digits, first 2 to 8, right check digits. Raises ValidationError."""
    if not re.fullmatch(r"[2-8]\d{9}", value) or not _checks(value):
        raise ValidationError(
            _("“%(value)s” is not an establishment number: ten digits that begin with 2 to 8."),
            code="establishment_number",
            params={"value": value},
        )


def validate_access_code(value: str) -> None:
    """An institution number or an OVO code. Raises ValidationError."""
    if not re.fullmatch(ACCESS_CODE, value):
        raise ValidationError(
            _("“%(value)s” is not a code of the access management: 3 to 6 digits, or OVO and 6."),
            code="access_code",
            params={"value": value},
        )


def validate_postcode(value: str) -> None:
    """A Belgian postcode: four digits, not beginning with 0. Raises ValidationError."""
    if not re.fullmatch(r"[1-9]\d{3}", value):
        raise ValidationError(
            _("“%(value)s” is not a Belgian postcode: four digits."),
            code="postcode",
            params={"value": value},
        )


def bare_number(value: str) -> str:
    """A number as people type it (0566.988.259), without its dots and spaces."""
    return SEPARATORS.sub("", value)


def _checks(value: str) -> bool:
    return (int(value[:8]) + int(value[8:])) % MODULUS == 0
