"""What happened, in human words: read from the history of a record."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from core.history import event_model

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

LONGEST = 50


@dataclass(frozen=True)
class Entry:
    """One line of a timeline."""

    when: "datetime"
    who: "StrOrPromise"
    text: "StrOrPromise"
    detail: "StrOrPromise" = ""


def timeline(obj: Any) -> list[Entry]:
    """The latest events of a tracked record, newest first, two queries whatever the length."""
    if not hasattr(type(obj), "pgh_event_model"):
        return []
    events = list(
        event_model(type(obj))
        ._default_manager.filter(pgh_obj_id=obj.pk)
        .order_by("-pgh_id")
        .values("pgh_created_at", "pgh_label", "pgh_context")[:LONGEST]
    )
    people = _people({(event["pgh_context"] or {}).get("user") for event in events})
    return [_entry(event, people) for event in events]


def _people(keys: set[Any]) -> dict[Any, str]:
    users = get_user_model()._default_manager.filter(pk__in=keys - {None})
    return {user.pk: str(user) for user in users}


def _entry(event: dict[str, Any], people: dict[Any, str]) -> Entry:
    context = event["pgh_context"] or {}
    who = people.get(context.get("user"), _("The platform"))
    return Entry(event["pgh_created_at"], who, _words(event["pgh_label"], context))


def _words(label: str, context: dict[str, Any]) -> "StrOrPromise":
    """The verb as its workflow says it; otherwise what happened to the row."""
    room, __, verb = context.get("action", "").rpartition(".")
    if room.count(".") == 1:
        workflow = getattr(apps.get_model(room), "workflow", None)
        for step in workflow.transitions if workflow else ():
            if step.name == verb:
                return step.done
    return {"insert": _("Made"), "update": _("Changed"), "delete": _("Removed")}[label]
