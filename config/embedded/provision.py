"""The database and its owner inside a fresh server."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from config.embedded.broker import Broker
from config.embedded.paths import Paths

if TYPE_CHECKING:  # psycopg2 is loaded late: `stop` works without an installed environment
    from psycopg2.extensions import connection

OWNER = "wbl"


def usable(paths: Paths, server: str) -> bool:
    """Whether a client can work with this server now; makes the database if it is missing."""
    if server == "broker":
        return Broker(paths).ready()
    return paths.database_socket.exists() and (connects(paths) or provides(paths))


def connects(paths: Paths) -> bool:
    """Whether the owner can reach the database."""
    import psycopg2

    try:
        connect(paths, OWNER, OWNER).close()
    except psycopg2.OperationalError:
        return False
    return True


def provides(paths: Paths) -> bool:
    """Make the role and the database; False if the server does not answer yet."""
    import psycopg2

    try:
        with closing(connect(paths, "postgres", "postgres")) as session:
            session.autocommit = True  # CREATE DATABASE refuses a transaction
            create_missing(session)
    except psycopg2.OperationalError:
        return False
    return True


def create_missing(session: connection) -> None:
    """Create the owner, who may create roles and (for tests) databases, and its database."""
    with session.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [OWNER])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {OWNER} OWNER {OWNER}")


def connect(paths: Paths, user: str, database: str) -> connection:
    """A connection over the socket; raises psycopg2.OperationalError."""
    import psycopg2

    return psycopg2.connect(host=str(paths.sockets), port=5432, user=user, dbname=database)
