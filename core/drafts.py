"""Keeping what somebody typed in a form, for that person alone, until it is sent (ADR 0022)."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access import scope
from core.encryption import Unreadable, decrypt, encrypt, renewed
from core.errors import Invalid
from core.models import FormDraft
from core.privacy.national_number import holds_national_number

# Of one person; and of one form, in signs.
MOST = 50
LARGEST = 200_000

# Whether a session's person has drafts: the menu asks on every page, and a query is too much.
HAS = "has_drafts"

Values = Mapping[str, list[str]]


@transaction.atomic
def keep_draft(person: Any, place: str, values: Values, called: str = "") -> datetime:
    """Keep these values as the draft of this form, in place of an earlier one; returns when.

    ``called`` is how people call the form; it may name somebody, and is encrypted as well.
    Raises `Invalid` when it is too much, or holds a national register number.
    """
    text = json.dumps({"called": called, "values": values})
    if len(text) > LARGEST:
        raise Invalid(_("This is too much to keep as a draft."))
    if any(holds_national_number(one) for listed in values.values() for one in listed):
        raise Invalid(_("Leave the national register number out: it is kept nowhere here."))
    now = timezone.now()
    FormDraft.objects.update_or_create(
        user=person, place=place, defaults={"sealed": encrypt(text), "kept_at": now}
    )
    older = scope(FormDraft, person).order_by("-kept_at", "-pk")[MOST:]
    scope(FormDraft, person).filter(pk__in=list(older.values_list("pk", flat=True))).delete()
    return now


def draft_of(person: Any, place: str) -> FormDraft | None:
    """The person's draft of this form."""
    return scope(FormDraft, person).filter(place=place).first()


def values_of(draft: FormDraft) -> dict[str, list[str]]:
    """What was typed. Raises `core.encryption.Unreadable` when no key opens it."""
    return dict(json.loads(decrypt(draft.sealed))["values"])


def name_of(draft: FormDraft) -> tuple[str, str]:
    """How the form is called, and what it is about; its address when no key opens it."""
    try:
        called = json.loads(decrypt(draft.sealed))["called"]
    except Unreadable:
        called = ""
    name, __, about = (called or draft.place).partition("\n")
    return name, about


def note_drafts(request: Any, person: Any) -> None:
    """Remember in this session whether the person has drafts."""
    has = scope(FormDraft, person).exists()
    if request.session.get(HAS, False) != has:
        request.session[HAS] = has


def note_drafts_of(request: Any, user: Any, **kwargs: Any) -> None:
    """As `note_drafts`, when somebody signs in."""
    if hasattr(request, "session"):
        note_drafts(request, user)


def forget_draft(person: Any, place: str) -> None:
    """Throw the draft of this form away, if there is one."""
    scope(FormDraft, person).filter(place=place).delete()


def renew_drafts() -> int:
    """Encrypt every draft with the first key; returns how many. What no key opens stays as it is,
    until its person throws it away or its days are over.
    """
    drafts = FormDraft.objects.select_for_update().only("pk", "sealed")
    with transaction.atomic():
        return sum(_renew(draft) for draft in drafts.iterator())


def _renew(draft: FormDraft) -> bool:
    sealed = renewed(draft.sealed, "the draft of a form", draft.pk)
    if sealed:
        draft.sealed = sealed
        draft.save(update_fields=["sealed"])
    return bool(sealed)
