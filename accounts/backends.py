"""Signing in by allauth, rights from the permission tables: nothing from stored grants."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from core.permissions import refusal


class Backend(AuthenticationBackend):
    """The platform's one authentication backend."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """True when the permission table allows it; nobody is above the table."""
        return refusal(user_obj, perm, obj) is None
