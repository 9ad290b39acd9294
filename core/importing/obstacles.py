"""What stands in the way of taking an import back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pghistory.models
from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.errors import NotNow
from core.importing.history import events_of, events_of_run
from core.importing.importer import importer_named
from core.models import ImportJob, ImportRun, StatefulRecord

# Counting further tells nobody anything.
MANY = 1000


@dataclass(frozen=True)
class Obstacle:
    """A kind of rows, how many of them, and what is the matter with them, as a sentence."""

    sentence: str

    def __str__(self) -> str:
        return self.sentence


def obstacles(run: ImportRun) -> list[Obstacle]:
    """Everything that changed or refers to the rows of an import since; empty: it can be undone."""
    if run.context is None:
        return [Obstacle(str(_("It was done before the platform kept what is needed for this.")))]
    found = [*_links(run)]
    for label in run.footprint:
        model = apps.get_model(label)
        found += [*_changed_since(run, model), *_moved(run, model), *_referring(run, model)]
    return found


def cannot_undo(reasons: Iterable[Any]) -> NotNow:
    """The refusal to take an import back, with everything that stands in the way, each once."""
    found = dict.fromkeys(map(str, reasons))
    return NotNow(_("This import cannot be undone any more."), [*found])


def _count(rows: Any) -> int:
    return int(rows[:MANY].count())


def _links(run: ImportRun) -> Iterator[Obstacle]:
    """Links of many to many have no history."""
    if run.changed and any(target.links for target in importer_named(run.importer).targets):
        yield Obstacle(str(_("It changed which rows belong together, and that is not kept.")))


def _changed_since(run: ImportRun, model: type[models.Model]) -> Iterator[Obstacle]:
    __, last = run.footprint[model._meta.label]
    events = events_of(model)._default_manager.order_by()
    later = events.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__gt=OuterRef("pgh_id"))
    others = later.exclude(pgh_context_id=run.context) | later.filter(pgh_id__gt=last)
    rows = events_of_run(run, model._meta.label).filter(Exists(others))
    count = _count(rows.values("pgh_obj_id").distinct())
    if count:
        words = ngettext(
            "%(count)d row of “%(things)s” was changed since.",
            "%(count)d rows of “%(things)s” were changed since.",
            count,
        )
        yield Obstacle(words % {"count": count, "things": model._meta.verbose_name_plural})


def _moved(run: ImportRun, model: type[models.Model]) -> Iterator[Obstacle]:
    """A state is reached by moving only: the way back is not in the workflow."""
    if not issubclass(model, StatefulRecord):
        return
    updates = events_of_run(run, model._meta.label).filter(pgh_label="update")
    made = _made(run, model)
    earlier = events_of(model)._default_manager.filter(
        pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id")
    )
    before = Subquery(earlier.order_by("-pgh_id").values("state")[:1])
    moved = updates.exclude(pgh_obj_id__in=made).annotate(before=before).exclude(before=F("state"))
    count = _count(moved)
    if count:
        words = ngettext(
            "%(count)d row of “%(things)s” moved on.",
            "%(count)d rows of “%(things)s” moved on.",
            count,
        )
        yield Obstacle(words % {"count": count, "things": model._meta.verbose_name_plural})


def _made(run: ImportRun, model: type[models.Model]) -> Any:
    """The keys of the rows that the import made."""
    if model._meta.label not in run.footprint:
        return model._default_manager.none().values("pk")
    events = events_of_run(run, model._meta.label).filter(pgh_label="insert")
    return events.values("pgh_obj_id")


def _referring(run: ImportRun, model: type[models.Model]) -> Iterator[Obstacle]:
    """Rows of others that point at rows that the import made."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        other: Any = relation.related_model
        if issubclass(other, pghistory.models.Event | ImportJob) or other._meta.proxy:
            continue
        name = relation.field.name  # type: ignore[union-attr]
        rows = other._base_manager.filter(**{f"{name}__in": _made(run, model)})
        rows = rows.exclude(pk__in=_made(run, other)).order_by()
        count = _count(rows)
        if count:
            words = ngettext(
                "%(count)d row of “%(things)s” refers to what was imported.",
                "%(count)d rows of “%(things)s” refer to what was imported.",
                count,
            )
            yield Obstacle(words % {"count": count, "things": other._meta.verbose_name_plural})
