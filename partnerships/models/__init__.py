"""Who takes part, and what was arranged with them."""

from partnerships.models.arrangements import FrameworkAgreement, Partnership, Recognition
from partnerships.models.calendars import ClosingPeriod
from partnerships.models.clients import ApiClient
from partnerships.models.organisations import (
    EstablishmentUnit,
    HostProfile,
    InstitutionProfile,
    Organisation,
    Workplace,
)
from partnerships.models.people import Membership, Mentor
from partnerships.models.persons import BatchEntry, InvitationBatch, Person
from partnerships.models.programmes import Programme

__all__ = [
    "ApiClient",
    "BatchEntry",
    "ClosingPeriod",
    "EstablishmentUnit",
    "FrameworkAgreement",
    "HostProfile",
    "InstitutionProfile",
    "InvitationBatch",
    "Membership",
    "Mentor",
    "Organisation",
    "Partnership",
    "Person",
    "Programme",
    "Recognition",
    "Workplace",
]
