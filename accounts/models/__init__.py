"""Rows about the person: who it is, how somebody gets in, who looked with whose eyes."""

from accounts.models.impersonation import Impersonation, ImpersonationEnd, ImpersonationStep
from accounts.models.invitations import Invitation
from accounts.models.people import ProviderLink, SecondStep, User, UserManager

__all__ = [
    "Impersonation",
    "ImpersonationEnd",
    "ImpersonationStep",
    "Invitation",
    "ProviderLink",
    "SecondStep",
    "User",
    "UserManager",
]
