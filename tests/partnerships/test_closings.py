"""Closing days of an institution: pages, API, and that its terms count without them."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.deadlines.calendars import calendars
from core.deadlines.days import LEGAL
from core.errors import Invalid, Refused
from partnerships.closings import add_closing, change_closing, remove_closing
from partnerships.enums import Role
from partnerships.models import ClosingPeriod
from tests.api import post, writing
from tests.factories import partnerships as make
from tests.people import sign_in

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 12, 24), date(2027, 1, 3)
LIST = reverse("partnerships:closing-list")


@pytest.fixture
def coordinator():
    return make.make_coordinator(make.make_institution())


@pytest.fixture
def institution(coordinator):
    return coordinator.memberships.get().organisation


def test_closings_count_for_their_institution_only(institution):
    make.make_closing(institution)
    other = make.make_institution()
    found = calendars()
    assert found.of(institution.pk).shift(date(2026, 12, 23), 1) == date(2027, 1, 4)
    assert found.of(other.pk) == found.of(None) == LEGAL


def test_coordinator_adds_changes_and_removes_on_the_pages(client, coordinator, institution):
    sign_in(client, coordinator)
    values = {"name_nl": "Brug", "valid_from": "2026-11-12", "valid_to": "2026-11-13"}
    done = client.post(reverse("partnerships:closing-create"), values, follow=True)
    assert "Brug" in done.content.decode()
    row = ClosingPeriod.objects.get()
    assert (row.institution, row.valid_to) == (institution, date(2026, 11, 13))
    change = reverse("partnerships:closing-change", args=[row.uuid])
    client.post(change, values | {"name_nl": "Brugdagen"})
    row.refresh_from_db()
    assert row.name == "Brugdagen"
    client.post(reverse("partnerships:closing-remove", args=[row.uuid]))
    assert not ClosingPeriod.objects.exists()
    events = ClosingPeriod.pgh_event_model.objects.order_by("pgh_id")
    actions = [event.pgh_context["action"].rpartition(".")[2] for event in events]
    assert actions == ["add", "change", "remove"]


def test_coordinator_of_two_institutions_chooses(client, coordinator, institution):
    second = make.make_institution()
    make.Membership.objects.create(
        user=coordinator, organisation=second, role=Role.COORDINATOR, valid_from=date(2020, 1, 1)
    )
    sign_in(client, coordinator)
    address = reverse("partnerships:closing-create")
    values = {"name_nl": "Brug", "valid_from": "2026-11-12", "valid_to": "2026-11-13"}
    assert list(client.post(address, values).context["form"].errors) == ["institution"]
    client.post(address, values | {"institution": second.pk})
    assert ClosingPeriod.objects.get().institution == second


def test_overlap_and_reversed_days_are_refused_and_nothing_typed_is_lost(client, coordinator):
    institution = coordinator.memberships.get().organisation
    make.make_closing(institution)
    sign_in(client, coordinator)
    address = reverse("partnerships:closing-create")
    values = {"name_nl": "Brug", "valid_from": "2027-01-02", "valid_to": "2027-01-05"}
    answer = client.post(address, values)
    assert (answer.status_code, answer.context["form"]["name_nl"].value()) == (400, "Brug")
    answer = client.post(address, values | {"valid_to": "2026-01-05"})
    assert answer.status_code == 400
    assert ClosingPeriod.objects.count() == 1


def test_services_refuse_others_and_the_database_overlaps(institution):
    row = make.make_closing(institution)
    stranger = make.make_coordinator(make.make_institution())
    values = {"name_nl": "Brug", "valid_from": FIRST, "valid_to": LAST}
    with pytest.raises(Refused):
        add_closing(institution, actor=stranger, **values)
    with pytest.raises(Refused):
        change_closing(row, actor=stranger, name_nl="x")
    with pytest.raises(Refused):
        remove_closing(row, actor=stranger)
    coordinator = institution.memberships.get().user
    with pytest.raises(Invalid):
        add_closing(institution, actor=coordinator, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClosingPeriod.objects.create(institution=institution, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_closing(make.make_host())


def test_api_adds_changes_and_removes(client, coordinator, institution):
    sign_in(client, coordinator)
    body = {
        "institution": str(institution.uuid),
        "name_nl": "Brug",
        "valid_from": "2026-11-12",
        "valid_to": "2026-11-13",
    }
    made = post(client, "/api/v1/closing-periods/", **body)
    assert made.status_code == 201
    address = f"/api/v1/closing-periods/{made.json()['id']}/"
    changed = post(client, f"{address}change/", name_nl="Brugdagen")
    assert (changed.status_code, changed.json()["name_nl"]) == (200, "Brugdagen")
    assert client.delete(address, headers=writing()).status_code == 204
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_questions(client, coordinator, institution, count):
    for month in range(1, count + 1):
        day = date(2027, month, 10)
        make.make_closing(institution, valid_from=day, valid_to=day)
    sign_in(client, coordinator)
    client.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = client.get(LIST).content.decode()
    assert "Paasmaandag" in page
    assert len(queries) == 7
