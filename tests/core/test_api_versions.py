"""ETag, If-None-Match and If-Match: nobody's work is lost unseen."""

from datetime import date

import pytest
from django.db import transaction

from core.versions import RowVersion, Stale, expect, expecting, version, version_now
from tests.api import code, post
from tests.factories.matching import make_application, make_round
from tests.factories.trajectories import make_pathway, make_position, make_trajectory
from tests.people import sign_in
from trajectories import services
from trajectories.enums import PathwayState
from trajectories.models import Pathway

pytestmark = pytest.mark.django_db


@pytest.fixture
def pathway():
    return make_pathway(state=PathwayState.CO_CREATION)


@pytest.fixture
def address(client, pathway):
    """The pathway, for its coordinator."""
    sign_in(client, pathway.coordinator)
    return f"/api/v1/pathways/{pathway.uuid}/"


def test_answer_that_one_has_already_is_not_sent_again(client, address):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert client.get(address, headers={"If-None-Match": f"W/{first['ETag']}"}).status_code == 304
    assert client.get(address, headers={"If-None-Match": '"another"'}).status_code == 200


def test_tag_differs_with_reader_language_and_choice_of_fields(client, address, pathway):
    """What one reader has is never taken for what another would read."""
    tags = {
        client.get(address)["ETag"],
        client.get(address, headers={"Accept-Language": "en"})["ETag"],
        client.get(address, {"fields": "title_nl"})["ETag"],
    }
    assert len(tags) == 3
    assert {tag.strip('"').split(".")[0] for tag in tags} == {version(pathway)}


def test_tag_does_not_tell_the_order_of_writing(pathway):
    """V27: PostgreSQL's number is never shown."""
    number = str(Pathway.objects.values_list(RowVersion(), flat=True).get())
    assert number not in version(pathway)
    assert len(version(pathway)) == 20


def test_change_without_a_version_is_refused(client, address):
    answer = client.post(f"{address}edit/", {"wbl_credits": 50}, content_type="application/json")
    assert (answer.status_code, code(answer)) == (428, "if-match-missing")


def test_change_of_the_version_that_stands_is_carried_out_and_gives_the_next_tag(client, address):
    tag = client.get(address)["ETag"]
    done = post(client, f"{address}edit/", version=tag, wbl_credits=50)
    assert (done.status_code, done.json()["wbl_credits"]) == (200, 50)
    assert done["ETag"] == client.get(address)["ETag"] != tag
    assert post(client, f"{address}edit/", version=done["ETag"], wbl_credits=51).status_code == 200


def test_change_of_an_old_version_is_refused_and_changes_nothing(client, address, pathway):
    tag = client.get(address)["ETag"]
    post(client, f"{address}edit/", version=tag, wbl_credits=50)
    late = post(client, f"{address}edit/", version=tag, wbl_credits=20)
    assert (late.status_code, code(late)) == (412, "stale")
    pathway.refresh_from_db()
    assert pathway.wbl_credits == 50


@pytest.mark.parametrize("sent", ['"nonsense"', "nonsense", "W/{tag}", '"", ""'])
def test_tag_that_is_none_or_weak_never_matches(client, address, sent):
    tag = client.get(address)["ETag"]
    answer = post(client, f"{address}edit/", version=sent.format(tag=tag), wbl_credits=50)
    assert answer.status_code in {412, 428}


def test_one_of_several_versions_is_enough(client, address):
    tag = client.get(address)["ETag"]
    assert (
        post(client, f"{address}edit/", version=f'"old", {tag}', wbl_credits=5).status_code == 200
    )


def test_who_may_not_change_it_hears_that_first(client, pathway):
    position = make_position(pathway)
    run = make_trajectory(position)
    sign_in(client, run.student.user)
    answer = client.post(f"/api/v1/trajectories/{run.uuid}/end-early/")
    assert (answer.status_code, code(answer)) == (403, "refused")


def change_too_late(pathway, accepted) -> None:
    with expecting():
        expect(pathway, accepted)
        with transaction.atomic():
            Pathway.objects.filter(pk=pathway.pk).update(wbl_credits=44)
        services.edit_pathway(pathway, actor=pathway.coordinator, wbl_credits=45)


def test_version_is_compared_under_the_lock(pathway):
    """The row changes between the reading and the lock: 412, not a lost update."""
    seen = Pathway.objects.annotate(row_version=RowVersion()).get(pk=pathway.pk)
    with pytest.raises(Stale):
        change_too_late(seen, {version(seen)})


def change_without_lock(pathway, accepted) -> None:
    with expecting():
        expect(pathway, accepted)
        with transaction.atomic():
            Pathway.objects.filter(pk=pathway.pk).update(wbl_credits=3)


def test_row_that_no_service_locked_must_be_unchanged_at_the_end(pathway):
    accepted = {version_now(pathway)}
    with pytest.raises(Stale):
        change_without_lock(pathway, accepted)


def test_things_made_within_another_need_no_version_of_it(client):
    intake = make_round()
    application = make_application(intake)
    sign_in(client, application.student.user)
    run = make_trajectory(make_position(start_date=date(2026, 9, 1)))
    sign_in(client, run.student.user)
    day = {"day": "2026-09-14", "hours": "7.25", "text": "Gemeten."}
    made = client.post(
        f"/api/v1/trajectories/{run.uuid}/log/",
        day,
        content_type="application/json",
        headers={"Idempotency-Key": "een-eigen-sleutel"},
    )
    assert made.status_code == 201
    assert client.get(made["Location"])["ETag"] == made["ETag"]
