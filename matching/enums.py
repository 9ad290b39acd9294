"""Code lists of intake and matching, with named sets of states beside them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundState(models.TextChoices):
    """Life of an intake round."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    OPEN = "open", _("open")
    RATING = "rating", _("rating")
    SEALED = "sealed", _("sealed")
    MATCHED = "matched", _("matched")
    CLOSED = "closed", pgettext_lazy("intake round", "closed")


# From here on criteria, weights and procedure are fixed for everybody (V28).
PUBLIC_ROUNDS = frozenset(RoundState) - {RoundState.DRAFT}
# Lists, acceptability and conditions can still change.
CHANGING_ROUNDS = frozenset({RoundState.OPEN, RoundState.RATING})
# Ratings are open to the institution: before, raters are independent of each other.
SEALED_ROUNDS = frozenset({RoundState.SEALED, RoundState.MATCHED, RoundState.CLOSED})
DECIDED_ROUNDS = frozenset({RoundState.MATCHED, RoundState.CLOSED})


class ApplicationState(models.TextChoices):
    """Life of an application."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    ELIGIBLE = "eligible", _("eligible")
    INELIGIBLE = "ineligible", _("not eligible")
    INTERVIEWED = "interviewed", _("interviewed")
    PLACED = "placed", _("placed")
    UNPLACED = "unplaced", _("not placed")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


# What a host sees: only those who may take part.
HOST_APPLICATIONS = frozenset(
    {
        ApplicationState.ELIGIBLE,
        ApplicationState.INTERVIEWED,
        ApplicationState.PLACED,
        ApplicationState.UNPLACED,
        ApplicationState.ACCEPTED,
        ApplicationState.DECLINED,
    }
)
RATABLE_APPLICATIONS = frozenset({ApplicationState.ELIGIBLE, ApplicationState.INTERVIEWED})
# Ended without one: the coach helps, and a later round is another chance (V31).
WITHOUT_A_PLACE = frozenset(
    {ApplicationState.UNPLACED, ApplicationState.DECLINED, ApplicationState.INELIGIBLE}
)
# The student can still take them back.
UNDECIDED_APPLICATIONS = RATABLE_APPLICATIONS | {ApplicationState.DRAFT, ApplicationState.SUBMITTED}
PLACED_APPLICATIONS = frozenset(
    {ApplicationState.PLACED, ApplicationState.ACCEPTED, ApplicationState.DECLINED}
)


class Party(models.TextChoices):
    """Who rates."""

    INSTITUTION = "institution", _("institution")
    HOST = "host", _("host")


class AcceptanceParty(models.TextChoices):
    """Who says whether a pair of student and position is acceptable."""

    HOST = "host", _("host")
    STUDENT = "student", _("student")


class RefusalReason(models.TextChoices):
    """Why a pair is not acceptable: a closed list, so that feedback is comparable."""

    NO_REPLY = "no_reply", _("no reply to the invitation or proposal")
    NO_SHOW = "no_show", _("did not turn up for the interview or visit")
    SCHEDULE = "schedule_conflict", _("working days or hours do not fit")
    TRAVEL = "travel", _("cannot be reached in a reasonable time")
    ENTRY_COMPETENCE = "entry_competence_missing", _("an entry competence is missing")
    LEARNING_GOALS = (
        "learning_goals_not_possible",
        _("the learning goals cannot be reached here"),
    )
    LEGAL = "legal_requirement", _("a legal requirement is not met")
    OTHER = "other", _("other, see the explanation")


class SealKind(models.TextChoices):
    """What was fixed at which moment of a round."""

    CRITERIA = "criteria", _("criteria, weights and procedure")
    INPUTS = "inputs", _("lists, ratings and acceptability")
    RESULT = "result", _("result, for whoever audits the round")
    CERTIFICATE = "certificate", _("public certificate of the result")


class LotteryParty(models.TextChoices):
    """Who draws along in the lottery beside the institution, in the announced order."""

    STUDENTS = "students", _("the students")
    HOSTS = "hosts", _("the hosts")


class WitnessState(models.TextChoices):
    """How far somebody is who speaks for a party in the lottery."""

    ASKED = "asked", _("asked")
    PROMISED = "promised", _("promised")
    REVEALED = "revealed", _("revealed")
    RELEASED = "released", _("request taken back")


# Draws along: whoever gave a promise. Being asked alone binds nobody.
DRAWING_ALONG = frozenset({WitnessState.PROMISED, WitnessState.REVEALED})


class OwnPlaceState(models.TextChoices):
    """Life of a request to learn at the own employer (V35)."""

    ASKED = "asked", _("asked")
    CONFIRMED = "confirmed", _("confirmed by the employer")
    DECLINED = "declined", pgettext_lazy("own employer", "declined by the employer")
    AGREED = "agreed", pgettext_lazy("own employer", "agreed")
    REFUSED = "refused", _("refused by the institution")
    WITHDRAWN = "withdrawn", _("withdrawn by the student")
    NOT_TAKEN = "not_taken", _("not taken by the student after the match")


# Somebody must still say something: the lists are not sealed before.
UNDECIDED_OWN_PLACES = frozenset({OwnPlaceState.ASKED, OwnPlaceState.CONFIRMED})
# Given before the match, also where the student did not take it in the end.
FIXED_OWN_PLACES = frozenset({OwnPlaceState.AGREED, OwnPlaceState.NOT_TAKEN})
# Employer and institution never said no: the employer follows the application of its worker.
LIVE_OWN_PLACES = UNDECIDED_OWN_PLACES | FIXED_OWN_PLACES


class OfferAnswer(models.TextChoices):
    """The student's answer to a place."""

    PENDING = "pending", _("no answer yet")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
