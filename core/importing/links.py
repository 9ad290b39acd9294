"""Many-to-many fields of imported rows."""

from core.importing.rows import CHANGED, UNCHANGED, Row
from core.importing.targets import Target


def link(target: Target, row: Row) -> None:
    """Give the row's instance exactly the links that the line names.

    Costs two queries per link and line: meant for files with few lines (pilots).
    """
    for name, column in target.links.items():
        related = getattr(row[target.name], name)
        wanted = {one.pk for one in row[column]}
        if wanted != set(related.values_list("pk", flat=True)):
            related.set(wanted)
            if row.status == UNCHANGED:
                row.status = CHANGED
