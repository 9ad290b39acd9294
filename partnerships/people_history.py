"""What happened to somebody's account, from all the tables that tell it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Impersonation, Invitation, SecondStep, User
from core.history import event_model
from core.timeline import LONGEST, Entry, entries, words
from partnerships.models import Membership

words |= {
    "partnerships.person.block": _("Blocked"),
    "partnerships.person.unblock": _("Block lifted"),
    "partnerships.membership.set_last_day": _("Last day of a role set"),
    "accounts.invitation.accept": _("Invitation accepted"),
    "accounts.invitation.withdraw": _("Invitation withdrawn"),
    "reset_second_factor": _("Second step taken away"),
}
ENDED = ["accounts.invitation.accept", "accounts.invitation.withdraw"]
ADDED, GIVEN, MOVED = _("Added"), _("Role given"), _("Role changed")
INVITED, SET_UP = _("Invited"), _("Second step set up")
REMOVED = _("Second step removed")


def history_of(person: Any) -> list[Entry]:
    """The latest of everything, newest first; a fixed number of queries."""
    # Of the same moment, what follows from something else stands above it.
    found = [
        *_looks(person),
        *entries(event_model(SecondStep), user_id=person.pk, pgh_label="delete", text=REMOVED),
        *entries(event_model(SecondStep), user_id=person.pk, pgh_label="insert", text=SET_UP),
        *entries(event_model(Invitation), user_id=person.pk, pgh_context__action__in=ENDED),
        *entries(event_model(Invitation), user_id=person.pk, pgh_label="insert", text=INVITED),
        *entries(event_model(Membership), user_id=person.pk, pgh_label="update", text=MOVED),
        *entries(event_model(Membership), user_id=person.pk, pgh_label="insert", text=GIVEN),
        *entries(event_model(User), pgh_obj_id=person.pk, pgh_label="update"),
        *entries(event_model(User), pgh_obj_id=person.pk, pgh_label="insert", text=ADDED),
    ]
    return sorted(found, key=lambda entry: entry.when, reverse=True)[:LONGEST]


def _looks(person: Any) -> list[Entry]:
    rows = Impersonation.objects.filter(person=person.pk).select_related("administrator")
    text = _("Looked with this person’s eyes")
    return [
        Entry(row.created_at, str(row.administrator), text, row.reason) for row in rows[:LONGEST]
    ]
