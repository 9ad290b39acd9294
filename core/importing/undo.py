"""Taking an import back: its rows go, changed rows get their earlier values; or why that cannot be.

Everything is read from the history, which holds every row as it was (ADR 0018).
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from psycopg2 import sql

from core.errors import NotNow
from core.history import acting
from core.importing.engine import Watch, nobody_watches, one_at_a_time
from core.importing.history import columns_with_history, events_of
from core.importing.importer import Importer, importer_named
from core.importing.obstacles import cannot_undo, obstacles
from core.importing.refusals import broken_rule, check_now
from core.models import ImportRun

# How many events are taken back in one statement.
SLICE = 10_000

REMOVE = sql.SQL("""
DELETE FROM {table} WHERE id IN (
    SELECT pgh_obj_id FROM {events}
    WHERE pgh_id > %(first)s AND pgh_id <= %(last)s AND pgh_context_id = %(context)s
        AND pgh_label = 'insert'
)
""")
# Of each row that was changed and not made: the last event before the first of this import.
RESTORE = sql.SQL("""
UPDATE {table} AS now SET {columns}
FROM (
    SELECT pgh_obj_id, min(pgh_id) AS first FROM {events}
    WHERE pgh_id > %(first)s AND pgh_id <= %(last)s AND pgh_context_id = %(context)s
    GROUP BY pgh_obj_id HAVING bool_and(pgh_label = 'update')
) AS mine
CROSS JOIN LATERAL (
    SELECT * FROM {events} AS event
    WHERE event.pgh_obj_id = mine.pgh_obj_id AND event.pgh_id < mine.first
    ORDER BY event.pgh_id DESC LIMIT 1
) AS before
WHERE now.id = mine.pgh_obj_id
""")


def undo(run: ImportRun, *, actor: Any, watch: Watch = nobody_watches) -> None:
    """Take an import back inside the caller's transaction.

    Raises `NotNow` with everything that stands in the way.
    """
    importer = importer_named(run.importer)
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    one_at_a_time(importer)
    try:
        with acting(actor, "import.undo"), importer.undoing(run):
            if found := obstacles(run):
                raise cannot_undo(found)
            _take_back(importer, run, watch)
            run.undone_at, run.undone_by = timezone.now(), actor
            run.save(update_fields=["undone_at", "undone_by"])
    except DatabaseError as error:
        if rule := broken_rule(importer, error):
            raise cannot_undo([rule]) from error
        raise NotNow(_("Something changed in the meantime. Try again.")) from error


def _take_back(importer: Importer, run: ImportRun, watch: Watch) -> None:
    lines = 0
    labels = _dependents_first(importer, run)
    for label in labels:
        _execute(RESTORE, run, label, *run.footprint[label])
    for label in labels:
        for first, last in _slices(*run.footprint[label]):
            lines += _execute(REMOVE, run, label, first, last)
            watch(lines)
        check_now()  # not sooner: rows that go later may need what was restored


def _dependents_first(importer: Importer, run: ImportRun) -> list[str]:
    """The models that the import wrote, those that point at others before them."""
    order = [target.model._meta.label for target in reversed(importer.targets)]
    others = [label for label in run.footprint if label not in order]
    return [*others, *dict.fromkeys(label for label in order if label in run.footprint)]


def _execute(statement: sql.SQL, run: ImportRun, label: str, first: int, last: int) -> int:
    """Run a statement about one model and a part of its history; returns the number of rows."""
    model = apps.get_model(label)
    columns = sql.SQL(", ").join(
        sql.SQL("{name} = before.{name}").format(name=sql.Identifier(name))
        for name in columns_with_history(model)
    )
    with connection.cursor() as cursor:
        text = statement.format(
            table=sql.Identifier(model._meta.db_table),
            events=sql.Identifier(events_of(model)._meta.db_table),
            columns=columns,
        ).as_string(cursor.cursor)
        cursor.execute(text, {"first": first, "last": last, "context": str(run.context)})
        return int(cursor.rowcount)


def _slices(first: int, last: int) -> Iterator[tuple[int, int]]:
    # Backwards: later rows may point at earlier ones.
    for end in range(last, first, -SLICE):
        yield max(first, end - SLICE), end
