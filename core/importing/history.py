"""Where in the history the changes of an import stand, so that they can be found and undone."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pghistory.models
from django.apps import apps
from django.db import connection, models

from core.models import ImportRun

LAST = """
SELECT name, pg_sequence_last_value(pg_get_serial_sequence(quote_ident(name), 'pgh_id')::regclass)
FROM unnest(%s::text[]) AS name
"""

Footprint = dict[str, list[int]]


def tracked_models() -> Iterator[type[models.Model]]:
    """Every model with a history, but that of the imports themselves."""
    for model in apps.get_models(include_auto_created=True):
        events = getattr(model, "pgh_event_model", None)
        is_event = issubclass(model, pghistory.models.Event)
        if events and not is_event and not model._meta.proxy and model is not ImportRun:
            yield model


def positions() -> dict[str, int]:
    """The last number in the history of every model, in one query."""
    tables = {events_of(model)._meta.db_table: model._meta.label for model in tracked_models()}
    with connection.cursor() as cursor:
        cursor.execute(LAST, [list(tables)])
        return {tables[name]: last or 0 for name, last in cursor.fetchall()}


def footprint(before: dict[str, int]) -> Footprint:
    """Per model that changed since: the number before the first event, and that of the last."""
    now = positions()
    return {
        label: [before.get(label, 0), last]
        for label, last in now.items()
        if last > before.get(label, 0)
    }


def events_of(model: type[models.Model]) -> type[models.Model]:
    """The event table of a model."""
    return model.pgh_event_model  # type: ignore[attr-defined]


def columns_with_history(model: Any) -> list[str]:
    """The columns that a row can get back from its history."""
    kept = {field.column for field in events_of(model)._meta.concrete_fields}
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    return [one.column for one in fields if one.column in kept and not one.primary_key]


def context_id() -> UUID:
    """The mark that all events of this request or task carry."""
    with pghistory.context() as context:
        return UUID(str(context.id))


def events_of_run(run: ImportRun, label: str) -> Any:
    """The events of one model that an import wrote."""
    first, last = run.footprint[label]
    rows = events_of(apps.get_model(label))._default_manager.order_by()
    return rows.filter(pgh_id__gt=first, pgh_id__lte=last, pgh_context_id=run.context)
