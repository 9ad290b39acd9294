"""Makers for who takes part."""

from datetime import date
from itertools import count

from accounts.models import User
from partnerships.enums import (
    Compensation,
    HostKind,
    InstitutionType,
    Judgement,
    OrganisationKind,
    ProgrammeType,
    Province,
    QualificationKind,
    Role,
    SizeClass,
    Track,
)
from partnerships.models import (
    ClosingPeriod,
    EstablishmentUnit,
    FrameworkAgreement,
    HostProfile,
    InstitutionProfile,
    Membership,
    Mentor,
    Organisation,
    Partnership,
    Programme,
    Recognition,
    Workplace,
)

PASSWORD = "een-goed-wachtwoord"
_numbers = count(1)


def number(first: str) -> str:
    """A ten-digit number with right check digits that begins with ``first``; none of the sample's,
    which go on with 999.
    """
    base = f"{first}998{next(_numbers) % 10_000:04d}"
    return f"{base}{97 - int(base) % 97:02d}"


def make_user(**fields) -> User:
    n = next(_numbers)
    values = {
        "email": f"persoon{n}@voorbeeld.example",
        "first_name": "An",
        "last_name": f"Peeters {n}",
    }
    return User.objects.create_user(password=PASSWORD, **(values | fields))


def make_institution(**fields) -> Organisation:
    n = next(_numbers)
    values = {
        "code": f"INS{n}",
        "kind": OrganisationKind.INSTITUTION,
        "name_nl": f"Hogeschool {n}",
        "name_en": f"University college {n}",
        "enterprise_number": number("1"),
        "email": f"info{n}@hogeschool.example",
    }
    institution = Organisation.objects.create(**(values | fields))
    InstitutionProfile.objects.create(
        organisation=institution,
        institution_type=InstitutionType.UAS,
        schac_id=f"hogeschool{n}.example",
        street="Schoolstraat",
        house_number="1",
        postcode="2300",
        municipality="Turnhout",
        province_code=Province.ANTWERP,
    )
    return institution


def make_host(**fields) -> Organisation:
    n = next(_numbers)
    values = {
        "code": f"HST{n}",
        "kind": OrganisationKind.HOST,
        "name_nl": f"Bedrijf {n}",
        "enterprise_number": number("1"),
        "email": f"info{n}@bedrijf.example",
    }
    host = Organisation.objects.create(**(values | fields))
    HostProfile.objects.create(
        organisation=host,
        legal_form="NV",
        host_kind=HostKind.COMPANY,
        nace_division="28",
        nace_section="C",
        sector_nl="Machines",
        sector_en="Machinery",
        employees=140,
        size_class=SizeClass.MEDIUM,
    )
    return host


def make_ministry(**fields) -> Organisation:
    n = next(_numbers)
    values = {
        "code": f"MIN{n}",
        "kind": OrganisationKind.MINISTRY,
        "name_nl": f"Departement {n}",
        "enterprise_number": number("1"),
        "email": f"info{n}@departement.example",
    }
    return Organisation.objects.create(**(values | fields))


def make_establishment(host: Organisation | None = None, **fields) -> EstablishmentUnit:
    n = next(_numbers)
    values = {
        "number": number("8"),
        "organisation": host or make_host(),
        "name": f"Vestiging {n}",
        "street": "Werkstraat",
        "house_number": "2",
        "postcode": "9000",
        "municipality": "Gent",
        "province_code": Province.EAST_FLANDERS,
        "is_main": True,
        "valid_from": date(2020, 1, 1),
    }
    return EstablishmentUnit.objects.create(**(values | fields))


def make_workplace(establishment: EstablishmentUnit | None = None, **fields) -> Workplace:
    establishment = establishment or make_establishment()
    values = {"name": establishment.name, "is_default": True}
    return Workplace.objects.create(establishment=establishment, **(values | fields))


def make_member(role: str, organisation: Organisation, **fields) -> User:
    """A new person with a role in an organisation, since 2024."""
    user = make_user(**fields)
    Membership.objects.create(
        user=user, organisation=organisation, role=role, valid_from=date(2024, 1, 1)
    )
    return user


def make_coordinator(institution: Organisation | None = None, **fields) -> User:
    return make_member(Role.COORDINATOR, institution or make_institution(), **fields)


def make_mentor(establishment: EstablishmentUnit | None = None, **fields) -> Mentor:
    """A mentor with the role that goes with it."""
    establishment = establishment or make_establishment()
    values = {"occupation": "Technicus", "experience_years": 10, "max_students": 3}
    user = fields.pop("user", None) or make_member(Role.MENTOR, establishment.organisation)
    return Mentor.objects.create(user=user, establishment=establishment, **(values | fields))


def make_programme(institution: Organisation | None = None, **fields) -> Programme:
    n = next(_numbers)
    institution = institution or make_institution()
    values = {
        "code": f"PRG{n}",
        "name_nl": f"Graduaat {n}",
        "name_en": f"Associate degree {n}",
        "programme_type": ProgrammeType.ASSOCIATE,
        "qualification_kind": QualificationKind.EDUCATIONAL,
        "qf_level": 5,
        "total_credits": 120,
        "wbl_credits": 45,
        "isced_f": "0714",
        "language": "nl",
        "track": Track.DAY,
    }
    values["director"] = fields.pop("director", None) or make_member(Role.DIRECTOR, institution)
    return Programme.objects.create(institution=institution, **(values | fields))


def make_partnership(institution=None, host=None, **fields) -> Partnership:
    values = {"started_on": date(2025, 9, 1)}
    return Partnership.objects.create(
        institution=institution or make_institution(), host=host or make_host(), **(values | fields)
    )


def make_closing(institution: Organisation, **fields) -> ClosingPeriod:
    values = {
        "name_nl": "Kerstvakantie",
        "valid_from": date(2026, 12, 24),
        "valid_to": date(2027, 1, 3),
    }
    return ClosingPeriod.objects.create(institution=institution, **(values | fields))


def make_framework(partnership: Partnership | None = None, **fields) -> FrameworkAgreement:
    n = next(_numbers)
    partnership = partnership or make_partnership()
    values = {
        "code": f"FWK{n}",
        "signed_on": date(2025, 8, 1),
        "valid_from": date(2025, 9, 1),
        "valid_to": date(2029, 8, 31),
        "review_due": date(2027, 5, 31),
        "objectives": "Leren in echte opdrachten.",
        "assessment": "De instelling beoordeelt.",
        "teaching_organisation": "Vaste werkplekdagen.",
        "entry_competences": "Inleidend practicum.",
        "exit_competences": "Volgens het traject.",
        "materials": "Werkkledij van de partner.",
        "content": "Vanuit de werkplek.",
        "guidance": "Wekelijks gesprek.",
        "compensation": Compensation.EXPENSES_REAL,
        "expense_rule": "Openbaar vervoer wordt terugbetaald.",
        "confidentiality": "Geen gegevens naar buiten.",
    }
    values["host_signatory"] = make_member(Role.SIGNATORY, partnership.host)
    values["coordinator"] = make_coordinator(partnership.institution)
    return FrameworkAgreement.objects.create(partnership=partnership, **(values | fields))


def make_recognition(programme=None, establishment=None, **fields) -> Recognition:
    n = next(_numbers)
    programme = programme or make_programme()
    values = {
        "code": f"REC{n}",
        "institution": programme.institution,
        "establishment": establishment or make_establishment(),
        "valid_from": date(2025, 9, 1),
        "valid_to": date(2030, 8, 31),
        "judgement": Judgement.MEETS,
        "decided_on": date(2025, 8, 1),
        "risk_assessment_date": date(2025, 7, 1),
    }
    first = fields.pop("first_reviewer", None)
    values["first_reviewer"] = first or make_coordinator(programme.institution)
    values["second_reviewer"] = programme.director
    return Recognition.objects.create(programme=programme, **(values | fields))
