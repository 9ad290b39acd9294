"""What earlier lines of the file said, in temporary tables: memory does not grow with the file."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from core.importing.importer import Importer
from core.importing.outcome import Problem
from core.importing.rows import Row

TABLES = """
DROP TABLE IF EXISTS pg_temp.import_keys, pg_temp.import_rows;
CREATE TEMPORARY TABLE import_keys (key uuid PRIMARY KEY, line integer) ON COMMIT DROP;
CREATE TEMPORARY TABLE import_rows (
    target text, row_id bigint, line integer, PRIMARY KEY (target, row_id)
) ON COMMIT DROP;
"""
NEW_KEYS = """
INSERT INTO import_keys SELECT * FROM unnest(%s::uuid[], %s::integer[])
ON CONFLICT DO NOTHING RETURNING key::text
"""
NEW_ROWS = """
INSERT INTO import_rows SELECT %s, * FROM unnest(%s::bigint[], %s::integer[])
ON CONFLICT DO NOTHING
"""


class Seen:
    """The keys of the lines so far, and which rows they wrote."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(TABLES)

    def doubles(self, importer: Importer, rows: Iterable[Row]) -> list[Problem]:
        """Lines whose key stands on an earlier line, whatever its case and spaces."""
        first: dict[str, int] = {}
        again: list[tuple[Row, str]] = []
        for row in rows:
            key = digest(row[name] for name in importer.key)
            if first.setdefault(key, row.line) != row.line:
                again.append((row, key))
        earlier = self._earlier_keys(first)
        by_line = {row.line: row for row in rows} if earlier else {}
        again += [(by_line[first[key]], key) for key in earlier]
        reason = _("The same as on line %(line)d.")
        return [
            row.problem(importer.key[0], reason % {"line": earlier.get(key, first[key])})
            for row, key in again
        ]

    def _earlier_keys(self, keys: dict[str, int]) -> dict[str, int]:
        """Those of the keys that an earlier batch had, with its line; the others are noted."""
        if not keys:
            return {}
        with connection.cursor() as cursor:
            cursor.execute(NEW_KEYS, [list(keys), list(keys.values())])
            new = {key for (key,) in cursor.fetchall()}
            old = [key for key in keys if key not in new]
            if not old:
                return {}
            cursor.execute(
                "SELECT key::text, line FROM import_keys WHERE key = ANY(%s::uuid[])", [old]
            )
            return dict(cursor.fetchall())

    def lines_of(self, target: str, keys: Iterable[int]) -> dict[int, int]:
        """Which of these rows of the target an earlier line wrote or meant."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT row_id, line FROM import_rows WHERE target = %s AND row_id = ANY(%s)",
                [target, list(keys)],
            )
            return dict(cursor.fetchall())

    def note(self, target: str, lines: dict[int, int]) -> None:
        """These rows of the target were written or meant by these lines."""
        with connection.cursor() as cursor:
            cursor.execute(NEW_ROWS, [target, list(lines), list(lines.values())])


def digest(values: Iterable[Any]) -> str:
    """A key in sixteen bytes, written as PostgreSQL writes a UUID."""
    words = "\x1f".join(" ".join(str(value).casefold().split()) for value in values)
    found = hashlib.blake2b(words.encode(), digest_size=16).hexdigest()
    return f"{found[:8]}-{found[8:12]}-{found[12:16]}-{found[16:20]}-{found[20:]}"
