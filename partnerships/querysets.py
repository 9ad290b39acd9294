"""Who sees which organisations, people and arrangements."""

from datetime import date, datetime
from typing import Any, Self

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from core.querysets import ScopedQuerySet, ValidPeriodQuerySet
from partnerships.enums import (
    CLIENT_KEEPERS,
    HOST_DECIDERS,
    HOST_ROLES,
    OrganisationKind,
    Role,
)
from partnerships.standing import standing_of


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

    def staffed_by(self, user: Any) -> Self:
        """Where this person says who works there: the own ones, and hosts of nobody else."""
        if getattr(user, "is_administrator", False):
            return self
        return self.filter(Q(pk__in=_decided(user)) | Q(pk__in=_hosts_of_nobody_else(user)))


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

    def not_over(self) -> Self:
        """Those that hold today or later on."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate()))

    def looked_after_by(self, user: Any) -> Self:
        """The roles through which this person looks after others' sign-in.

        A coordinator: everybody of the institution, and the people of its partner hosts; who
        decides for a host: its own people; a platform administrator: everybody.
        """
        if getattr(user, "is_administrator", False):
            return self.not_over()
        partners = _partnerships().filter(institution__in=_led(user)).values("host")
        theirs = Q(organisation__in=partners, role__in=HOST_ROLES)
        return self.not_over().filter(_own(user) | theirs)

    def beyond_reach_of(self, user: Any) -> Self:
        """The roles over which this person has no say: elsewhere, or at a partner host that
        works with an institution of somebody else too.
        """
        alone = Q(organisation__in=_hosts_of_nobody_else(user), role__in=HOST_ROLES)
        return self.not_over().exclude(_own(user) | alone)


def _partnerships() -> Any:
    return apps.get_model("partnerships.Partnership")._default_manager.all()


def _led(user: Any) -> list[int]:
    return standing_of(user).institutions({Role.COORDINATOR})


def _own(user: Any) -> Q:
    return Q(organisation__in=_decided(user))


def _decided(user: Any) -> list[int]:
    return _led(user) + standing_of(user).hosts(HOST_DECIDERS)


def _hosts_of_nobody_else(user: Any) -> Any:
    """Hosts that work with the coordinator's institutions and with no other one."""
    others = _partnerships().exclude(institution__in=_led(user)).values("host")
    mine = _partnerships().filter(institution__in=_led(user))
    return mine.exclude(host__in=others).values("host")


class PersonQuerySet(ScopedQuerySet):
    """People, as those see them who look after their sign-in."""

    def visible_to(self, user: Any) -> Self:
        """Platform administrators everybody; others who holds a role that they look after."""
        if getattr(user, "is_administrator", False):
            return self
        if not standing_of(user).has(Role.COORDINATOR, *HOST_DECIDERS):
            return self.none()
        memberships: Any = apps.get_model("partnerships.Membership")._default_manager
        return self.filter(pk__in=memberships.looked_after_by(user).values("user"))


class InvitationBatchQuerySet(ScopedQuerySet):
    """Many people invited at once."""

    def visible_to(self, user: Any) -> Self:
        """One's own."""
        return self.filter(actor=user.pk) if user.is_authenticated else self.none()

    def with_progress(self) -> Self:
        """How many people in all (``total``), done with, invited, and left out."""
        return self.annotate(
            total=Count("entries"),
            done=Count("entries__invited"),
            invited=Count("entries", filter=Q(entries__invited=True)),
            left_out=Count("entries", filter=Q(entries__invited=False)),
        )


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


class ClosingPeriodQuerySet(ValidPeriodQuerySet):
    """Days on which an institution is closed."""

    def visible_to(self, user: Any) -> Self:
        """An institution's own staff."""
        return self.filter(institution__in=standing_of(user).institutions())


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
        own = self.filter(organisation__in=standing_of(user).kept())
        return own.with_answering(timezone.localdate())

    def with_answering(self, day: date) -> Self:
        """With ``is_answered``: whether the responsible may sign in and looks after the
        organisation's programs on that day. A program does not outlive that role.
        """
        roles = apps.get_model("partnerships", "Membership").objects.valid_on(day)
        held = roles.filter(
            user=OuterRef("responsible"),
            user__is_active=True,
            organisation=OuterRef("organisation"),
            role__in=CLIENT_KEEPERS.values(),
        )
        return self.annotate(is_answered=Exists(held))

    def signing_in_as(self, identifier: str, moment: datetime) -> Self:
        """The client that may use this identifier at that moment: its own, or the former one
        while the overlap lasts; none when its period is over, somebody ended it, or nobody
        answers for it any more.
        """
        day = timezone.localdate(moment)
        known = Q(client_id=identifier) | Q(former_client_id=identifier, former_until__gt=moment)
        running = self.valid_on(day).filter(known, ended_at__isnull=True)
        return running.with_answering(day).filter(is_answered=True)
