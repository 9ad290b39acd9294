"""Deny by default: signed in, or a view that says it is public."""

from typing import Any

from rest_framework.permissions import BasePermission


class SignedIn(BasePermission):
    """A person with a session. Clients with a token enter only where a view names a scope."""

    def has_permission(self, request: Any, view: Any) -> bool:
        """True for a signed-in person who came without a token."""
        return bool(request.user and request.user.is_authenticated and request.auth is None)
