"""Who takes part, and what was arranged with them."""

from partnerships.models.arrangements import FrameworkAgreement, Partnership, Recognition
from partnerships.models.clients import ApiClient
from partnerships.models.organisations import (
    EstablishmentUnit,
    HostProfile,
    InstitutionProfile,
    Organisation,
    Workplace,
)
from partnerships.models.people import Membership, Mentor
from partnerships.models.programmes import Programme

__all__ = [
    "ApiClient",
    "EstablishmentUnit",
    "FrameworkAgreement",
    "HostProfile",
    "InstitutionProfile",
    "Membership",
    "Mentor",
    "Organisation",
    "Partnership",
    "Programme",
    "Recognition",
    "Workplace",
]
