"""Code lists of quality reviews, with named sets of states beside them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewState(models.TextChoices):
    """Life of a review."""

    PLANNED = "planned", _("planned")
    ANSWERING = "answering", _("answering")
    REPLY = "reply", _("right of reply")
    CONCLUDED = "concluded", _("concluded")
    FOLLOWED_UP = "followed_up", _("followed up")


CONCLUDED_REVIEWS = frozenset({ReviewState.CONCLUDED, ReviewState.FOLLOWED_UP})
OPEN_REVIEWS = frozenset(ReviewState) - CONCLUDED_REVIEWS
# From the right of reply on, those who take part read each other's answers.
SHARED_REVIEWS = CONCLUDED_REVIEWS | {ReviewState.REPLY}


class Respondent(models.TextChoices):
    """Who answers a criterion (domain.md 6.3)."""

    INSTITUTION = "institution", _("institution")
    HOST = "host", _("host")
    MENTOR = "mentor", _("mentor")
    STUDENT = "student", _("student")


class Theme(models.TextChoices):
    """The eight groups of criteria (domain.md 6.3)."""

    PARTNERSHIP = "A", _("Partnership and agreement")
    CONTENT = "B", _("Learning content and level")
    GUIDANCE = "C", _("Guidance at the workplace")
    CULTURE = "D", _("Learning culture and workplace quality")
    CONDITIONS = "E", _("Working conditions, health and safety")
    ASSESSMENT = "F", _("Assessment and recognition")
    INTAKE = "G", _("Intake, information and equality")
    ORGANISATION = "H", _("Organisation, transitions and follow-up")


class Maturity(models.IntegerChoices):
    """How far an arrangement has come (domain.md 6.2)."""

    ABSENT = 0, _("absent")
    INFORMAL = 1, _("informal")
    AGREED = 2, _("agreed and documented")
    APPLIED = 3, _("applied consistently, with evidence")
    IMPROVED = 4, _("reviewed and improved")


class Verdict(models.TextChoices):
    """The judgement of a review (domain.md 6.2)."""

    MEETS = "meets", _("meets the conditions")
    CONDITIONAL = "meets_with_conditions", _("meets the conditions, with conditions to fulfil")
    FAILS = "does_not_meet", _("does not meet the conditions")
