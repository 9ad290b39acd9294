"""Inviting everybody who cannot sign in yet: wanted in one press, done by a worker in parts.

Who is to be invited stands in the database. A part is done in one transaction together with its
invitations and letters, so that a worker that dies, or two workers at once, invite nobody twice.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import invitations
from core.background import enqueue
from core.errors import NotNow
from core.history import acting
from core.permissions import refusal, require
from partnerships.models import BatchEntry, InvitationBatch, Person
from partnerships.people import inviter
from partnerships.sign_in_states import without_invitation

TASK = "partnerships.invite_batches"
PART = 50


def to_invite(actor: Any) -> Any:
    """Whom a press would invite: those the actor looks after, never invited or too long ago."""
    people = without_invitation(Person.objects.visible_to(actor)).exclude(pk=actor.pk)
    return people if actor.is_administrator else people.filter(is_administrator=False)


@transaction.atomic
def invite_everybody(*, actor: Any) -> InvitationBatch:
    """Want all of them invited; a worker does it. Raises `Refused`; `NotNow` when there is
    nobody to invite, or the round from before still runs.
    """
    require(actor, "partnerships.invite_person")
    running = NotNow(_("The round of invitations from before still runs."))
    if InvitationBatch.objects.filter(actor=actor, finished_at=None).exists():
        raise running
    keys = list(to_invite(actor).values_list("pk", flat=True))
    if not keys:
        raise NotNow(_("Everybody can sign in or was invited."))
    try:
        with transaction.atomic(), acting(actor, "partnerships.invitationbatch.begin"):
            batch = InvitationBatch.objects.create(actor=actor)
    except IntegrityError as error:
        raise running from error
    BatchEntry.objects.bulk_create(
        (BatchEntry(batch=batch, person_id=key) for key in keys), batch_size=1000
    )
    enqueue(TASK)
    return batch


def work_off(parts: int = 20) -> bool:
    """Invite a number of parts of what is wanted; True when something is left."""
    return all(_next_part() for __ in range(parts))


@transaction.atomic
def _next_part() -> bool:
    """One part of the oldest batch; False when nothing is left to do for this worker."""
    waiting = BatchEntry.objects.filter(invited__isnull=True).order_by("pk")
    first = waiting.select_related("batch__actor").first()
    if first is None:
        _finish()
        return False
    # Another worker's part is left to it.
    rows = waiting.filter(batch=first.batch).select_for_update(skip_locked=True)[:PART]
    entries = list(rows)
    if not entries:
        return False
    invited = {person.pk for person in _invite(entries, first.batch.actor)}
    for entry in entries:
        entry.invited = entry.person_id in invited
    BatchEntry.objects.bulk_update(entries, ["invited"])
    _finish()
    return True


def _invite(entries: list[BatchEntry], actor: Any) -> list[Any]:
    """Those whom the actor still may invite: rights and scope are asked again."""
    if refusal(actor, "partnerships.invite_person") is not None:
        return []
    people = to_invite(actor).filter(pk__in=[entry.person_id for entry in entries])
    return invitations.invite(people, actor=actor, inviter=inviter(actor), in_bulk=True)


def _finish() -> None:
    """Close the batches of which nothing is left."""
    rows = InvitationBatch.objects.filter(finished_at=None)
    rows.exclude(entries__invited__isnull=True).update(finished_at=timezone.now())
