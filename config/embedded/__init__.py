"""PostgreSQL and the Celery broker out of Python wheels, for development, tests and trying out.

Nothing to install beside the Python packages, nothing left running afterwards: see
docs/adr/0002-embedded-database-and-broker.md. Production never comes here, because it sets
DATABASE_URL and BROKER_URL.
"""

from config.embedded.servers import ensure_servers, release_servers

__all__ = ["ensure_servers", "release_servers"]
