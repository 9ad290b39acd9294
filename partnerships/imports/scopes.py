"""Whose rows a person may bring in: an institution its own, hosts with care.

Hosts and their sites are shared: any coordinator may add one. Who works there, and what
is known of it, an institution may change only while no other institution works with it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.houses import provide_houses
from core.importing import Lookup, Reference, Row
from core.permissions import Rule, register
from partnerships.enums import OrganisationKind, Role
from partnerships.models import Membership, Organisation, Partnership
from partnerships.standing import standing_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OTHER_INSTITUTION: "StrOrPromise" = _("This belongs to another institution.")
SHARED_HOST: "StrOrPromise" = _("Another institution works with this host too.")
KNOWN_ELSEWHERE: "StrOrPromise" = _(
    "This person also works or studies elsewhere; only they can change their own data."
)

REFERENCE_DATA = "partnerships.import_reference_data"
OWN_DATA = "partnerships.import_own_data"
SHARED_DATA = "partnerships.import_shared_data"


def coordinated(actor: Any) -> set[int]:
    """The institutions that a person coordinates."""
    return set(standing_of(actor).institutions({Role.COORDINATOR}))


def houses(user: Any) -> dict[UUID, str]:
    """The institutions whose data a person keeps, by name."""
    if not hasattr(user, "_houses"):
        rows = Organisation.objects.filter(pk__in=coordinated(user)).order_by("name_nl")
        user._houses = {row.uuid: str(row) for row in rows}
    return dict(user._houses)


provide_houses(houses)


def is_administrator(user: Any, obj: Any) -> bool:
    """Looks after reference data."""
    return bool(user.is_administrator)


def is_coordinator(user: Any, obj: Any) -> bool:
    """Coordinates an institution."""
    return bool(coordinated(user))


register(
    {
        REFERENCE_DATA: Rule(is_administrator, _("Only an administrator brings in these data.")),
        OWN_DATA: Rule(is_coordinator, _("Only a coordinator of an institution imports.")),
        SHARED_DATA: Rule(
            lambda user, obj: is_administrator(user, obj) or is_coordinator(user, obj),
            _("Only a coordinator of an institution imports."),
        ),
        "core.import_data": Rule(
            lambda user, obj: is_administrator(user, obj) or is_coordinator(user, obj),
            _("Only a coordinator of an institution imports."),
            in_person=True,
        ),
    }
)


def own(institution: Callable[[Row], int]) -> Callable[[list[Row], Any], dict[int, Any]]:
    """A scope: lines of the institutions that the person coordinates."""

    def scope(rows: list[Row], actor: Any) -> dict[int, Any]:
        mine = coordinated(actor)
        return {row.line: OTHER_INSTITUTION for row in rows if institution(row) not in mine}

    return scope


def own_rows(path: str) -> Callable[[list[Any], Any], dict[int, Any]]:
    """A guard: rows whose institution, along this path, the person coordinates."""

    def guard(instances: list[Any], actor: Any) -> dict[int, Any]:
        keys = [instance.pk for instance in instances]
        rows = type(instances[0])._default_manager.filter(pk__in=keys)
        others = rows.exclude(**{f"{path}__in": coordinated(actor)})
        return dict.fromkeys(others.values_list("pk", flat=True), OTHER_INSTITUTION)

    return guard


def shared_hosts(hosts: Iterable[int], actor: Any) -> set[int]:
    """Of these hosts, those with which an institution of somebody else works."""
    partnerships = Partnership.objects.filter(host__in=set(hosts))
    others = partnerships.exclude(institution__in=coordinated(actor))
    return set(others.values_list("host", flat=True))


def hosts_of_own(path: str) -> Callable[[list[Any], Any], dict[int, Any]]:
    """A guard: rows whose host, along this path, works with nobody else's institution."""

    def guard(instances: list[Any], actor: Any) -> dict[int, Any]:
        if actor.is_administrator:
            return {}
        keys = [instance.pk for instance in instances]
        rows = type(instances[0])._default_manager.filter(pk__in=keys)
        host_of = dict(rows.values_list("pk", path))
        shared = shared_hosts(host_of.values(), actor)
        return {key: SHARED_HOST for key, host in host_of.items() if host in shared}

    return guard


def own_people(instances: list[User], actor: Any) -> Mapping[int, "StrOrPromise"]:
    """A guard: people all of whose roles are within the reach of this coordinator."""
    keys = [instance.pk for instance in instances]
    roles = Membership.objects.filter(user__in=keys).select_related("organisation")
    hosts = {m.organisation_id for m in roles if m.organisation.kind == OrganisationKind.HOST}
    reach = coordinated(actor) | (hosts - shared_hosts(hosts, actor))
    elsewhere = {m.user_id for m in roles if m.organisation_id not in reach}
    alone = set(keys) - {m.user_id for m in roles}
    return dict.fromkeys(elsewhere | alone, KNOWN_ELSEWHERE)


def person(*roles: str) -> Reference:
    """A cell with the address of a person who holds one of these roles."""
    where = {"pk__in": Membership.objects.filter(role__in=roles).values("user")} if roles else {}
    return Reference(User, "email", where=where, clean=str.lower)


def works_for(column: str, organisation: Callable[[Row], int], *roles: str) -> Lookup:
    """A check: who is named in a column holds, or held, one of these roles there."""

    def key(row: Row) -> tuple[tuple[int, ...], int]:
        named = row[column] if isinstance(row[column], list) else [row[column]]
        return tuple(one.pk for one in named), organisation(row)

    def load(keys: set[tuple[tuple[int, ...], int]]) -> dict[Any, bool]:
        people = {user for users, __ in keys for user in users}
        rows = Membership.objects.filter(user__in=people, role__in=roles)
        held = set(rows.values_list("user", "organisation"))
        return {
            (users, place): True
            for users, place in keys
            if all((user, place) in held for user in users)
        }

    reason = _("This person does not have that role in the organisation of this line.")
    return Lookup(name=f"{column} role", key=key, load=load, column=column, reason=reason)


def institution() -> Reference:
    """A cell with the code of an institution."""
    return Reference(Organisation, "code", where={"kind": OrganisationKind.INSTITUTION})


def host() -> Reference:
    """A cell with the code of a host."""
    return Reference(Organisation, "code", where={"kind": OrganisationKind.HOST})
