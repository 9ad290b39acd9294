"""The application's database role: reads and writes, but never rewrites the past.

Run after every migration, as the tables' owner. History and sealed rows can be
inserted and read; changing, deleting or truncating them is refused by PostgreSQL
itself (ADR 0004).
"""

from typing import Any

import pghistory.models
from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connections, models
from psycopg2 import sql

from core.models import Forgotten, PrivacyStep, SealedRecord

INSERT_ONLY = (SealedRecord, pghistory.models.Event)
# What erasure and retention do, and did: the application reads it and runs it (ADR 0019).
READ_ONLY = (Forgotten, PrivacyStep)
ROLE = "DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"

JOIN = "GRANT {role} TO CURRENT_USER"
FIRST_WITH_SET = 160000


def is_insert_only(model: type[models.Model]) -> bool:
    """True for history and sealed rows."""
    return issubclass(model, INSERT_ONLY)


def grant_rights(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """Give the application's role its rights on one app's tables (post_migrate)."""
    role = settings.DATABASE_APP_ROLE
    if not role:
        return
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in sender.get_models(include_auto_created=True):
            if model._meta.managed and model._meta.db_table in tables:
                for statement in _statements(model):
                    cursor.execute(
                        sql.SQL(statement).format(
                            table=sql.Identifier(model._meta.db_table), role=sql.Identifier(role)
                        )
                    )


def prepare_role(using: str = "default", **kwargs: Any) -> None:
    """Make the role and let it use the schema (pre_migrate); safe when several do it at once."""
    role = settings.DATABASE_APP_ROLE
    if not role:
        return
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in (
            *_missing(cursor, role, connection.pg_version),  # type: ignore[attr-defined]
            "GRANT USAGE ON SCHEMA public TO {role}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
            "GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}",
        ):
            cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role)))


def _missing(cursor: Any, role: str, version: int) -> list[str]:
    """Making the role and stepping down to it need CREATEROLE: only asked for what is not so."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if not cursor.fetchone():
        return [ROLE, JOIN]
    # Since PostgreSQL 16 who makes a role is a member of it that may not step down to it.
    stepping_down = "SET" if version >= FIRST_WITH_SET else "MEMBER"
    cursor.execute("SELECT pg_has_role(current_user, %s, %s)", [role, stepping_down])
    return [] if cursor.fetchone()[0] else [JOIN]


def _statements(model: type[models.Model]) -> tuple[str, ...]:
    if issubclass(model, READ_ONLY):
        return ("REVOKE ALL ON {table} FROM {role}", "GRANT SELECT ON {table} TO {role}")
    if is_insert_only(model):
        return (
            "REVOKE ALL ON {table} FROM {role}",
            "GRANT SELECT, INSERT ON {table} TO {role}",
        )
    return ("GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {role}",)


def may_rewrite_history() -> bool:
    """Could this connection change or delete a row of history, or a sealed one?"""
    tables = [model._meta.db_table for model in apps.get_models() if is_insert_only(model)]
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(has_table_privilege(name, 'UPDATE, DELETE, TRUNCATE'))"
            " FROM unnest(%s) AS name WHERE to_regclass(name) IS NOT NULL",
            [tables],
        )
        return bool(cursor.fetchone()[0])
