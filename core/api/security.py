"""How the OpenAPI file describes signing in."""

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema


class SessionOfPages(SessionScheme):
    """A person uses the session of the pages."""

    target_class = "core.api.authentication.SessionAuthentication"
    name = "session"


class ClientToken(OpenApiAuthenticationExtension):
    """A machine uses client credentials (OAuth 2.0)."""

    target_class = "partnerships.api.authentication.ClientTokenAuthentication"
    name = "client_credentials"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, object]:
        """Where the token comes from."""
        flow = {"tokenUrl": "/identity/o/api/token", "scopes": {}}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}
