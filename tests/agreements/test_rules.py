"""Question two as a table: person by permission."""

import pytest

from agreements.enums import AgreementState
from tests.factories.agreements import make_agreement

pytestmark = pytest.mark.django_db

PEOPLE = (
    "coordinator",
    "director",
    "coach",
    "signatory",
    "contact",
    "mentor",
    "student",
    "other_coordinator",
)
LEADERS = {"coordinator", "director"}
TABLE = {
    "agreements.draft_agreement": LEADERS | {"coach"},
    "agreements.sign_agreement": LEADERS | {"signatory", "student"},
    "agreements.count_signature": LEADERS | {"signatory", "student"},
    "agreements.decline_agreement": LEADERS | {"signatory", "student"},
    "agreements.activate_agreement": LEADERS,
    "agreements.read_agreement": set(PEOPLE),
}


@pytest.mark.parametrize("permission", TABLE)
def test_permission_is_held_by_exactly_these_people(people, permission):
    """V15, V36: the three parties sign, the institution decides."""
    agreement = make_agreement(people.trajectory, AgreementState.PROPOSED)
    holders = {name for name in PEOPLE if getattr(people, name).has_perm(permission, agreement)}
    assert holders == TABLE[permission]


@pytest.mark.parametrize(
    ("permission", "holders"),
    [
        ("agreements.read_clause_template", LEADERS | {"coach", "other_coordinator"}),
        ("agreements.write_clause_template", LEADERS | {"other_coordinator"}),
    ],
)
def test_model_clauses_are_for_institutions(people, permission, holders):
    assert {name for name in PEOPLE if getattr(people, name).has_perm(permission)} == holders


def test_who_has_signed_signs_no_more(people):
    agreement = make_agreement(people.trajectory, AgreementState.SIGNED)
    assert not any(
        getattr(people, name).has_perm("agreements.sign_agreement", agreement) for name in PEOPLE
    )
