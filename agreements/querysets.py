"""Who sees which agreements.

The staff of the student's institution see everything. Host, mentor and student see an
agreement from its first proposal on, and then what was proposed: the frozen versions and
the signatures on them, never the draft that the institution is writing.
"""

from typing import Any, Self

from django.apps import apps
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from agreements.enums import ENDED_AGREEMENTS
from core.querysets import ScopedQuerySet
from partnerships.enums import HOST_DECIDERS
from partnerships.standing import standing_of
from trajectories.enums import FINISHED_TRAJECTORIES, TrajectoryState
from trajectories.querysets import STUDENT_FILE_ROLES, mentored_by


def _staff(user: Any, prefix: str = "") -> Q:
    """The staff of the student's institution."""
    mine = standing_of(user).institutions(STUDENT_FILE_ROLES)
    return Q(**{f"{prefix}trajectory__student__institution__in": mine})


def _others(user: Any, prefix: str = "") -> Q:
    """Who decides for the host, the student, the mentor."""
    run = f"{prefix}trajectory__"
    hosts = standing_of(user).hosts(HOST_DECIDERS)
    return (
        Q(**{f"{run}position__workplace__establishment__organisation__in": hosts})
        | Q(**{f"{run}student__user": user.pk})
        | mentored_by(user, run)
    )


class ClauseTemplateQuerySet(ScopedQuerySet):
    """Model texts of clauses."""

    def for_institution(self, institution: Any) -> Self:
        """The ten of the advice, and the institution's own (V15)."""
        return self.filter(Q(institution__isnull=True) | Q(institution=institution))

    def visible_to(self, user: Any) -> Self:
        """Institutions' staff: the ten, and their own."""
        mine = standing_of(user).institutions()
        shared = Q(institution__isnull=True) if mine else Q(pk__in=[])
        return self.filter(shared | Q(institution__in=mine))


class AgreementQuerySet(ScopedQuerySet):
    """Tripartite agreements."""

    def visible_to(self, user: Any) -> Self:
        """The parties to it; others than the institution once something was proposed."""
        proposed = self._versions().values("agreement")
        return self.filter(_staff(user) | (_others(user) & Q(pk__in=proposed)))

    def to_come(self) -> Self:
        """Those that can still come into force: their trajectory is not over."""
        return self.exclude(trajectory__state__in=FINISHED_TRAJECTORIES)

    def not_ended(self) -> Self:
        """Those that bind somebody, or still can."""
        return self.exclude(state__in=ENDED_AGREEMENTS)

    def left_behind(self) -> Self:
        """Not ended, although the trajectory ended early: somebody must end them too."""
        return self.not_ended().filter(trajectory__state=TrajectoryState.ENDED_EARLY)

    def with_signature_count(self) -> Self:
        """Adds ``newest_version`` (key) and ``signature_count``: the signatures on it."""
        newest = self._versions().filter(agreement=OuterRef("pk")).order_by("-number")
        signed = self._versions().filter(pk=OuterRef("newest_version")).order_by()
        counted = signed.annotate(number_signed=Count("signatures")).values("number_signed")
        return self.annotate(newest_version=Subquery(newest.values("pk")[:1])).annotate(
            signature_count=Coalesce(Subquery(counted), 0)
        )

    def _versions(self) -> Any:
        model: Any = apps.get_model("agreements", "AgreementVersion")
        return model.objects.all()


class ClauseQuerySet(ScopedQuerySet):
    """Clauses as the institution writes them."""

    def visible_to(self, user: Any) -> Self:
        """The institution's staff."""
        return self.filter(_staff(user, "agreement__"))


class OfAgreementQuerySet(ScopedQuerySet):
    """Versions and signatures of agreements: what was proposed and signed."""

    def visible_to(self, user: Any) -> Self:
        """Every party."""
        return self.filter(_staff(user, "agreement__") | _others(user, "agreement__"))


class EvidenceQuerySet(ClauseQuerySet):
    """Evidence for the dated conditions."""
