"""How often somebody may call the API: a limit per program or person, the same in all processes."""

import math
from typing import Any

from django.conf import settings
from rest_framework.throttling import SimpleRateThrottle

from core.api.callers import caller_of


class CallerThrottle(SimpleRateThrottle):
    """``API_REQUESTS_PER_MINUTE`` for each program, person or (not signed in) address.

    A program has its own limit, whatever token it comes with and whoever registered it. The
    count lies in the shared cache; requests at the very same moment may slip through together.
    Who asks too often is answered 429 with ``Retry-After`` in whole seconds.
    """

    scope = "caller"

    def get_rate(self) -> str | None:
        """Read at every request, so that a setting is enough to change it; 0 is no limit."""
        allowed = settings.API_REQUESTS_PER_MINUTE
        return f"{allowed}/min" if allowed else None

    def get_cache_key(self, request: Any, view: Any) -> str:
        """Who counts as one caller."""
        caller = caller_of(request) or f"address-{self.get_ident(request)}"
        return self.cache_format % {"scope": self.scope, "ident": caller}

    def wait(self) -> float | None:
        """Whole seconds, upwards: who waits them is let in."""
        seconds = super().wait()
        return None if seconds is None else math.ceil(seconds)
