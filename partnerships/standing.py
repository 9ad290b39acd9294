"""Where a person stands today: roles per organisation, asked once per request."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone

from core.people import Capacity
from core.workflow import ADMINISTRATOR, HOST, INSTITUTION, MINISTRY, OBSERVER, STUDENT
from partnerships.enums import CLIENT_KEEPERS, HOST_ROLES, INSTITUTION_ROLES, Role
from partnerships.looks import look_at_work

AUDIENCES = (
    dict.fromkeys(INSTITUTION_ROLES, INSTITUTION)
    | dict.fromkeys(HOST_ROLES, HOST)
    | {Role.STUDENT: STUDENT, Role.ANALYST: MINISTRY, Role.OBSERVER: OBSERVER}
)
ORDER = {role: place for place, role in enumerate(Role)}


@dataclass(frozen=True)
class Standing:
    """A person's roles of today, as pairs of an organisation's key and a role."""

    held: frozenset[tuple[int, str]]

    def organisations(self, *roles: str) -> list[int]:
        """Keys of the organisations where the person holds one of these roles, sorted."""
        return sorted({key for key, role in self.held if role in roles})

    def institutions(self, roles: Iterable[str] = INSTITUTION_ROLES) -> list[int]:
        """Keys of the institutions for which the person works."""
        return self.organisations(*roles)

    def hosts(self, roles: Iterable[str] = HOST_ROLES) -> list[int]:
        """Keys of the hosts for which the person works."""
        return self.organisations(*roles)

    def kept(self) -> list[int]:
        """Keys of the organisations whose programs the person looks after."""
        return self.organisations(*CLIENT_KEEPERS.values())

    def has(self, *roles: str) -> bool:
        """True when the person holds one of these roles anywhere."""
        return any(role in roles for __, role in self.held)


NOBODY = Standing(frozenset())


def standing_of(user: Any) -> Standing:
    """The person's standing today; one query per user object, remembered on it."""
    if not user.is_authenticated:
        return NOBODY
    if not hasattr(user, "_standing"):
        user._standing = Standing(frozenset((m.organisation_id, m.role) for m in _today(user)))
    return user._standing


def capacities_of(user: Any) -> list[Capacity]:
    """The roles that a person can act in, as the menu shows them."""
    held = [
        Capacity(
            str(m.uuid),
            str(m),
            AUDIENCES[Role(m.role)],
            look=cache(partial(look_at_work, m.organisation)),
        )
        for m in sorted(_today(user), key=lambda m: (ORDER[Role(m.role)], m.organisation_id))
    ]
    if user.is_administrator:
        label = user._meta.get_field("is_administrator").verbose_name
        held.append(Capacity("administrator", label, ADMINISTRATOR))
    return held


def numbers_of(user: Any) -> frozenset[str]:
    """Under which numbers a provider of sign-ins may know the organisations where the person
    has a role today: the enterprise number, and the code at the access management.
    """
    held = [membership.organisation for membership in _today(user)]
    numbers = {number for one in held for number in (one.enterprise_number, one.access_code)}
    return frozenset(number for number in numbers if number)


def _today(user: Any) -> list[Any]:
    if not hasattr(user, "_memberships_today"):
        today = timezone.localdate()
        rows = user.memberships.select_related("organisation").valid_on(today)
        user._memberships_today = list(rows)
    return user._memberships_today


def staff_of(organisations: Iterable[int], roles: Iterable[str] = INSTITUTION_ROLES) -> Any:
    """The people who hold one of these roles in one of the organisations today and may sign in."""
    today = timezone.localdate()
    people = get_user_model().objects.filter(is_active=True)
    return people.filter(
        Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gte=today),
        memberships__organisation__in=list(organisations),
        memberships__role__in=list(roles),
        memberships__valid_from__lte=today,
    ).distinct()
