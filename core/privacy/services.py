"""The verbs: ask for a copy, ask to be forgotten, decide, carry out, lay and lift a hold."""

import json
import logging
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.background import enqueue
from core.errors import NotNow
from core.history import acting
from core.models import (
    DataCopy,
    ErasureCase,
    LegalHold,
    Letter,
)
from core.notifications.service import notify
from core.permissions import require
from core.privacy.archive import write_archive
from core.privacy.attached import erase_attached
from core.privacy.enums import CaseState
from core.privacy.holds import holds_on
from core.privacy.notices import (
    COPY_FAILED,
    COPY_READY,
    ERASURE_APPROVED,
    ERASURE_ASKED,
    ERASURE_REFUSED,
)
from core.transitions import move_in_bulk, transition
from core.versions import locked

logger = logging.getLogger(__name__)

MAKE_COPIES, ERASE = "core.make_data_copies", "core.erase_people"
KEPT = timedelta(days=7)
CLAIM = timedelta(minutes=30)
MOST_ATTEMPTS = 3


def ask_copy(person: Any, *, actor: Any) -> DataCopy:
    """Ask for a copy of all data about a person: one's own, or by letter for somebody whose file
    one keeps. Only the person can fetch it.
    """
    if actor.pk != person.pk:
        require(actor, "core.keep_files", person)
    try:
        with transaction.atomic():
            copy = DataCopy.objects.create(person=person, asked_by=actor, total=3)
            enqueue(MAKE_COPIES)
    except IntegrityError as error:
        raise NotNow(_("A copy is being made already.")) from error
    return copy


def make_copies() -> int:
    """Make what was asked for and nobody is making; returns how many were made."""
    made = 0
    while copy := _claim():
        made += _make(copy)
    return made


@transaction.atomic
def _claim() -> DataCopy | None:
    now = timezone.now()
    waiting = DataCopy.objects.filter(ready_at=None, failed_at=None).filter(
        Q(claimed_until=None) | Q(claimed_until__lt=now)
    )
    copy = waiting.order_by("pk").select_for_update(skip_locked=True).first()
    if copy:
        copy.claimed_until, copy.attempts = now + CLAIM, copy.attempts + 1
        copy.save(update_fields=["claimed_until", "attempts"])
    return copy


def _make(copy: DataCopy) -> int:
    """Make one; after some accidents give up, and tell the person."""
    if copy.attempts > MOST_ATTEMPTS:
        with transaction.atomic():
            DataCopy.objects.filter(pk=copy.pk).update(failed_at=timezone.now())
            notify(COPY_FAILED, [copy.person], path=reverse("core:privacy"))
        return 0
    with transaction.atomic():
        copy.parts.all().delete()  # of a worker that died
        size = write_archive(copy)
        now = timezone.now()
        DataCopy.objects.filter(pk=copy.pk).update(
            size=size, ready_at=now, delete_on=now + KEPT, claimed_until=None
        )
        notify(COPY_READY, [copy.person], path=reverse("core:privacy"), day=(now + KEPT).date())
    return 1


def delete_old_copies() -> int:
    """Forget copies whose days are over; returns how many."""
    old = DataCopy.objects.filter(
        Q(delete_on__lt=timezone.now()) | Q(failed_at__lt=timezone.now() - KEPT)
    )
    return sum(copy.delete()[1].get("core.DataCopy", 0) for copy in old)


@transaction.atomic
def ask_erasure(person: Any, *, actor: Any, note: str = "") -> ErasureCase:
    """Ask to forget a person: oneself, or by letter for somebody whose file one keeps."""
    if actor.pk != person.pk:
        require(actor, "core.keep_files", person)
    with acting(actor, "core.erasurecase.ask"):
        try:
            with transaction.atomic():
                case = ErasureCase.objects.create(person=person, asked_by=actor, note=note)
        except IntegrityError as error:
            raise NotNow(_("There is an open request already.")) from error
    if actor.pk != person.pk:
        notify(ERASURE_ASKED, [person], path=reverse("core:privacy"))
    return case


def approve_erasure(case: ErasureCase, *, actor: Any) -> None:
    """Approve; the person hears it, and within the hour the work is done in the background.

    409 with every hold that forbids it.
    """
    with transition(case, "approve", actor=actor) as row:
        _require_no_holds(row)
        row.decided_by = actor
        notify(ERASURE_APPROVED, [row.person])


def refuse_erasure(case: ErasureCase, *, actor: Any, answer: str) -> None:
    """Refuse, with the reason that the person reads."""
    with transition(case, "refuse", actor=actor) as row:
        row.decided_by, row.answer = actor, answer
        notify(ERASURE_REFUSED, [row.person], path=reverse("core:privacy"))


def withdraw_erasure(case: ErasureCase, *, actor: Any) -> None:
    """Take the request back."""
    with transition(case, "withdraw", actor=actor):
        pass


def _require_no_holds(case: ErasureCase) -> None:
    if found := holds_on(case.person):
        raise NotNow(_("This person cannot be forgotten yet."), [hold.reason for hold in found])


def erase_people() -> int:
    """Carry out every approved request, each in a transaction of its own; returns how many.

    What fails stays approved, and the next night tries again.
    """
    done = 0
    approved = ErasureCase.objects.filter(state=CaseState.APPROVED).order_by("pk")
    for key in list(approved.values_list("pk", flat=True)):
        try:
            done += _carry_out(key)
        except (NotNow, IntegrityError):
            logger.warning("Request %s to be forgotten cannot be carried out yet", key)
    return done


@transaction.atomic
def _carry_out(key: int) -> int:
    case = ErasureCase.objects.select_for_update().filter(pk=key, state=CaseState.APPROVED).first()
    if case is None or Letter.objects.waiting().filter(recipient=case.person_id).exists():
        return 0  # another worker did it; or the letter that says so has not gone out yet
    _require_no_holds(case)
    with acting(case.decided_by, "core.erasurecase.finish"), connection.cursor() as cursor:
        erase_attached(case.person)
        cursor.execute("SELECT erase_person(%s)", [case.pk])
        report = json.loads(cursor.fetchone()[0])
    ErasureCase.objects.filter(pk=case.pk).update(report=report)
    return move_in_bulk(ErasureCase.objects.filter(pk=case.pk), "finish", actor=case.decided_by)


@transaction.atomic
def lay_hold(person: Any, *, actor: Any, reason: str, until: date | None = None) -> LegalHold:
    """Forbid to forget anything of a person."""
    require(actor, "core.keep_files", person)
    with acting(actor, "core.legalhold.lay"):
        return LegalHold.objects.create(person=person, laid_by=actor, reason=reason, until=until)


@transaction.atomic
def lift_hold(hold: LegalHold, *, actor: Any) -> None:
    """End a hold; a second time changes nothing."""
    require(actor, "core.keep_files", hold.person)
    with acting(actor, "core.legalhold.lift"):
        row = locked(LegalHold, hold.pk)
        if row.lifted_at is None:
            row.lifted_at, row.lifted_by = timezone.now(), actor
            row.save()
    hold.refresh_from_db()
