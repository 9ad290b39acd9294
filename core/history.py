"""Who changed what, when, and on whose behalf: row-level triggers, append-only.

A row in an event table carries its context: the person's key, the action's name, and
the request. The application's database role can insert events and nothing else.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import pghistory
from django.db import models

from core.people import impersonator_of

Model = TypeVar("Model", bound=models.Model)


def tracked(model: type[Model]) -> type[Model]:
    """Give a model a history; columns that PostgreSQL works out by itself need none."""
    return tracked_without()(model)


def tracked_without(*secrets: str) -> Callable[[type[Model]], type[Model]]:
    """As `tracked`, for a model with columns that history must not know."""

    def give(model: type[Model]) -> type[Model]:
        generated = [field.name for field in model._meta.fields if field.generated]
        return cast("type[Model]", pghistory.track(exclude=[*generated, *secrets])(model))

    return give


@contextmanager
def acting(actor: Any, action: str) -> Iterator[None]:
    """Name the person and the action in every event written inside.

    Nested actions keep their own names; the outer one is restored afterwards.
    """
    with pghistory.context() as context:
        before = dict(context.metadata)
        context.metadata.update(user=getattr(actor, "pk", None), action=action)
        if (administrator := impersonator_of(actor)) is not None:
            context.metadata["impersonator"] = administrator.pk
        try:
            yield
        finally:
            context.metadata.clear()
            context.metadata.update(before)


def event_model(model: type[models.Model]) -> type[models.Model]:
    """The event table of a tracked model."""
    return cast("Any", model).pgh_event_model
