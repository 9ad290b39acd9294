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
# What happened, by the name of the action, where no workflow says it.
words: dict[str, "StrOrPromise"] = {}


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
    return entries(event_model(type(obj)), pgh_obj_id=obj.pk)


def entries(events_of: Any, *, text: "StrOrPromise" = "", **where: Any) -> list[Entry]:
    """The latest events of one event table that fit, newest first, in two queries.

    ``text`` says what happened, where the events' own actions do not.
    """
    rows = events_of._default_manager.filter(**where).order_by("-pgh_id")
    events = list(rows.values("pgh_created_at", "pgh_label", "pgh_context")[:LONGEST])
    contexts = [event["pgh_context"] or {} for event in events]
    named = {context.get(key) for context in contexts for key in ("user", "impersonator")}
    people = _people(named)
    return [_entry(event, people, text) for event in events]


def _people(keys: set[Any]) -> dict[Any, str]:
    users = get_user_model()._default_manager.filter(pk__in=keys - {None})
    return {user.pk: str(user) for user in users}


def _entry(event: dict[str, Any], people: dict[Any, str], text: "StrOrPromise") -> Entry:
    context = event["pgh_context"] or {}
    who = people.get(context.get("user"), _("The platform"))
    if "impersonator" in context:
        names = {"administrator": people.get(context["impersonator"], "?"), "person": who}
        who = _("%(administrator)s, looking as %(person)s") % names
    said = words.get(context.get("action", "")) or text or words_of(event["pgh_label"], context)
    return Entry(event["pgh_created_at"], who, said)


def words_of(label: str, context: dict[str, Any]) -> "StrOrPromise":
    """The verb as its workflow says it; otherwise what happened to the row."""
    room, __, verb = context.get("action", "").rpartition(".")
    if room.count(".") == 1:
        workflow = getattr(apps.get_model(room), "workflow", None)
        for step in workflow.transitions if workflow else ():
            if step.name == verb:
                return step.done
    return {"insert": _("Made"), "update": _("Changed"), "delete": _("Removed")}[label]
