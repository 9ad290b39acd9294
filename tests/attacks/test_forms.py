"""Attacks through the forms of pages: things of somebody else in the place of one's own.

Every form on every page of the access matrix, and every field of it that chooses something.
"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django import forms
from django.db import models, transaction
from django.test import Client

from tests.access import Row, World
from tests.access.world import ROOMS, address_of, build_world, client_of, table
from tests.attacks.test_api import counts, foreigners

pytestmark = pytest.mark.django_db
Chooser = tuple[str, str, Client, str, forms.Field]


def pages(world: World) -> Iterator[tuple[str, Client, str]]:
    """(name, client, address) of every page, for somebody who opens it."""
    clients: dict[str, Client] = {}
    rows: list[Row] = [row for room in ROOMS for row in table(room).ROWS]
    for row in rows:
        if row.method == "get" and not row.api:
            for role in sorted(row.ok)[:1]:
                client = clients.setdefault(role, client_of(role, world))
                yield f"{row.name} as {role}", client, address_of(row, world)


def form_of(answer: Any) -> forms.BaseForm | None:
    """The one form that a page sends; the filters of a list send nothing."""
    found = (
        answer.context.get("form") if answer.context and "filter" not in answer.context else None
    )
    return found if isinstance(found, forms.BaseForm) else None


def choosers(world: World) -> Iterator[Chooser]:
    """Every field that chooses: (page, its name, client, address, the field)."""
    for where, client, address in pages(world):
        answer = client.get(address)
        form = form_of(answer)
        for name, field in form.fields.items() if form and answer.status_code == 200 else ():
            if isinstance(field, forms.ChoiceField):
                yield where, name, client, address, field


def strangers(field: forms.Field, others: dict[str, models.Model]) -> Iterator[str]:
    """What nobody may choose here: a thing of others, and one that never was."""
    if not isinstance(field, forms.ModelChoiceField):
        yield str(uuid4())
        return
    kind = field.queryset.model._meta.concrete_model
    key = field.to_field_name or "pk"
    theirs = others.get(kind.__name__)
    if theirs is not None and not field.queryset.filter(pk=theirs.pk).exists():
        yield str(getattr(theirs, key))
    yield str(uuid4()) if key == "uuid" else "987654321"


def is_refused(client: Client, address: str, name: str, value: str) -> bool:
    """The field itself says no, and nothing is written."""
    before = counts()
    with transaction.atomic():
        answer = client.post(address, {name: value})
        form, same = form_of(answer), counts() == before
        transaction.set_rollback(True)
    return answer.status_code != 302 and same and form is not None and name in form.errors


def test_forms_take_nothing_of_others():
    """D5, IDOR: every choosing field of every form of a page, for who may open it."""
    world = build_world()
    others = foreigners()
    wrong, tried, theirs = [], 0, 0
    for where, name, client, address, field in choosers(world):
        values = list(strangers(field, others))
        theirs += len(values) - 1
        for value in values:
            tried += 1
            if not is_refused(client, address, name, value):
                wrong.append(f"{where}: {name}")
    assert not wrong, "\n".join(wrong)
    assert tried > 60
    assert theirs > 10
