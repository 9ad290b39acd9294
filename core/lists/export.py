"""A list as a file: the rows, columns and words that the reader sees, all pages of it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html import unescape
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeData
from django.utils.text import slugify
from django_tables2.rows import BoundRow

from core.privacy.enums import Door
from core.privacy.reads import note_list
from core.spreadsheets import CSV, XLSX, csv_lines, xlsx_file

PARAMETER = "export"
CHUNK = 500


def response(table: Any, kind: str, title: str) -> HttpResponseBase | None:
    """The file of a table as ``csv`` or ``xlsx``; None for any other kind.

    CSV is streamed, whatever the size. A workbook must be whole before it can be sent: it
    holds no more rows than a list counts (`core.paging`), and there is none above that.
    """
    rows = values(table)
    if kind == "csv":
        answer: Any = StreamingHttpResponse(csv_lines(rows), content_type=CSV)
    elif kind == "xlsx" and not table.paginator.has_more:
        answer = FileResponse(xlsx_file(rows, title), content_type=XLSX)
    else:
        return None
    name = f"{slugify(title)}-{timezone.localdate().isoformat()}.{kind}"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Cache-Control"] = "private, no-store"
    return answer


def values(table: Any) -> Iterator[list[Any]]:
    """The headings, then each row of the whole list: words as they are seen, without markup;
    numbers and days as such where the column says so (`core.tables`).
    """
    # A stream is read after the request: keep its language.
    with translation.override(translation.get_language()):
        columns = [c for c in table.columns if not c.column.exclude_from_export]
        yield [str(column.header) for column in columns]
        for record in _records(table.data.data, table.request):
            row = BoundRow(record, table=table)
            yield [_value(row.get_cell_value(column.name)) for column in columns]


def _records(source: Any, request: Any) -> Iterator[Any]:
    """Row by row; who takes them along is noted before they leave (`core.privacy.reads`)."""
    rows = iter(source.iterator(CHUNK) if isinstance(source, QuerySet) else source)
    while part := list(islice(rows, CHUNK)):
        note_list(request, part, Door.LIST)
        yield from part


def _value(value: Any) -> Any:
    if value is None or (isinstance(value, date | int | Decimal) and not isinstance(value, bool)):
        return value
    text = unescape(strip_tags(str(value))) if isinstance(value, SafeData) else str(value)
    return " ".join(text.split())
