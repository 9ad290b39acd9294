"""Who sees which organisations, people and arrangements."""

from datetime import date, datetime
from typing import Any, Self

from django.db.models import Q
from django.utils import timezone

from core.querysets import ScopedQuerySet
from partnerships.enums import HOST_DECIDERS, OrganisationKind, Role
from partnerships.standing import standing_of


class ValidPeriodQuerySet(ScopedQuerySet):
    """Rows with valid_from and valid_to (open end allowed)."""

    def valid_on(self, day: date) -> Self:
        """The rows that hold on that day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class OrganisationQuerySet(ScopedQuerySet):
    """Organisations."""

    def hosts(self) -> Self:
        """Host organisations."""
        return self.filter(kind=OrganisationKind.HOST)

    def institutions(self) -> Self:
        """Higher education institutions."""
        return self.filter(kind=OrganisationKind.INSTITUTION)

    def visible_to(self, user: Any) -> Self:
        """Institutions' staff find every host; others see their own and their partners."""
        standing = standing_of(user)
        if getattr(user, "is_administrator", False):
            return self
        own = Q(pk__in=standing.organisations(*Role))
        if standing.institutions():
            return self.filter(own | Q(kind=OrganisationKind.HOST))
        partners = Q(partnerships_as_institution__host__in=standing.hosts())
        return self.filter(own | partners).distinct()


class EstablishmentQuerySet(ScopedQuerySet):
    """Establishments of hosts."""

    def visible_to(self, user: Any) -> Self:
        """As the host they belong to: institutions' staff all, a host's people their own."""
        standing = standing_of(user)
        if standing.institutions() or getattr(user, "is_administrator", False):
            return self
        return self.filter(organisation__in=standing.hosts())


class WorkplaceQuerySet(ScopedQuerySet):
    """Workplaces of establishments."""

    def visible_to(self, user: Any) -> Self:
        """As the establishment they belong to."""
        standing = standing_of(user)
        if standing.institutions():
            return self
        return self.filter(establishment__organisation__in=standing.hosts())


class ProgrammeQuerySet(ScopedQuerySet):
    """Study programmes."""

    def visible_to(self, user: Any) -> Self:
        """An institution's own; hosts see those for which one of their sites is recognised."""
        standing = standing_of(user)
        return self.filter(
            Q(institution__in=standing.organisations(*Role))
            | Q(recognitions__establishment__organisation__in=standing.hosts())
        ).distinct()


class MembershipQuerySet(ValidPeriodQuerySet):
    """Roles of people."""

    def visible_to(self, user: Any) -> Self:
        """One's own, and those in the organisations for which one decides."""
        standing = standing_of(user)
        deciding = standing.organisations(Role.COORDINATOR, *HOST_DECIDERS)
        if getattr(user, "is_administrator", False):
            return self.exclude(role=Role.STUDENT)
        return self.filter(Q(user=user.pk) | (Q(organisation__in=deciding) & ~Q(role=Role.STUDENT)))


class MentorQuerySet(ScopedQuerySet):
    """Workplace mentors."""

    def visible_to(self, user: Any) -> Self:
        """Oneself, the colleagues of the host, and the mentors of an institution's partners."""
        standing = standing_of(user)
        return self.filter(
            Q(user=user.pk)
            | Q(establishment__organisation__in=standing.hosts())
            | Q(
                establishment__organisation__partnerships_as_host__institution__in=(
                    standing.institutions()
                )
            )
        ).distinct()


class PartnershipQuerySet(ScopedQuerySet):
    """Partnerships of an institution with a host."""

    def visible_to(self, user: Any) -> Self:
        """The two partners' own people; never another institution (V34)."""
        standing = standing_of(user)
        return self.filter(
            Q(institution__in=standing.institutions()) | Q(host__in=standing.hosts(HOST_DECIDERS))
        )


class FrameworkAgreementQuerySet(ValidPeriodQuerySet):
    """Arrangements within partnerships."""

    def visible_to(self, user: Any) -> Self:
        """As the partnership."""
        standing = standing_of(user)
        return self.filter(
            Q(partnership__institution__in=standing.institutions())
            | Q(partnership__host__in=standing.hosts(HOST_DECIDERS))
        )


class RecognitionQuerySet(ValidPeriodQuerySet):
    """Recognitions of establishments for programmes."""

    def visible_to(self, user: Any) -> Self:
        """The institution that recognised, and the host; never another institution (V34)."""
        standing = standing_of(user)
        return self.filter(
            Q(institution__in=standing.institutions())
            | Q(establishment__organisation__in=standing.hosts(HOST_DECIDERS))
        )


class ApiClientQuerySet(ValidPeriodQuerySet):
    """Clients of the API."""

    def visible_to(self, user: Any) -> Self:
        """Those of the organisations for which the person analyses or coordinates."""
        standing = standing_of(user)
        return self.filter(organisation__in=standing.organisations(Role.ANALYST, Role.COORDINATOR))

    def signing_in_as(self, identifier: str, moment: datetime) -> Self:
        """The client that may use this identifier at that moment: its own, or the former one
        while the overlap lasts; none when its period is over or somebody ended it.
        """
        known = Q(client_id=identifier) | Q(former_client_id=identifier, former_until__gt=moment)
        return self.valid_on(timezone.localdate(moment)).filter(known, ended_at__isnull=True)
