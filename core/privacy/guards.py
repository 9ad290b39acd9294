"""The last guard against national numbers: a trigger on every table with texts that people write.

Made again after every migration (post_migrate), so that a new text cannot be forgotten. The
trigger's condition asks an immutable function; only a row that is refused costs more.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connections, models
from psycopg2 import sql

NAME = "no_text_holds_a_national_number"
# Nobody writes these: hashes, secrets, addresses of pages, what the platform itself computed.
NOT_WRITTEN = frozenset(
    {"password", "sha256", "sealed", "lottery_secret", "statement", "guards", "canonical"}
)
SHORTEST = 11


def guarded() -> Iterator[tuple[str, list[str]]]:
    """Every table of the rooms with the texts in it that could hold eleven digits."""
    for room in settings.ROOMS:
        for model in apps.get_app_config(room).get_models():
            if hasattr(model, "pgh_tracked_model") or model._meta.proxy:
                continue  # history repeats what passed
            columns = [str(c.column) for c in model._meta.concrete_fields if is_text(c)]
            if columns:
                yield model._meta.db_table, columns


def is_text(column: Any) -> bool:
    """Whether people can write eleven digits in it."""
    base = getattr(column, "base_field", column)
    if column.generated or column.name in NOT_WRITTEN or base.choices:
        return False
    if isinstance(base, models.TextField | models.JSONField):
        return True
    return isinstance(base, models.CharField) and (base.max_length or SHORTEST) >= SHORTEST


def write_guards(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """Make the triggers of all tables that are there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc('refuse_national_number') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return
        tables = {
            name: {c.name for c in connection.introspection.get_table_description(cursor, name)}
            for name in connection.introspection.table_names(cursor)
        }
        for table, columns in guarded():
            if set(columns) <= tables.get(table, set()):
                cursor.execute(_trigger(table, columns))


def _trigger(table: str, columns: list[str]) -> sql.Composed:
    texts = sql.SQL(", ").join(sql.SQL("NEW.{}::text").format(sql.Identifier(c)) for c in columns)
    statement = (
        "CREATE OR REPLACE TRIGGER {name} BEFORE INSERT OR UPDATE OF {columns} ON {table}"
        " FOR EACH ROW WHEN (holds_national_number(concat_ws(E'\\n', {texts})))"
        " EXECUTE FUNCTION refuse_national_number()"
    )
    return sql.SQL(statement).format(
        name=sql.Identifier(NAME),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        table=sql.Identifier(table),
        texts=texts,
    )
