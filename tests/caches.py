"""Caches for tests: as many processes share one, and in one process."""

import os
from typing import Any
from uuid import uuid4

from config.embedded import ensure_servers


def shared_cache() -> dict[str, Any]:
    """The real cache, with names that no other test uses."""
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": {**os.environ, **ensure_servers()}["CACHE_URL"],
            "KEY_PREFIX": f"test-{uuid4()}",
        }
    }


def own_cache() -> dict[str, Any]:
    """A cache in this process."""
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": str(uuid4()),
        }
    }
