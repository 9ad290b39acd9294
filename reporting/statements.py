"""From a dataset and its filters to SQL: the rows come from the ORM, the names from the table."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from partnerships.models import Organisation
from reporting.dataset import Column, Dataset, Filter, Kind

# A cell that begins so is run by spreadsheets; an apostrophe in front makes it text again.
FORMULA_STARTS = "'=', '+', '-', '@', E'\\t', E'\\r'"
Statement = tuple[str, tuple[Any, ...]]
Filters = Mapping[str, Sequence[str]]


def check_filters(dataset: Dataset, filters: Filters) -> None:
    """Raises `Invalid` for a filter that the dataset has not, or a value outside its codes."""
    for name, values in filters.items():
        known = dataset.filters.get(name)
        if known is None:
            _refuse(name, _("This dataset has no such filter."))
        elif any(not _fits(value, known) for value in values):
            _refuse(name, _("This value is not in the code list."))


def _fits(value: str, known: Filter) -> bool:
    return value in known.codes.values if known.codes else "\0" not in value


def _refuse(name: str, reason: Any) -> None:
    raise Invalid(_("Some filters are not right."), {name: [reason]})


def rows_statement(dataset: Dataset, organisation: Organisation, filters: Filters) -> Statement:
    """SELECT of the dataset's columns under their names; values of a filter are alternatives."""
    check_filters(dataset, filters)
    rows = dataset.rows(organisation)
    for name, values in filters.items():
        rows = rows.filter(**{f"{dataset.filters[name].lookup}__in": list(values)})
    sources = [column.source for column in dataset.columns]
    sql, params = rows.order_by().values_list(*sources).query.sql_with_params()
    names = ", ".join(dataset.names)
    return f"SELECT {names} FROM ({sql}) AS source ({names})", tuple(params)  # noqa: S608


def csv_statement(dataset: Dataset, rows: Statement) -> Statement:
    """COPY of the rows by pseudonym, with a header, safe to open in a spreadsheet."""
    cells = ", ".join(_cell(column) for column in dataset.columns)
    sql, params = rows
    query = f"SELECT {cells} FROM ({sql}) AS listed ORDER BY {dataset.names[0]}"  # noqa: S608
    return f"COPY ({query}) TO STDOUT WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')", params


def _cell(column: Column) -> str:
    name = column.name
    if column.kind == Kind.BOOLEAN:
        return f"{name}::text AS {name}"
    if column.kind in {Kind.TEXT, Kind.CODE}:
        guarded = f"CASE WHEN left({name}, 1) IN ({FORMULA_STARTS}) THEN '''' || {name}"
        return f"{guarded} ELSE {name} END AS {name}"
    return name


def json_statement(dataset: Dataset, rows: Statement, after: str, size: int) -> Statement:
    """Pseudonym and JSON text of at most ``size`` rows whose pseudonym comes after ``after``."""
    key, (sql, params) = dataset.names[0], rows
    page = f"SELECT * FROM ({sql}) AS listed WHERE {key} > %s ORDER BY {key} LIMIT %s"  # noqa: S608
    return f"SELECT {key}, row_to_json(page)::text FROM ({page}) AS page", (*params, after, size)  # noqa: S608


def count_statement(rows: Statement) -> Statement:
    """How many rows there are."""
    return f"SELECT count(*) FROM ({rows[0]}) AS counted", rows[1]  # noqa: S608
