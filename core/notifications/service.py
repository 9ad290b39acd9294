"""Telling people something: rows in the transaction of what happened, letters afterwards."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format

from core.background import enqueue
from core.models import Letter, Notification
from core.notifications.enums import Delivery
from core.notifications.kinds import Kind
from core.notifications.letters import letter_about, one_line
from core.notifications.preferences import deliveries
from core.people import impersonator_of
from core.versions import locked

SEND = "core.send_letters"
LONGEST_SUBJECT = 300
PLACE = re.compile(r"%\((\w+)\)")


@transaction.atomic
def notify(
    kind: Kind,
    people: Iterable[Any],
    *,
    path: str = "",
    key: str = "",
    secret_path: Callable[[Any], str] | None = None,
    **values: Any,
) -> int:
    """Tell people something, each in their own way; returns how many were told.

    ``values`` fill the kind's words and may be records, dates or translated texts: they are
    written down in both languages, as they are now. ``path`` is the page to go on with;
    ``secret_path`` gives a page that only the reader of the letter may know. With a ``key``
    a person is told once, however often this is called. People who may not sign in are left
    out. A fixed number of queries, whatever the number of people.
    """
    chosen = {person.pk: person for person in people if person.is_active}
    words = _words(kind, values)
    told = _insert(_rows(kind, [(person, path, words) for person in chosen.values()], key), key)
    _write_letters(told, kind, secret_path)
    return len(told)


@dataclass(frozen=True)
class Told:
    """What one person is told: a page to go on with, and the values of the kind's words."""

    person: Any
    path: str
    values: Mapping[str, Any]


@transaction.atomic
def notify_each(kind: Kind, told: Iterable[Told]) -> int:
    """Tell each of these people something of their own, otherwise as `notify`.

    As many queries for ten thousand people as for one; returns how many were told.
    """
    active = [one for one in told if one.person.is_active]
    worded = zip(active, _words_of(kind, [one.values for one in active]), strict=True)
    rows = _rows(kind, [(one.person, one.path, words) for one, words in worded])
    at_once = [row for row in rows if row.delivery == Delivery.AT_ONCE]
    letters = [letter_about(row, kind) for row in at_once]
    post(letters)
    for row, letter in zip(at_once, letters, strict=True):
        row.letter = letter
    Notification.objects.bulk_create(rows)
    return len(rows)


def _rows(
    kind: Kind, told: Sequence[tuple[Any, str, dict[str, str]]], key: str = ""
) -> list[Notification]:
    """What is written down for each person, with the page and the words that are theirs."""
    how = deliveries(kind.topic, [person for person, *__ in told])
    return [
        Notification(
            recipient=person,
            kind=kind.name,
            path=path,
            key=key,
            delivery=how[person.pk],
            listed=kind.listed,
            **words,
        )
        for person, path, words in told
    ]


def post(letters: Iterable[Letter]) -> None:
    """Put letters in the outbox; they go out when this transaction is whole."""
    if Letter.objects.bulk_create(letters):
        enqueue(SEND)


def _insert(rows: list[Notification], key: str) -> list[Notification]:
    """Save; returns those whose key the person did not have yet."""
    if not key:
        return Notification.objects.bulk_create(rows)
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    # PostgreSQL does not say which rows it left out; ours have identifiers of their own.
    mine = [row.uuid for row in rows]
    return list(Notification.objects.filter(uuid__in=mine).select_related("recipient"))


def _write_letters(
    told: list[Notification], kind: Kind, secret_path: Callable[[Any], str] | None
) -> None:
    at_once = [row for row in told if row.delivery == Delivery.AT_ONCE]
    for row in at_once:
        path = secret_path(row.recipient) if secret_path else ""
        row.letter = letter_about(row, kind, path=path)
    post([row.letter for row in at_once if row.letter])
    Notification.objects.bulk_update(at_once, ["letter"])


def _words(kind: Kind, values: Mapping[str, Any]) -> dict[str, str]:
    return _words_of(kind, [values])[0]


def _words_of(kind: Kind, each: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The kind's words in both languages, with each of these values."""
    words: list[dict[str, str]] = [{} for __ in each]
    for language in ("nl", "en"):
        with translation.override(language):
            subject, text = str(kind.subject), str(kind.text)
            for row, values in zip(words, each, strict=True):
                require_values(kind, values)
                told = {name: _word(value) for name, value in values.items()}
                row[f"subject_{language}"] = one_line(subject % told)[:LONGEST_SUBJECT]
                row[f"text_{language}"] = text % told
    return words


def require_values(kind: Kind, values: Iterable[str]) -> None:
    """Raise ValueError, with the name of the kind, when its words in the language of now name a
    value that is not given: nobody would be told, and what it tells of would not happen.
    """
    if missing := names_in(kind) - set(values):
        message = f"The kind {kind.name} lacks a value for {', '.join(sorted(missing))}."
        raise ValueError(message)


def names_in(kind: Kind) -> set[str]:
    """The names of the values in its words, in the language of now."""
    return set(PLACE.findall(f"{kind.subject} {kind.text}"))


def _word(value: Any) -> str:
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    return date_format(value) if isinstance(value, date) else str(value)


def mark_read(notifications: Any, *, actor: Any) -> int:
    """Note that the person saw these rows; returns how many were new.

    Who looks with somebody's eyes reads nothing in that person's place.
    """
    if impersonator_of(actor) is not None:
        return 0
    return int(notifications.unread().update(read_at=timezone.now()))


def read_one(notification: Notification, *, actor: Any) -> None:
    """Note that the person saw this one; a second time changes nothing."""
    with transaction.atomic():
        locked(Notification, notification.pk)
        mark_read(Notification.objects.filter(pk=notification.pk, recipient=actor.pk), actor=actor)
    notification.refresh_from_db()
