"""How often somebody may call the API: a limit per program or person, the same in all processes."""

import math
import time
from abc import ABC, abstractmethod
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.throttling import BaseThrottle

from core.api.callers import caller_of

WINDOW = 60  # seconds


class MinuteThrottle(ABC, BaseThrottle):
    """So many within the minute that begins with somebody's first request.

    One increment in the shared cache decides, so requests at the very same moment are counted one
    by one. Each minute has its own counter: none is used near the moment the cache drops it.
    """

    scope: str

    @abstractmethod
    def allowed(self) -> int:
        """So many; read at every request, so that a setting is enough to change it. 0: no limit."""

    def counted_as(self, request: Any) -> str:
        """Who counts as one."""
        return f"address-{self.get_ident(request)}"

    def allow_request(self, request: Any, view: Any) -> bool:
        """Count this one; whether it was still within the limit."""
        self.limit = self.allowed()
        if not self.limit:
            return True
        name = f"throttle_{self.scope}_{self.counted_as(request)}"
        self.began = _beginning(name)
        self.counter = f"{name}_{self.began}"
        return _one_more(self.counter) <= self.limit

    def wait(self) -> int:
        """Whole seconds, upwards: who waits them is let in."""
        return max(1, math.ceil(self.began + WINDOW - time.time()))


class CallerThrottle(MinuteThrottle):
    """``API_REQUESTS_PER_MINUTE`` for each program, person or (not signed in) address.

    A program has its own limit, whatever token it comes with and whoever registered it. Who asks
    too often is answered 429 with ``Retry-After`` in whole seconds.
    """

    scope = "caller"

    def allowed(self) -> int:
        """As the operator says."""
        return int(settings.API_REQUESTS_PER_MINUTE)

    def counted_as(self, request: Any) -> str:
        """The program or person, otherwise the address."""
        return caller_of(request) or super().counted_as(request)


def _beginning(name: str) -> float:
    """When the minute under way began; of those who begin it together, all hear the same."""
    began = cache.get(name)
    if began is None:
        now = time.time()
        cache.add(name, now, WINDOW)
        began = cache.get(name, now)
    return float(began)


def _one_more(counter: str) -> int:
    try:
        return cache.incr(counter)
    except ValueError:  # the first of this minute
        cache.add(counter, 0, 2 * WINDOW)
        return cache.incr(counter)
