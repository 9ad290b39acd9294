"""institutions.csv and other_organisations.csv: reference data of the platform."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.importing import Code, Column, Importer, Target, importers, same
from partnerships.enums import OrganisationKind
from partnerships.imports.scopes import REFERENCE_DATA
from partnerships.models import InstitutionProfile, Organisation
from partnerships.validators import bare_number

IDENTITY = same("name_nl", "name_en", "enterprise_number", "email")

INSTITUTIONS = importers.register(
    Importer(
        name="institutions",
        title=_("Institutions"),
        order=10,
        permission=REFERENCE_DATA,
        key=("institution_code",),
        columns=(
            Column(name="institution_code", example="LEI", other="TAX"),
            Column(name="name_nl", example="Hogeschool Leiezicht", other="Hogeschool Taxandria"),
            Column(
                name="name_en",
                example="Leiezicht University of Applied Sciences",
                other="Taxandria University of Applied Sciences",
            ),
            Column(name="institution_type", example="uas"),
            Column(
                name="enterprise_number",
                example="1999003714",
                other="1999007474",
                clean=bare_number,
            ),
            Column(
                name="schac_id",
                example="hogeschool-leiezicht.example",
                other="hogeschool-taxandria.example",
            ),
            Column(name="street", example="Weversdok", other="Campus Zandbergen"),
            Column(name="house_number", example="12", other="3"),
            Column(name="postcode", example="8500", other="2300"),
            Column(name="municipality", example="Kortrijk", other="Turnhout"),
            Column(name="province_code", example="BE-VWV", other="BE-VAN"),
            Column(
                name="email",
                example="werkplekleren@hogeschool-leiezicht.example",
                other="werkplekleren@hogeschool-taxandria.example",
            ),
            Column(name="hours_per_credit", example="27.5", other="27.0"),
        ),
        targets=(
            Target(
                name="organisation",
                model=Organisation,
                key=("code",),
                fields=IDENTITY
                | {"code": "institution_code", "kind": lambda row: OrganisationKind.INSTITUTION},
                among={"kind": OrganisationKind.INSTITUTION},
                main=True,
            ),
            Target(
                name="profile",
                model=InstitutionProfile,
                key=("organisation",),
                fields=same(
                    "organisation",
                    "institution_type",
                    "schac_id",
                    "street",
                    "house_number",
                    "postcode",
                    "municipality",
                    "province_code",
                    "hours_per_credit",
                ),
            ),
        ),
        rules={"a_credit_is_25_to_30_hours": _("A credit is 25 to 30 hours of study.")},
    )
)


class OtherKind(models.TextChoices):
    """Code list ``other_kind`` of the file."""

    MINISTRY = OrganisationKind.MINISTRY.value, OrganisationKind.MINISTRY.label
    OBSERVER = OrganisationKind.OBSERVER.value, OrganisationKind.OBSERVER.label


OTHERS = importers.register(
    Importer(
        name="other_organisations",
        title=_("Ministry and members of the consultation platform"),
        order=30,
        permission=REFERENCE_DATA,
        key=("organisation_code",),
        columns=(
            Column(name="organisation_code", example="MIN-01", other="OBS-01"),
            Column(
                name="name_nl",
                example="Departement Hoger Onderwijs en Leerwerk",
                other="Dienst Werk en Bemiddeling (fictief)",
            ),
            Column(
                name="name_en",
                example="Department of Higher Education and Learning at Work",
                other="Employment and Placement Service (fictional)",
            ),
            Column(name="kind", example="ministry", other="observer", cell=Code(OtherKind)),
            Column(
                name="enterprise_number",
                example="1999018560",
                other="1999022223",
                clean=bare_number,
            ),
            Column(
                name="email",
                example="info@leerwerk-departement.example",
                other="info@werkbemiddeling.example",
            ),
        ),
        targets=(
            Target(
                name="organisation",
                model=Organisation,
                key=("code",),
                fields=IDENTITY | {"code": "organisation_code"} | same("kind"),
                among={"kind__in": OtherKind.values},
            ),
        ),
    )
)
