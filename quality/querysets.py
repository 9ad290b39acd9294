"""Who sees which reviews."""

from typing import Any, Self

from django.db.models import Q

from core.querysets import ScopedQuerySet
from partnerships.enums import HOST_DECIDERS, INSTITUTION_ROLES
from partnerships.standing import standing_of
from quality.enums import SHARED_REVIEWS, Respondent, ReviewState
from trajectories.querysets import mentored_by


def _takes_part(user: Any, prefix: str = "") -> Q:
    """The institution; the host, mentor and student of its subject once answers are asked."""
    standing = standing_of(user)
    hosts = standing.hosts(HOST_DECIDERS)
    asked = ~Q(**{f"{prefix}state": ReviewState.PLANNED})
    subject = Q(**{f"{prefix}partnership__host__in": hosts}) | Q(
        **{f"{prefix}trajectory__position__workplace__establishment__organisation__in": hosts}
    )
    student = Q(**{f"{prefix}trajectory__student__user": user.pk})
    person = student | mentored_by(user, f"{prefix}trajectory__")
    own = Q(**{f"{prefix}institution__in": standing.institutions(INSTITUTION_ROLES)})
    return own | asked & (subject | person)


class InstrumentQuerySet(ScopedQuerySet):
    """Instruments: sets of criteria, public (V40)."""

    def visible_to(self, user: Any) -> Self:
        """Everybody who is signed in."""
        return self if user.is_authenticated else self.none()


class ReviewQuerySet(ScopedQuerySet):
    """Quality reviews."""

    def visible_to(self, user: Any) -> Self:
        """Those who take part in it; never another institution (V34)."""
        return self.filter(_takes_part(user))


class AnswerQuerySet(ScopedQuerySet):
    """Answers in reviews."""

    def visible_to(self, user: Any) -> Self:
        """The institution reads all; others their own, and each other's from the reply on.

        A student's answers are read by the student and the institution only: one student's
        words about safety at work must not land on the desk of that workplace.
        """
        shared = Q(review__state__in=SHARED_REVIEWS) & ~Q(respondent=Respondent.STUDENT)
        return self.filter(
            Q(review__institution__in=standing_of(user).institutions())
            | Q(answered_by=user.pk)
            | _takes_part(user, "review__") & shared
        )
