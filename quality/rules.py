"""Question two in this room: who may do what, as a table of predicates with reasons."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.permissions import Rule
from partnerships.enums import HOST_DECIDERS, INSTITUTION_ROLES, Role
from partnerships.models import Partnership
from partnerships.standing import standing_of
from quality.enums import Respondent
from trajectories.rules import mentors

REVIEW_LEADERS = frozenset({Role.COORDINATOR, Role.DIRECTOR})


def parties_of(user: Any, review: Any) -> list[str]:
    """As which respondents this person answers this review, in the order of the code list."""
    trajectory, standing = review.trajectory, standing_of(user)
    held = {
        Respondent.INSTITUTION: review.institution_id in standing.institutions(INSTITUTION_ROLES),
        Respondent.HOST: review.host.pk in standing.hosts(HOST_DECIDERS),
        Respondent.MENTOR: trajectory is not None and mentors(user, trajectory),
        Respondent.STUDENT: trajectory is not None and trajectory.student.user_id == user.pk,
    }
    return [party for party in Respondent if held[party]]


def leads_reviews(user: Any, institution: int | None) -> bool:
    """Coordinator or programme director of the institution (V36)."""
    led = standing_of(user).institutions(REVIEW_LEADERS)
    return bool(led) if institution is None else institution in led


def plans(user: Any, subject: Any) -> bool:
    """For the institution of a partnership or trajectory; without one, for any institution."""
    if subject is None:
        return leads_reviews(user, None)
    owner = subject if isinstance(subject, Partnership) else subject.student
    return leads_reviews(user, owner.institution_id)


def leads(user: Any, review: Any) -> bool:
    """The institution keeps final responsibility (V36)."""
    return leads_reviews(user, review.institution_id)


def answers(user: Any, review: Any) -> bool:
    """Everyone who is a party to the subject and to whom the instrument has a question."""
    parties = parties_of(user, review)
    return bool(parties) and not review.asked_parties().isdisjoint(parties)


def replies(user: Any, review: Any) -> bool:
    """Contact person or signatory of the reviewed host."""
    return Respondent.HOST in parties_of(user, review)


LEADERS_ONLY = _("Only a coordinator or programme director of the institution may do this.")

PERMISSIONS: Mapping[str, Rule] = {
    "quality.plan_review": Rule(plans, LEADERS_ONLY),
    "quality.lead_review": Rule(leads, LEADERS_ONLY),
    "quality.answer_review": Rule(answers, _("Only those who are asked may answer.")),
    "quality.reply_to_review": Rule(
        replies, _("Only the contact person or signatory of the host may reply.")
    ),
}
