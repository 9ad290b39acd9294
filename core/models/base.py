"""Bases for every room's models."""

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.querysets import ScopedQuerySet

if TYPE_CHECKING:
    from core.workflow import Workflow


class Record(models.Model):
    """A row with a bigint inside and a UUID in every address, file and message."""

    uuid = models.UUIDField(_("identifier"), default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


class StatefulRecord(Record):
    """A record that moves along a workflow. Only `core.transitions` writes its state."""

    workflow: ClassVar["Workflow"]

    state = models.CharField(_("state"), max_length=30, editable=False)
    state_since = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.state:
            self.__dict__["state"] = self.workflow.initial


class SealedRecord(Record):
    """A row that is written once: no update, no delete, for nobody but the tables' owner."""

    class Meta:
        abstract = True


def in_language(obj: Any, field: str) -> str:
    """The text of ``<field>_nl`` or ``<field>_en`` in the reader's language.

    Dutch is always there; English falls back to it.
    """
    language = (get_language() or "nl")[:2]
    return getattr(obj, f"{field}_{language}", "") or getattr(obj, f"{field}_nl")
