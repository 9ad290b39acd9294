"""Who sees which pathways, students and runs."""

from typing import Any, Self

from django.db.models import DateField, ExpressionWrapper, Q, Value
from django.db.models.functions import TruncDate
from django.utils import timezone

from core.dated_rules import value_on
from core.deadlines.days import BRUSSELS
from core.querysets import ScopedQuerySet, ValidPeriodQuerySet
from partnerships.enums import HOST_DECIDERS, Role
from partnerships.standing import standing_of
from trajectories.enums import HOST_PATHWAYS, PUBLIC_PATHWAYS, LogEntryState, TrajectoryState
from trajectories.terms import LOG_CONFIRMATION_DAYS

STUDENT_FILE_ROLES = frozenset({Role.COORDINATOR, Role.DIRECTOR, Role.COACH})


class ModalityQuerySet(ScopedQuerySet):
    """Modalities: reference data."""

    def visible_to(self, user: Any) -> Self:
        """Everybody who is signed in."""
        return self if user.is_authenticated else self.none()


class PilotQuerySet(ScopedQuerySet):
    """Pilots."""

    def visible_to(self, user: Any) -> Self:
        """The institutions that take part, and the ministry that funds."""
        standing = standing_of(user)
        if standing.has(Role.ANALYST):
            return self
        mine = standing.institutions()
        return self.filter(Q(lead_institution__in=mine) | Q(partners__in=mine)).distinct()


class LearningOutcomeQuerySet(ScopedQuerySet):
    """Learning outcomes of programmes."""

    def visible_to(self, user: Any) -> Self:
        """An institution's own; others through the pathways they see."""
        return self.filter(programme__institution__in=standing_of(user).organisations(*Role))


def _asked(hosts: list[int]) -> Q:
    """Designs in which these hosts are asked to think along, as partner or with a position."""
    offering = Q(positions__workplace__establishment__organisation__in=hosts)
    partners = Q(programme__institution__partnerships_as_institution__host__in=hosts)
    return Q(state__in=HOST_PATHWAYS) & (offering | partners) if hosts else Q(pk__in=[])


class PathwayQuerySet(ScopedQuerySet):
    """Pathways."""

    def public(self) -> Self:
        """What everybody may read (V37)."""
        return self.filter(state__in=PUBLIC_PATHWAYS)

    def visible_to(self, user: Any) -> Self:
        """The institution's staff; its partner hosts once asked; everybody once open."""
        standing = standing_of(user)
        return self.filter(
            Q(programme__institution__in=standing.institutions())
            | Q(state__in=PUBLIC_PATHWAYS)
            | _asked(standing.hosts())
        ).distinct()


class OutcomeLocationQuerySet(ScopedQuerySet):
    """Places of outcomes in pathways."""

    def visible_to(self, user: Any) -> Self:
        """As the pathway."""
        return self.filter(pathway__programme__institution__in=standing_of(user).institutions())


class EligibilityConditionQuerySet(ScopedQuerySet):
    """Conditions to apply."""

    def visible_to(self, user: Any) -> Self:
        """The institution's staff; everybody reads them on the public page."""
        return self.filter(pathway__programme__institution__in=standing_of(user).institutions())


class HostLimitQuerySet(ScopedQuerySet):
    """How many students hosts take over all their positions."""

    def visible_to(self, user: Any) -> Self:
        """As the positions: the institution, the host itself, and students once it is open."""
        standing = standing_of(user)
        return self.filter(
            Q(pathway__programme__institution__in=standing.institutions())
            | Q(organisation__in=standing.hosts())
            | Q(
                pathway__programme__institution__in=standing.organisations(Role.STUDENT),
                pathway__state__in=PUBLIC_PATHWAYS,
            )
        )


class PositionQuerySet(ScopedQuerySet):
    """Positions that hosts offer."""

    def visible_to(self, user: Any) -> Self:
        """The institution, the host itself, and students of the institution once it is open."""
        standing = standing_of(user)
        return self.filter(
            Q(pathway__programme__institution__in=standing.institutions())
            | Q(workplace__establishment__organisation__in=standing.hosts())
            | Q(
                pathway__programme__institution__in=standing.organisations(Role.STUDENT),
                pathway__state__in=PUBLIC_PATHWAYS,
            )
        )


class StudentQuerySet(ScopedQuerySet):
    """Students: personal files."""

    def visible_to(self, user: Any) -> Self:
        """The student, and the staff of the student's institution; never a host or analyst."""
        mine = standing_of(user).institutions(STUDENT_FILE_ROLES)
        return self.filter(Q(user=user.pk) | Q(institution__in=mine))


class EnrolmentQuerySet(ScopedQuerySet):
    """Enrolments."""

    def visible_to(self, user: Any) -> Self:
        """As the student."""
        mine = standing_of(user).institutions(STUDENT_FILE_ROLES)
        return self.filter(Q(student__user=user.pk) | Q(student__institution__in=mine))


class LearnerStatusPeriodQuerySet(ValidPeriodQuerySet):
    """Statuses of learners."""

    def visible_to(self, user: Any) -> Self:
        """As the student."""
        mine = standing_of(user).institutions(STUDENT_FILE_ROLES)
        return self.filter(Q(student__user=user.pk) | Q(student__institution__in=mine))


def mentored_by(user: Any, prefix: str = "") -> Q:
    """The runs that the person guides as a mentor, while being a mentor of that host."""
    hosts = standing_of(user).hosts({Role.MENTOR})
    return Q(
        **{
            f"{prefix}mentor__user": user.pk,
            f"{prefix}mentor__establishment__organisation__in": hosts,
        }
    )


def _party_to(user: Any, prefix: str = "") -> Q:
    """Who takes part in a trajectory: student, institution's staff, host's deciders, mentor."""
    standing = standing_of(user)
    return (
        Q(**{f"{prefix}student__user": user.pk})
        | Q(**{f"{prefix}student__institution__in": standing.institutions(STUDENT_FILE_ROLES)})
        | Q(
            **{
                f"{prefix}position__workplace__establishment__organisation__in": (
                    standing.hosts(HOST_DECIDERS)
                )
            }
        )
        | mentored_by(user, prefix)
    )


class TrajectoryQuerySet(ScopedQuerySet):
    """Students' runs."""

    def visible_to(self, user: Any) -> Self:
        """Those who take part in the run; a mentor the own students only."""
        return self.filter(_party_to(user))

    def standing(self) -> Self:
        """Places that stand: runs to come, under way or completed. One that ended early gives its
        place back, and its student can get another one in the pathway.
        """
        return self.exclude(state=TrajectoryState.ENDED_EARLY)


class LogEntryQuerySet(ScopedQuerySet):
    """Lines of students' logs."""

    def to_confirm(self) -> Self:
        """Those that wait for their mentor, with the last day to confirm them (``due_on``).

        The term is the one of today, counted in Brussels from the day after it was written.
        """
        term = int(value_on(LOG_CONFIRMATION_DAYS, timezone.localdate()))
        written = TruncDate("state_since", tzinfo=BRUSSELS)
        due = ExpressionWrapper(written + Value(term), output_field=DateField())
        return self.filter(state=LogEntryState.WRITTEN).annotate(due_on=due)

    def visible_to(self, user: Any) -> Self:
        """As the trajectory."""
        return self.filter(_party_to(user, "trajectory__"))
