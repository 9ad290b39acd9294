"""Numbers of the enterprise register."""

import pytest
from django.core.exceptions import ValidationError

from partnerships.validators import (
    bare_number,
    validate_enterprise_number,
    validate_establishment_number,
    validate_postcode,
)


@pytest.mark.parametrize(
    "value", ["0566.988.259", "0428315871", "0353.456.320", "0202239951", "1999003714"]
)
def test_enterprise_number_passes_the_check(value):
    validate_enterprise_number(bare_number(value))


@pytest.mark.parametrize("value", ["0566988258", "2147812701", "056698825", "05669882590", "abc"])
def test_wrong_enterprise_number_is_refused(value):
    with pytest.raises(ValidationError):
        validate_enterprise_number(value)


@pytest.mark.parametrize("value", ["2.147.812.701", "2.147.812.897", "8999005348"])
def test_establishment_number_passes_the_check(value):
    validate_establishment_number(bare_number(value))


@pytest.mark.parametrize("value", ["2147812702", "0428315871", "9999005348"])
def test_wrong_establishment_number_is_refused(value):
    with pytest.raises(ValidationError):
        validate_establishment_number(value)


@pytest.mark.parametrize("value", ["0999", "90000", "B-9000", ""])
def test_wrong_postcode_is_refused(value):
    with pytest.raises(ValidationError):
        validate_postcode(value)
