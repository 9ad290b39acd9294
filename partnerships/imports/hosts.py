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
            Column(name="organisation_code", example="ORG-001", other="ORG-002"),
            Column(
                name="name",
                example="Vanhoorebrouck Aandrijftechniek",
                other="Kanaalzicht Verpakkingen",
            ),
            Column(name="legal_form", example="NV"),
            Column(name="organisation_kind", example="company"),
            Column(
                name="enterprise_number",
                example="1999074087",
                other="1999077750",
                clean=bare_number,
            ),
            Column(name="nace_division", example="28", other="17"),
            Column(name="nace_section", example="C"),
            Column(name="sector_nl", example="Machines en apparaten", other="Papier en karton"),
            Column(
                name="sector_en", example="Machinery and equipment", other="Paper and cardboard"
            ),
            Column(name="employees", example="140", other="320"),
            Column(name="size_class", example="medium", other="large"),
            Column(name="is_one_person", example="no"),
            Column(
                name="email",
                example="info@vanhoorebrouck-aandrijftechniek.example",
                other="info@kanaalzicht-verpakkingen.example",
            ),
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
            Column(
                name="establishment_number",
                example="8999005348",
                other="8999010692",
                clean=bare_number,
            ),
            Column(
                name="organisation_code",
                example="ORG-001",
                cell=host(),
                meaning=_("code of the host"),
            ),
            Column(
                name="name",
                example="Vanhoorebrouck Aandrijftechniek, hoofdzetel",
                other="Vanhoorebrouck Aandrijftechniek, vestiging Oostende",
            ),
            Column(name="street", example="Perenboomgaard", other="Mosterdmolenweg"),
            Column(name="house_number", example="175", other="125A"),
            Column(name="box", example="0201"),
            Column(name="postcode", example="8790", other="8400"),
            Column(name="municipality", example="Waregem", other="Oostende"),
            Column(name="province_code", example="BE-VWV"),
            Column(name="is_main", example="yes", other="no"),
            Column(name="public_transport", example="yes"),
            Column(name="wheelchair_accessible", example="yes", other="no"),
            Column(name="valid_from", example="2018-11-05", other="2017-09-03"),
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
