"""Who may do what to a review."""

import pytest

from quality.rules import PERMISSIONS, parties_of
from tests.factories.partnerships import make_member
from tests.factories.quality import make_review

pytestmark = pytest.mark.django_db

PEOPLE = ["coordinator", "coach", "contact", "mentor", "student", "outsider", "other_student"]


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [
        ("quality.lead_review", ["coordinator"]),
        # The short instrument of this review has no question for a mentor.
        ("quality.answer_review", ["coordinator", "coach", "contact", "student"]),
        ("quality.reply_to_review", ["contact"]),
    ],
)
def test_rule_lets_through_exactly(people, review, permission, allowed):
    """V36: the institution leads; everyone answers for the own side."""
    may = [name for name in PEOPLE if PERMISSIONS[permission].allows(getattr(people, name), review)]
    assert may == allowed


def test_plan_is_for_leaders_of_the_subject_s_institution(people):
    allows = PERMISSIONS["quality.plan_review"].allows
    subject = people.trajectory
    assert [name for name in PEOPLE if allows(getattr(people, name), subject)] == ["coordinator"]
    assert [name for name in PEOPLE if allows(getattr(people, name), None)] == [
        "coordinator",
        "outsider",
    ]


@pytest.mark.parametrize(
    ("who", "parties"),
    [
        ("coach", ["institution"]),
        ("contact", ["host"]),
        ("mentor", ["mentor"]),
        ("student", ["student"]),
        ("other_mentor", []),
        ("outsider", []),
    ],
)
def test_person_answers_as_the_party_they_are(people, review, who, parties):
    assert parties_of(getattr(people, who), review) == parties


def test_person_with_two_hats_answers_for_both(people):
    mentor = people.trajectory.mentor.user
    mentor.memberships.create(
        organisation=people.host, role="host_contact", valid_from=people.trajectory.start_date
    )
    mentor.memberships.update(valid_from="2024-01-01")
    fresh = type(mentor).objects.get(pk=mentor.pk)
    assert parties_of(fresh, make_review(trajectory=people.trajectory)) == ["host", "mentor"]


def test_partnership_has_no_mentor_and_no_student(people):
    review = make_review()
    contact = make_member("host_contact", review.partnership.host)
    assert parties_of(contact, review) == ["host"]
    assert review.respondents() == {"institution", "host"}
