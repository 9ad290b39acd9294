"""organisations.csv and establishments.csv: hosts and their sites, shared by institutions."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from core.importing import Column, Importer, Problem, Row, Target, importers, same
from partnerships.enums import HostKind, OrganisationKind
from partnerships.imports.scopes import SHARED_DATA, host, hosts_of_own
from partnerships.models import EstablishmentUnit, HostProfile, Organisation, Workplace
from partnerships.validators import bare_number


def one_person(row: Row) -> Iterator[Problem]:
    """One-person businesses are personal data (domain.md 3.1): the two columns must agree."""
    if row["is_one_person"] != (row["organisation_kind"] == HostKind.NATURAL_PERSON):
        yield row.problem("is_one_person", _("This does not agree with the kind of host."))


HOSTS = importers.register(
    Importer(
        name="organisations",
        title=_("Host organisations"),
        order=20,
        permission=SHARED_DATA,
        key=("organisation_code",),
        checks=(one_person,),
        columns=(
            Column(name="organisation_code", example="ORG-001"),
            Column(name="name", example="Vanhoorebrouck Aandrijftechniek"),
            Column(name="legal_form", example="NV"),
            Column(name="organisation_kind", example="company"),
            Column(name="enterprise_number", example="1999074087", clean=bare_number),
            Column(name="nace_division", example="28"),
            Column(name="nace_section", example="C"),
            Column(name="sector_nl", example="Machines en apparaten"),
            Column(name="sector_en", example="Machinery and equipment"),
            Column(name="employees", example="140"),
            Column(name="size_class", example="medium"),
            Column(name="is_one_person", example="no"),
            Column(name="email", example="info@vanhoorebrouck-aandrijftechniek.example"),
        ),
        targets=(
            Target(
                name="organisation",
                model=Organisation,
                key=("code",),
                fields=same("enterprise_number", "email")
                | {
                    "code": "organisation_code",
                    "kind": lambda row: OrganisationKind.HOST,
                    "name_nl": "name",
                },
                among={"kind": OrganisationKind.HOST},
                guard=hosts_of_own("pk"),
                main=True,
            ),
            Target(
                name="profile",
                model=HostProfile,
                key=("organisation",),
                fields={"host_kind": "organisation_kind"}
                | same(
                    "organisation",
                    "legal_form",
                    "nace_division",
                    "nace_section",
                    "sector_nl",
                    "sector_en",
                    "employees",
                    "size_class",
                    "is_one_person",
                ),
                guard=hosts_of_own("organisation"),
            ),
        ),
    )
)

ESTABLISHMENTS = importers.register(
    Importer(
        name="establishments",
        title=_("Establishments of hosts"),
        order=40,
        permission=SHARED_DATA,
        key=("establishment_number",),
        columns=(
            Column(name="establishment_number", example="8999005348", clean=bare_number),
            Column(
                name="organisation_code",
                example="ORG-001",
                cell=host(),
                meaning=_("code of the host"),
            ),
            Column(name="name", example="Vanhoorebrouck Aandrijftechniek, hoofdzetel"),
            Column(name="street", example="Perenboomgaard"),
            Column(name="house_number", example="175"),
            Column(name="box", example="0201"),
            Column(name="postcode", example="8790"),
            Column(name="municipality", example="Waregem"),
            Column(name="province_code", example="BE-VWV"),
            Column(name="is_main", example="yes"),
            Column(name="public_transport", example="yes"),
            Column(name="wheelchair_accessible", example="yes"),
            Column(name="valid_from", example="2018-11-05"),
        ),
        targets=(
            Target(
                name="establishment",
                model=EstablishmentUnit,
                key=("number",),
                fields={"number": "establishment_number", "organisation": "organisation_code"}
                | same(
                    "name",
                    "street",
                    "house_number",
                    "box",
                    "postcode",
                    "municipality",
                    "province_code",
                    "is_main",
                    "public_transport",
                    "wheelchair_accessible",
                    "valid_from",
                ),
                guard=hosts_of_own("organisation"),
                main=True,
            ),
            Target(
                name="workplace",
                model=Workplace,
                key=("establishment",),
                fields={"establishment": "establishment", "is_default": lambda row: True},
                new={"name": "name"},
                among={"is_default": True},
            ),
        ),
    )
)
