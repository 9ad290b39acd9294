"""Sessions for people. Machines sign in with tokens, in the room that knows clients."""

from typing import Any

from rest_framework import authentication


class SessionAuthentication(authentication.SessionAuthentication):
    """Django's session; says 401 instead of 403 to a visitor."""

    def authenticate_header(self, request: Any) -> str:
        """The scheme a client should use."""
        return "Bearer"
