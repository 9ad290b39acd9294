"""people.csv and mentors.csv: who works for whom, and what a mentor brings."""

import secrets
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.importing import (
    Column,
    Importer,
    Lookup,
    Problem,
    Reference,
    Row,
    Target,
    Text,
    importers,
    same,
)
from partnerships.enums import ROLES_OF_KIND, OrganisationKind, Role
from partnerships.imports.scopes import (
    OTHER_INSTITUTION,
    OWN_DATA,
    SHARED_HOST,
    coordinated,
    hosts_of_own,
    own_people,
    person,
    shared_hosts,
)
from partnerships.models import (
    EstablishmentUnit,
    Membership,
    Mentor,
    Organisation,
    Partnership,
)
from partnerships.validators import bare_number

HOST = OrganisationKind.HOST


def no_password(row: Row) -> str:
    """People who were imported get in by an invitation or a provider.

    As ``make_password(None)`` marks them, which takes letter by letter from chance: of a million
    people that is a minute.
    """
    return UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30)


def role_fits(row: Row) -> Iterator[Problem]:
    """Each kind of organisation has its own roles; students have a file of their own."""
    if row["role"] not in ROLES_OF_KIND[row["organisation_code"].kind] - {Role.STUDENT}:
        yield row.problem("role", _("This organisation has nobody in this role."))


def our_people(rows: list[Row], actor: Any) -> dict[int, Any]:
    """People of the own institution, and of hosts that nobody else works with."""
    mine = coordinated(actor)
    hosts = {r["organisation_code"].pk for r in rows if r["organisation_code"].kind == HOST}
    shared = shared_hosts(hosts, actor)
    reasons = {}
    for row in rows:
        place = row["organisation_code"].pk
        if place in shared:
            reasons[row.line] = SHARED_HOST
        elif place not in mine | hosts:
            reasons[row.line] = OTHER_INSTITUTION
    return reasons


PERSON = same("email", "first_name", "last_name", "language")

PEOPLE = importers.register(
    Importer(
        name="people",
        title=_("People of institutions and hosts"),
        order=50,
        permission=OWN_DATA,
        key=("email", "role", "organisation_code"),
        scope=our_people,
        checks=(role_fits,),
        columns=(
            Column(
                name="email",
                example="emmanuel.maes@hogeschool-leiezicht.example",
                other="johan.elamrani@hogeschool-leiezicht.example",
                synonyms=("e-mail", "mail"),
            ),
            Column(name="first_name", example="Emmanuel", other="Johan"),
            Column(
                name="last_name",
                example="Maes",
                other="El Amrani",
                synonyms=("achternaam", "surname", "naam"),
            ),
            Column(name="role", example="wbl_coordinator"),
            Column(
                name="organisation_code",
                example="LEI",
                cell=Reference(Organisation, "code"),
                meaning=_("code of the institution, host or other organisation"),
            ),
            Column(name="language", example="nl"),
            Column(name="job_title", example="Coördinator werkplekleren"),
            Column(name="valid_from", example="2024-05-04", other="2021-12-06"),
        ),
        targets=(
            Target(
                name="user",
                model=User,
                key=("email",),
                fields=PERSON | same("job_title"),
                first_counts=frozenset({"job_title"}),
                new={"password": no_password},
                guard=own_people,
            ),
            Target(
                name="membership",
                model=Membership,
                key=("user", "organisation", "role"),
                fields={"organisation": "organisation_code"} | same("user", "role", "valid_from"),
                among={"valid_to": None},
            ),
        ),
        rules={
            "a_role_in_an_organisation_is_held_once_at_a_time": _(
                "This person already held this role in that period."
            )
        },
    )
)


def load_mentors(keys: set[tuple[int, str]]) -> dict[tuple[int, str], Mentor]:
    """Mentors by host and address."""
    people = {email for __, email in keys}
    rows = Mentor.objects.filter(user__email__in=people).select_related("user", "establishment")
    return {(row.establishment.organisation_id, row.user.email): row for row in rows}


SUBSTITUTE = Lookup(
    name="substitute",
    key=lambda row: (
        (row["establishment_number"].organisation_id, row["substitute_email"])
        if row["substitute_email"]
        else None
    ),
    load=load_mentors,
    column="substitute_email",
    reason=_("There is no other mentor of this host with this address."),
)


def works_there(row: Row) -> Iterator[Problem]:
    """A mentor holds that role in the host of the establishment, and replaces others only."""
    if not row["membership"]:
        reason = _("This person is no mentor of the host of this establishment.")
        yield row.problem("mentor_email", reason)
    if row["substitute_email"] == row["mentor_email"].email:
        yield row.problem("substitute_email", _("Nobody is their own substitute."))


def load_mentor_roles(keys: set[tuple[int, int]]) -> dict[tuple[int, int], bool]:
    """Which people hold the role of mentor in which hosts."""
    people = {person for person, __ in keys}
    roles = Membership.objects.filter(user__in=people, role=Role.MENTOR)
    return dict.fromkeys(roles.values_list("user", "organisation"), True)


def of_our_hosts(rows: list[Row], actor: Any) -> dict[int, Any]:
    """Mentors of hosts that the own institution works with, or nobody does yet."""
    hosts = {row["establishment_number"].organisation_id for row in rows}
    mine = Partnership.objects.filter(institution__in=coordinated(actor))
    partners = set(mine.values_list("host", flat=True))
    strange = shared_hosts(hosts, actor) - partners
    return {
        row.line: SHARED_HOST
        for row in rows
        if row["establishment_number"].organisation_id in strange
    }


MENTORS = importers.register(
    Importer(
        name="mentors",
        title=_("Workplace mentors"),
        order=60,
        permission=OWN_DATA,
        key=("mentor_email", "establishment_number"),
        scope=of_our_hosts,
        lookups=(
            Lookup(
                name="membership",
                key=lambda row: (
                    row["mentor_email"].pk,
                    row["establishment_number"].organisation_id,
                ),
                load=load_mentor_roles,
            ),
        ),
        checks=(works_there,),
        columns=(
            Column(
                name="mentor_email",
                example="zoe.vangeel@vanhoorebrouck-aandrijftechniek.example",
                other="seppe.coppens@vanhoorebrouck-aandrijftechniek.example",
                cell=person(Role.MENTOR),
                meaning=_("e-mail address of the mentor"),
            ),
            Column(
                name="establishment_number",
                example="8999005348",
                other="8999010692",
                cell=Reference(EstablishmentUnit, "number", clean=bare_number),
                meaning=_("number of the establishment"),
            ),
            Column(
                name="occupation", example="Automatiseringstechnicus", other="Onderhoudstechnicus"
            ),
            Column(name="experience_years", example="25", other="20"),
            Column(name="certificate_date", example="2018-07-09"),
            Column(name="max_students", example="3", other="2"),
            Column(
                name="substitute_email",
                example="seppe.coppens@vanhoorebrouck-aandrijftechniek.example",
                other="zoe.vangeel@vanhoorebrouck-aandrijftechniek.example",
                cell=Text(lower=True),
                meaning=_("e-mail address of the substitute, another mentor of the host"),
                required=False,
            ),
        ),
        targets=(
            Target(
                name="mentor",
                model=Mentor,
                key=("user", "establishment"),
                fields={"user": "mentor_email", "establishment": "establishment_number"}
                | same("occupation", "experience_years", "certificate_date", "max_students"),
                guard=hosts_of_own("establishment__organisation"),
                main=True,
            ),
            Target(
                name="replaced",
                model=Mentor,
                key=("user", "establishment"),
                fields={
                    "user": "mentor_email",
                    "establishment": "establishment_number",
                    "substitute": "substitute",
                },
                lookups=(SUBSTITUTE,),
                guard=hosts_of_own("establishment__organisation"),
            ),
        ),
        rules={"a_mentor_guides_at_least_one_student": _("A mentor guides at least one student.")},
    )
)
