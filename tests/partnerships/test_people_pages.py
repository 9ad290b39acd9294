"""The pages and the API of people: found, filtered, one press, and why not."""

import pytest
from django.urls import reverse

from accounts.models import User
from partnerships.enums import Role
from tests.api import post
from tests.factories import partnerships as make
from tests.partnerships.people import COLLEAGUE, without_password
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_as_many_queries_as_one_row(client, world, django_assert_num_queries, number):
    for __ in range(number):
        make.make_member(Role.COACH, world.institution)
    sign_in(client, world.coordinator)
    with django_assert_num_queries(10):
        client.get(reverse("people:person-list"))


def test_list_is_searched_filtered_and_sorted(client, world):
    without_password(world.mentor)
    User.objects.filter(pk=world.mentor.pk).update(first_name="Renée", last_name="Dûpont")
    sign_in(client, world.coordinator)

    def found(**query) -> list:
        page = client.get(reverse("people:person-list"), query)
        return [row.record for row in page.context["table"].rows]

    assert found(q="dupont renee") == [world.mentor]
    assert found(q=f"x{world.mentor.email}") == []
    assert found(q=world.mentor.email) == [world.mentor]
    assert found(state="not_invited") == [world.mentor]
    assert found(role="student") == [world.student]
    assert len(found(sort="-sign_in_state")) == 5


def test_page_tells_why_there_are_no_buttons(client, world):
    """Somebody with a role elsewhere: the reason stands there, and no history of others."""
    sign_in(client, world.coordinator)
    page = client.get(reverse("people:person-detail", args=[world.shared_mentor.uuid]))
    assert page.context["timeline"] is None
    assert page.context["actions"] == []
    assert "ook elders" in page.content.decode()


def test_button_invites_and_the_page_says_so(client, world):
    without_password(world.mentor)
    sign_in(client, world.contact)
    detail = reverse("people:person-detail", args=[world.mentor.uuid])
    names = [action.name for action in client.get(detail).context["actions"]]
    assert names == ["invite", "block", "last-day"]
    page = client.post(reverse("people:person-invite", args=[world.mentor.uuid]), follow=True)
    assert [action.name for action in page.context["actions"]] == [
        "invite-again",
        "withdraw",
        "block",
        "last-day",
    ]
    told = {(str(entry.who), str(entry.text)) for entry in page.context["timeline"]}
    assert (str(world.contact), "Uitgenodigd") in told


def test_verb_that_does_not_fit_answers_409(client, world):
    sign_in(client, world.contact)
    url = reverse("people:person-unblock", args=[world.mentor.uuid])
    assert client.get(url).status_code == 409
    assert client.post(url).status_code == 409
    api = reverse("person-unblock", args=[world.mentor.uuid])
    assert post(client, api).status_code == 409


def test_api_brings_in_a_colleague_and_shows_what_can_be_done(client, world):
    """The same service as the page, the same refusal of a role beyond one's own."""
    sign_in(client, world.contact)
    sent = COLLEAGUE | {
        "email": "nele@voorbeeld.example",
        "organisation": str(world.host.uuid),
        "role": "mentor",
        "valid_from": "2026-09-14",
    }
    response = post(client, reverse("person-list"), **sent)
    assert response.status_code == 201
    made = response.json()
    assert made["sign_in_state"] == "invited"
    names = [action["name"] for action in made["actions"]]
    assert names == ["invite-again", "withdraw", "block", "last-day"]
    assert [role["role"] for role in made["roles"]] == ["mentor"]
    early = sent | {"email": "x@voorbeeld.example", "valid_to": "2026-09-13"}
    response = post(client, reverse("person-list"), **early)
    assert response.status_code == 400
    assert [error["pointer"] for error in response.json()["errors"]] == ["#/valid_to"]
    sent |= {"role": "host_signatory", "email": "x@voorbeeld.example"}
    response = post(client, reverse("person-list"), **sent)
    assert response.status_code == 403


def test_form_keeps_what_was_typed_when_the_role_does_not_fit(client, world):
    sign_in(client, world.coordinator)
    sent = COLLEAGUE | {
        "email": "nele@voorbeeld.example",
        "organisation": world.host.pk,
        "role": "wbl_coordinator",
        "valid_from": "2026-09-14",
    }
    page = client.post(reverse("people:person-create"), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["role"])
    assert b"nele@voorbeeld.example" in page.content
    sent["role"] = "mentor"
    assert client.post(reverse("people:person-create"), sent).status_code == 302


def test_list_can_be_downloaded_as_it_is_seen(client, world):
    without_password(world.mentor)
    sign_in(client, world.contact)
    answer = client.get(reverse("people:person-list"), {"export": "csv", "state": "not_invited"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert world.mentor.email in lines[1]
    assert "Nog niet uitgenodigd" in lines[1]
