"""Saving a page over somebody else's change: refused, nothing typed lost, then a choice."""

import re

import pytest
from django.db import transaction
from django.forms import BaseForm
from django.urls import reverse

from core.versions import version_now
from tests.access.world import ROOMS, address_of, build_world, client_of, table
from tests.contract.test_versions import touch
from tests.factories.partnerships import make_closing, make_coordinator, make_institution
from tests.factories.trajectories import make_pathway
from tests.people import sign_in
from trajectories.enums import PathwayState
from trajectories.services import edit_pathway

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'name="seen_version" value="([0-9a-f]{20})"')


def values_of(page) -> dict[str, str]:
    """What a browser would send back of a form; of a set of forms the version only."""
    form = page.context["form"]
    fields = form if isinstance(form, BaseForm) else ()
    values = {bound.html_name: bound.value() for bound in fields}
    seen = HIDDEN.search(page.content.decode()).group(1)
    return {n: v for n, v in values.items() if v not in (None, False)} | {"seen_version": seen}


@pytest.fixture
def pathway():
    return make_pathway(state=PathwayState.CO_CREATION)


@pytest.fixture
def address(client, pathway):
    sign_in(client, pathway.coordinator)
    return reverse("trajectories:pathway-edit", args=[pathway.uuid])


def test_save_over_a_change_of_somebody_else_is_refused_and_keeps_what_was_typed(
    client, address, pathway
):
    values = values_of(client.get(address)) | {"title_nl": "Mijn titel"}
    edit_pathway(pathway, actor=pathway.programme.director, title_nl="Haar titel")
    refused = client.post(address, values)
    page = refused.content.decode()
    assert refused.status_code == 412
    assert 'value="Mijn titel"' in page
    assert "Iemand wijzigde dit terwijl u het open had. Er is nog niets bewaard." in page
    assert str(pathway.programme.director) in page
    pathway.refresh_from_db()
    assert pathway.title_nl == "Haar titel"

    again = values | {"seen_version": HIDDEN.search(page).group(1)}
    assert client.post(address, again).status_code == 302
    pathway.refresh_from_db()
    assert pathway.title_nl == "Mijn titel"


def test_save_of_what_was_seen_goes_through(client, address, pathway):
    values = values_of(client.get(address)) | {"title_nl": "Mijn titel"}
    assert client.post(address, values).status_code == 302
    assert client.post(address, values).status_code == 412


def test_mistake_in_a_field_keeps_the_version_that_was_seen(client, address, pathway):
    """Who mends a mistake still changes what was seen first, not what came meanwhile."""
    values = values_of(client.get(address)) | {"title_nl": ""}
    edit_pathway(pathway, actor=pathway.programme.director, title_nl="Haar titel")
    page = client.post(address, values)
    assert HIDDEN.search(page.content.decode()).group(1) == values["seen_version"]
    assert client.post(address, values | {"title_nl": "Mijn titel"}).status_code == 412


def test_page_about_a_row_of_its_own_name_holds_it_too(client):
    coordinator = make_coordinator(make_institution())
    closing = make_closing(coordinator.memberships.get().organisation)
    sign_in(client, coordinator)
    address = reverse("partnerships:closing-change", args=[closing.uuid])
    values = values_of(client.get(address)) | {"name_nl": "Brugdag"}
    touch(closing)
    assert client.post(address, values).status_code == 412


def test_every_page_that_changes_a_row_holds_the_version_it_shows():
    """Made from the access matrix: no form with a version saves over a newer one."""
    world, clients, refused, wrong = build_world(), {}, 0, []
    for row in [row for room in ROOMS for row in table(room).ROWS]:
        if row.api or not row.obj or not row.ok or row.method != "get":
            continue
        role, thing = sorted(row.ok)[0], getattr(world, row.obj)
        browser = clients.setdefault(role, client_of(role, world))
        with transaction.atomic():
            page = browser.get(address_of(row, world))
            is_page = page.status_code == 200 and page["Content-Type"].startswith("text/html")
            found = HIDDEN.search(page.content.decode()) if is_page else None
            if found and found.group(1) == version_now(thing):
                touch(thing)
                before = version_now(thing)
                sent = dict(row.data) | values_of(page)
                answer = browser.post(address_of(row, world), sent)
                refused += answer.status_code == 412
                if answer.status_code == 302 or version_now(thing) != before:
                    wrong.append(f"{row.name} as {role}")
            transaction.set_rollback(True)
    assert wrong == []
    assert refused > 10
