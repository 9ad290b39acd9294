"""Code lists of who takes part, with named sets beside them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What an organisation is to the platform."""

    INSTITUTION = "institution", _("higher education institution")
    HOST = "host", _("host organisation")
    MINISTRY = "ministry", _("ministry")
    OBSERVER = "observer", _("member of the consultation platform")


class InstitutionType(models.TextChoices):
    """Kinds of higher education institution."""

    UAS = "uas", _("university of applied sciences")
    UNIVERSITY = "university", _("university")


class Accent(models.TextChoices):
    """Colours of an institution's pages beside the platform's own (static/css/tokens.css).

    A fixed list: a test proves the contrast of each, light and dark.
    """

    BLUE = "blue", _("blue")
    GREEN = "green", _("green")
    PLUM = "plum", _("plum")
    BRICK = "brick", _("brick red")


class HostKind(models.TextChoices):
    """Kinds of host. A one-person business is personal data (domain.md 3.1)."""

    COMPANY = "company", _("company")
    NON_PROFIT = "non_profit", _("non-profit association")
    PUBLIC = "public", _("public body")
    NATURAL_PERSON = "natural_person", _("one-person business")


class SizeClass(models.TextChoices):
    """Size of a host by head count."""

    SOLO = "solo", _("1 person")
    MICRO = "micro", _("2 to 9 people")
    SMALL = "small", _("10 to 49 people")
    MEDIUM = "medium", _("50 to 249 people")
    LARGE = "large", _("250 people or more")


class Province(models.TextChoices):
    """Flemish provinces and Brussels (ISO 3166-2)."""

    ANTWERP = "BE-VAN", _("Antwerp")
    FLEMISH_BRABANT = "BE-VBR", _("Flemish Brabant")
    LIMBURG = "BE-VLI", _("Limburg")
    EAST_FLANDERS = "BE-VOV", _("East Flanders")
    WEST_FLANDERS = "BE-VWV", _("West Flanders")
    BRUSSELS = "BE-BRU", _("Brussels")


class Role(models.TextChoices):
    """What a person does for an organisation, for a period."""

    COORDINATOR = "wbl_coordinator", _("coordinator of work-based learning")
    DIRECTOR = "programme_director", _("programme director")
    COACH = "trajectory_coach", _("trajectory coach")
    CONTACT = "host_contact", _("contact person of the host")
    SIGNATORY = "host_signatory", _("signatory of the host")
    MENTOR = "mentor", _("workplace mentor")
    STUDENT = "student", _("student")
    ANALYST = "analyst", _("ministry analyst")
    OBSERVER = "observer", _("observer of the consultation platform")


INSTITUTION_ROLES = frozenset({Role.COORDINATOR, Role.DIRECTOR, Role.COACH})
HOST_ROLES = frozenset({Role.CONTACT, Role.SIGNATORY, Role.MENTOR})
# Who decides for a host; a mentor sees the own students only.
HOST_DECIDERS = frozenset({Role.CONTACT, Role.SIGNATORY})

# Who looks after the programs that fetch data for an organisation: they know its data anyway.
CLIENT_KEEPERS = {
    OrganisationKind.MINISTRY: Role.ANALYST,
    OrganisationKind.INSTITUTION: Role.COORDINATOR,
}

ROLES_OF_KIND = {
    OrganisationKind.INSTITUTION: INSTITUTION_ROLES | {Role.STUDENT},
    OrganisationKind.HOST: HOST_ROLES,
    OrganisationKind.MINISTRY: frozenset({Role.ANALYST}),
    OrganisationKind.OBSERVER: frozenset({Role.OBSERVER}),
}


class ProgrammeType(models.TextChoices):
    """Types of study programme, with their level in the qualifications framework."""

    ASSOCIATE = "associate_degree", _("associate degree")
    PROFESSIONAL_BACHELOR = "prof_bachelor", _("professional bachelor")
    ACADEMIC_BACHELOR = "acad_bachelor", _("academic bachelor")
    MASTER = "master", _("master")


class QualificationKind(models.TextChoices):
    """The qualification aimed at; the list can grow (V5)."""

    EDUCATIONAL = "educational", _("educational qualification")
    PROFESSIONAL = "professional", _("professional qualification")


class Track(models.TextChoices):
    """Day track or track for working students."""

    DAY = "day", _("day track")
    WORKING_STUDENT = "working_student", _("track for working students")


class Judgement(models.TextChoices):
    """The verdict of a recognition (domain.md 6.2)."""

    MEETS = "meets", _("meets the conditions")
    CONDITIONAL = "meets_with_conditions", _("meets the conditions, with conditions to fulfil")


class Compensation(models.TextChoices):
    """What a student gets for being at the workplace (domain.md 2.9)."""

    NONE = "none", _("none")
    EXPENSES_FLAT = "expenses_flat", _("flat-rate expenses")
    EXPENSES_REAL = "expenses_real", _("real expenses")
    ALLOWANCE = "allowance", _("allowance")


class SignInState(models.TextChoices):
    """How somebody stands to signing in, in the words of who looks after it."""

    BLOCKED = "blocked", _("Blocked")
    NOT_INVITED = "not_invited", _("Not invited yet")
    INVITED = "invited", _("Invited")
    EXPIRED = "expired", _("Invitation is over")
    NEVER = "never", _("Never signed in")
    SIGNS_IN = "signs_in", _("Can sign in")
