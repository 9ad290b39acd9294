"""Who acts: people by address and by role, each fetched once."""

from functools import cache

from accounts.models import User
from partnerships.enums import Role
from partnerships.models import Membership, Organisation


@cache
def person(key: int) -> User:
    """A person; the same object every time, so that the roles are asked once."""
    return User.objects.get(pk=key)


@cache
def holders(organisation: int, *roles: str) -> tuple[int, ...]:
    """Keys of the people with one of these roles, in the order in which they were known."""
    rows = Membership.objects.filter(organisation=organisation, role__in=roles)
    return tuple(dict.fromkeys(rows.order_by("pk").values_list("user", flat=True)))


def host_speaker(host: Organisation) -> User:
    """Who signs and answers for a host: its signatory, else its contact person."""
    keys = holders(host.pk, Role.SIGNATORY) or holders(host.pk, Role.CONTACT)
    return person(keys[0])


def contact_of(host: Organisation) -> User:
    """The contact person of a host."""
    return person((holders(host.pk, Role.CONTACT) or holders(host.pk, Role.SIGNATORY))[0])


def forget() -> None:
    """Drop what was fetched: it belongs to one transaction."""
    person.cache_clear()
    holders.cache_clear()
