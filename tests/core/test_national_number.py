"""Domain.md 3.2: the national register number stands in no text, whichever way it comes in."""

import random

import pytest
from django import forms
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.views.generic.edit import FormMixin
from django_filters.views import FilterMixin

from accounts.invitation_views import InvitationAccept
from core.privacy.guards import guarded
from core.privacy.national_number import (
    MESSAGE,
    complaints,
    holds_national_number,
    refuse_in_form,
)
from core.views.pages import ServiceFormMixin
from tests.api import post
from tests.factories.trajectories import make_log_entry, make_trajectory
from tests.people import sign_in
from tests.test_architecture import callbacks

NUMBER = "85.07.30-033.28"
WRITTEN = [
    "85073003328",
    "mijn nummer is 85073003328.",
    "85 07 30 033 28",
    "85/07/30-033.28",
    "85.07.30 - 033.28",
    "85.07.30–033.28",
    "85\u00a007\u00a030\u00a0033\u00a028",
    "Tel. 0470 12 34 56, 85.07.30-033.28 (rijksregister)",
]
OTHERS = [
    "",
    "0566.988.259",  # enterprise number
    "BE 0566.988.259",
    "2.147.812.701",  # establishment
    "BE68 5390 0754 7034",  # IBAN
    "BE68539007547034",
    "0470 12 34 56",
    "+32 470 12 34 56",
    "+85073003328",  # international telephone
    "185073003328",
    "85073003329",  # wrong check
    "2026-09-14 09:00:00",
    "b85073003328f",  # part of a hash
    "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_number_is_recognised_as_people_write_it(text):
    assert holds_national_number(text)


@pytest.mark.parametrize("text", OTHERS)
def test_other_numbers_pass(text):
    assert not holds_national_number(text)


def numbers():
    """Numbers with and without a right check, of before and after 2000, and of BIS."""
    chance = random.Random(20180208)  # noqa: S311
    for shift in (0, 20, 40):
        for century in ("", "2"):
            for __ in range(20):
                month = chance.randint(0, 12) + shift
                nine = f"{chance.randint(0, 99):02d}{month:02d}"
                nine += f"{chance.randint(0, 31):02d}{chance.randint(1, 998):03d}"
                check = 97 - int(century + nine) % 97
                yield f"{nine}{check:02d}"
                yield f"{nine}{(check + 1) % 100:02d}"


@pytest.mark.django_db
def test_database_recognises_exactly_the_same():
    """The guard in PostgreSQL and the one of the forms are one rule."""
    texts = [*WRITTEN, *OTHERS, *numbers()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(holds_national_number(t)) FROM unnest(%s) AS t", [texts])
        found = cursor.fetchone()[0]
    assert found == [holds_national_number(text) for text in texts]
    assert 60 <= sum(found) < len(texts)


@pytest.mark.django_db
def test_every_text_column_of_every_room_is_guarded_by_the_database():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid"
            " WHERE t.tgname = 'no_text_holds_a_national_number'"
        )
        found = {name for (name,) in cursor.fetchall()}
    assert found == {table for table, __ in guarded()}


@pytest.mark.django_db
def test_database_refuses_the_number_also_from_raw_sql():
    entry = make_log_entry()
    statement = "UPDATE trajectories_logentry SET text = %s WHERE id = %s"
    with (
        pytest.raises(IntegrityError, match="national register number"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [f"Ik ben {NUMBER}", entry.pk])
    entry.refresh_from_db()
    assert entry.text == "Een pomp nagekeken."


def test_every_page_with_a_form_refuses_it():
    """Every form page of ours stands on the mixin that adds the check; allauth's pages, and the
    one of an invitation, take addresses, codes and passwords only.
    """
    views = {c.view_class for c in callbacks() if hasattr(c, "view_class")}
    with_form = {v for v in views if issubclass(v, FormMixin) or hasattr(v, "get_form")}
    ours = {v for v in with_form if not any("allauth" in b.__module__ for b in v.__mro__)}
    ours = {v for v in ours if not issubclass(v, FilterMixin)}
    assert {v for v in ours if not issubclass(v, ServiceFormMixin)} == {InvitationAccept}
    assert len(ours) > 30


class Words(forms.Form):
    """Texts of every kind, and a password."""

    line = forms.CharField()
    area = forms.CharField(widget=forms.Textarea)
    facts = forms.JSONField()
    mail = forms.EmailField(required=False)
    password = forms.CharField(widget=forms.PasswordInput)


def test_form_refuses_it_beside_each_field_and_keeps_the_rest():
    data = {"line": NUMBER, "area": NUMBER, "facts": f'{{"a": "{NUMBER}"}}', "password": NUMBER}
    form = Words(data)
    refuse_in_form(form)
    assert set(form.errors) == {"line", "area", "facts"}
    assert form.errors["line"].as_data()[0].code == "national_number"
    assert form["area"].value() == NUMBER


def test_form_set_refuses_it_in_every_form():
    refuse_in_form(forms.formset_factory(Words, extra=0)())
    rows = forms.formset_factory(Words, extra=2)()
    refuse_in_form(rows)
    assert [len(f.fields["line"].validators) for f in rows.forms] == [
        len(f.fields["area"].validators) for f in rows.forms
    ]


def test_every_text_of_a_body_is_looked_at():
    body = {"a": [{"b": "goed"}, {"b": NUMBER}], "c": {"d": [NUMBER]}, "e": 85073003328}
    assert complaints(body) == {"a": {"1": {"b": [MESSAGE]}}, "c": {"d": {"0": [MESSAGE]}}}
    assert complaints([NUMBER]) == {"0": [MESSAGE]}
    assert not complaints({"a": [{"b": "goed"}], "c": None})


@pytest.mark.django_db
def test_page_and_api_refuse_it_with_words_that_help(client):
    run = make_trajectory()
    type(run.student.user).objects.update(language="en")
    sign_in(client, run.student.user)
    day = {"day": "2026-09-14", "hours": "7.5", "text": f"Mijn nummer: {NUMBER}"}
    page = client.post(reverse("trajectories:trajectory-log", args=[run.uuid]), day)
    assert page.status_code == 200
    assert "national register number" in page.content.decode()
    assert NUMBER in page.content.decode()  # nothing typed is lost
    address = reverse("trajectory-log", args=[run.uuid])
    answer = post(client, address, **day)
    assert answer.status_code == 400
    (wrong,) = answer.json()["errors"]
    assert wrong["pointer"] == "#/text"
    assert "national register number" in wrong["detail"]
    assert run.log_entries.count() == 0
