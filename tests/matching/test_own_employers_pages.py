"""The pages and the API about learning at the own employer, as each of its people uses them."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from core.deadlines.night import run_night
from core.models import Notification
from core.todo import todos_for
from matching import services
from matching.enums import ApplicationState, OwnPlaceState, RoundState
from matching.models import OwnEmployerPlace
from matching.own_place_forms import ELSEWHERE, EXTRA, NO, OFFERED
from tests import people
from tests.api import post as send
from tests.factories.matching import (
    make_application,
    make_condition,
    make_intake,
    make_own_place,
    make_round,
    rated,
)
from tests.factories.partnerships import make_coordinator
from tests.factories.trajectories import make_pathway, make_position, make_trajectory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    def as_person(user):
        people.sign_in(client, user)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client

    return as_person


def page(name, obj):
    return reverse(f"matching:{name}", args=[obj.uuid])


def eligible(world, **fields):
    return make_application(
        world.intake, ApplicationState.ELIGIBLE, [world.other_position], **fields
    )


def reads(client, obj):
    return client.get(page("application-detail", obj)).content.decode()


def test_student_names_the_own_employer_where_the_round_announced_it(sign_in):
    """V35: a place of the pathway, a wish without one, or neither; the task list shows which."""
    world = make_intake(RoundState.OPEN)
    application = make_application(world.intake, positions=[world.other_position])
    client = sign_in(application.student.user)
    url = page("application-name-employer", application)
    assert "Learning at your own employer" in reads(client, application)
    for place, wish, named in (
        (str(world.position.uuid), True, 1),
        (ELSEWHERE, True, 0),
        (NO, False, 0),
        (str(world.position.uuid), True, 1),
    ):
        assert client.post(url, {"place": place}).status_code == 302
        application.refresh_from_db()
        assert (application.own_employer, OwnEmployerPlace.objects.count()) == (wish, named)
        assert client.get(url).context["form"].initial["place"] == place
    check = client.get(page("application-submit", application)).content.decode()
    assert f"{world.position.host} is asked whether you can learn there" in check
    assert client.post(page("application-submit", application)).status_code == 302
    page_of = reads(client, application)
    assert "Your employer has not answered yet" in page_of
    closed = make_application(make_round(make_pathway(own_employer_allowed=False), RoundState.OPEN))
    assert "Learning at your own employer" not in reads(sign_in(closed.student.user), closed)


def test_employer_answers_and_the_coordinator_decides_with_both_roles_in_sight(sign_in):
    """V35, B7: from the to-do list to the agreement."""
    world = make_intake(capacity=3)
    application = eligible(world)
    place = make_own_place(application, world.position)
    (todo,) = [row for row in todos_for(world.contact) if "your worker" in str(row.text)]
    assert todo.url == page("application-detail", application)
    client = sign_in(world.contact)
    assert "Yes, our worker can learn here" in reads(client, application)
    form = client.get(page("ownplace-confirm", place))
    assert "One of the 3 places that I offer to everybody" in form.content.decode()
    assert client.post(page("ownplace-confirm", place), {"seat": OFFERED}).status_code == 302
    assert not [row for row in todos_for(world.contact) if "your worker" in str(row.text)]
    (todo,) = [row for row in todos_for(world.coordinator) if "own employer" in str(row.text)]
    client = sign_in(world.coordinator)
    told = client.get(page("ownplace-agree", place)).content.decode()
    assert "is employer and host at once" in told
    assert "No employer is registered yet." in told
    assert "Not recognised for this programme today." in told
    assert client.post(page("ownplace-agree", place)).status_code == 302
    place.refresh_from_db()
    assert (place.state, place.seat_offered_to_all) == (OwnPlaceState.AGREED, True)
    assert "No rating is needed any more" in reads(client, application)
    told = client.get(page("round-detail", world.intake)).content.decode()
    assert "Agreed: place at the own employer" in told


def test_several_workers_are_one_line_that_leads_to_their_list(sign_in):
    """Interface: a to-do leads to what it speaks of."""
    world = make_intake()
    for __ in range(2):
        make_own_place(eligible(world), world.position)
    eligible(world)
    (todo,) = [row for row in todos_for(world.contact) if "your workers" in str(row.text)]
    found = sign_in(world.contact).get(todo.url).context["table"].rows
    assert len(found) == 2


def test_silent_employer_is_reminded_and_the_coordinator_sees_what_to_do(sign_in, frozen_clock):
    """V35: no round is held up unseen; who is late can still answer, and then nobody waits."""
    world = make_intake()
    condition = make_condition(world.intake.pathway)
    application = make_application(world.intake, ApplicationState.SUBMITTED, [world.other_position])
    place = make_own_place(application, world.position)
    services.check_application(application, actor=world.coach, answers={condition.uuid: True})
    place.refresh_from_db()
    last = timezone.localdate() + timedelta(days=7)
    assert place.answer_by == last
    (todo,) = [row for row in todos_for(world.contact) if "your worker" in str(row.text)]
    assert todo.due == last
    assert "by Monday 21 September, in 7 days" in reads(sign_in(world.contact), application)
    frozen_clock.shift(timedelta(days=7))
    assert not [row for row in todos_for(world.coordinator) if "ask by phone" in str(row.text)]
    frozen_clock.shift(timedelta(days=1))
    for night in (last - timedelta(days=2), last + timedelta(days=1)):
        run_night(night)
    told = Notification.objects.filter(kind__startswith="matching.own_employer.")
    assert sorted(told.values_list("kind", "recipient")) == [
        ("matching.own_employer.escalation.after", world.coordinator.pk),
        ("matching.own_employer.owner.after", world.contact.pk),
        ("matching.own_employer.owner.before", world.contact.pk),
    ]
    (todo,) = [row for row in todos_for(world.coordinator) if "ask by phone" in str(row.text)]
    assert (todo.url, todo.overdue) == (page("application-detail", application), True)
    client = sign_in(world.coordinator)
    assert "1 day late" in client.get(page("round-detail", world.intake)).content.decode()
    services.confirm_own_place(place, actor=world.contact, seat_offered_to_all=False)
    assert not [row for row in todos_for(world.coordinator) if "ask by phone" in str(row.text)]
    assert "1 day late" not in client.get(page("round-detail", world.intake)).content.decode()
    frozen_clock.shift(timedelta(days=1))
    services.ask_employer_again(place, actor=world.coordinator)
    assert place.answer_by > last + timedelta(days=7)


def test_employer_is_not_asked_about_who_has_a_place_already():
    """V35, V27: such an application is left out when the lists are sealed."""
    world = make_intake()
    application = make_application(world.intake, ApplicationState.SUBMITTED, [world.other_position])
    make_own_place(application, world.position)
    services.check_application(application, actor=world.coach, answers={})
    assert OwnEmployerPlace.objects.awaiting_employer().count() == 1
    make_trajectory(make_position(world.intake.pathway), application.student)
    assert not OwnEmployerPlace.objects.awaiting_employer().exists()


def test_no_of_the_employer_is_read_by_the_student_with_its_reason(sign_in):
    """V31, V35: and without a reason it is not accepted."""
    world = make_intake()
    application = eligible(world)
    place = make_own_place(application, world.position)
    client = sign_in(world.contact)
    empty = client.post(page("ownplace-decline", place), {"reason": ""})
    assert empty.context["form"].errors
    client.post(page("ownplace-decline", place), {"reason": "Geen mentor vrij."})
    told = reads(sign_in(application.student.user), application)
    assert "says no: “Geen mentor vrij.” You go on with your list, as everybody." in told


def test_seat_that_is_not_there_comes_back_as_a_sentence_on_the_page(sign_in):
    """V35: no error page; an extra seat goes through."""
    world = make_intake(capacity=1)
    make_own_place(
        eligible(world),
        world.position,
        confirmed_by=world.contact,
        agreed_by=world.coordinator,
        offered=True,
    )
    place = make_own_place(eligible(world), world.position)
    client = sign_in(world.contact)
    answer = client.post(page("ownplace-confirm", place), {"seat": OFFERED})
    assert answer.status_code == 409
    assert "one more own worker would have a place" in answer.content.decode()
    assert client.post(page("ownplace-confirm", place), {"seat": EXTRA}).status_code == 302


def test_request_is_hidden_from_every_other_host(sign_in):
    """V27, V35: also from one that the student ranked; and from another institution."""
    world = make_intake()
    application = eligible(world)
    place = make_own_place(application, world.position)
    told = reads(sign_in(world.other_contact), application)
    assert "own employer" not in told
    for stranger in (world.other_contact, make_coordinator()):
        client = sign_in(stranger)
        assert client.get(page("ownplace-confirm", place)).status_code == 404
        api = reverse("ownplace-detail", args=[place.uuid])
        assert client.get(api).status_code == 404


def test_application_is_there_for_the_employer_once_the_conditions_are_met(sign_in):
    """V26, V35: as for a host that was ranked; and it reads no list of other hosts."""
    world = make_intake()
    sent = make_application(world.intake, ApplicationState.SUBMITTED, [world.other_position])
    own = eligible(world)
    for row in (sent, own):
        make_own_place(row, world.position)
    client = sign_in(world.contact)
    assert client.get(page("application-detail", sent)).status_code == 404
    told = reads(client, own)
    assert "Your places on the student" not in told
    assert str(world.other_position.host) not in told


def test_hosts_are_not_asked_to_rate_whoever_is_placed_before(sign_in):
    """V35: neither on the page nor on the to-do list."""
    world = make_intake()
    application = eligible(world)
    make_own_place(
        application, world.position, confirmed_by=world.contact, agreed_by=world.coordinator
    )
    assert not [row for row in todos_for(world.other_contact) if "Rate" in str(row.text)]
    told = reads(sign_in(world.other_contact), application)
    assert "This student is not ranked any more." in told
    assert "Rate for this place" not in told
    assert not [row for row in todos_for(world.director) if "Rate" in str(row.text)]


def test_coordinator_can_seal_once_everything_was_decided():
    """V35: the to-do list says so then, and not before."""
    world = make_intake()
    place = make_own_place(rated(world), world.position)
    assert not [row for row in todos_for(world.coordinator) if "Seal" in str(row.text)]
    services.refuse_own_place(place, actor=world.coordinator, reason="Het bedrijf zwijgt.")
    assert [row for row in todos_for(world.coordinator) if "Seal" in str(row.text)]


@pytest.mark.parametrize("where", ["the round", "the list over the API", "the to-do list"])
def test_three_requests_cost_as_many_queries_as_one(where, sign_in):
    """D4: of the coordinator who leads the round."""
    world = make_intake(capacity=5)
    client = sign_in(world.coordinator)
    url = {
        "the round": page("round-detail", world.intake),
        "the list over the API": reverse("ownplace-list"),
        "the to-do list": "/",
    }[where]

    def asked():
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    make_own_place(eligible(world), world.position, confirmed_by=world.contact)
    asked()
    once = asked()
    for __ in range(2):
        make_own_place(eligible(world), world.position, confirmed_by=world.contact)
    assert asked() == once


def test_whole_way_over_the_api():
    """V35: the same verbs, with the reading of each."""
    world = make_intake(RoundState.OPEN)
    application = make_application(world.intake, positions=[world.other_position])

    def act(person, name, obj, **body):
        client = APIClient()
        people.sign_in(client, person)
        return send(client, reverse(name, args=[obj.uuid]), **body)

    me = application.student.user
    named = {"own_employer": True, "position": str(world.position.uuid)}
    assert act(me, "application-name-employer", application, **named).status_code == 200
    assert act(me, "application-submit", application).status_code == 200
    assert act(world.coach, "application-check", application, answers={}).status_code == 200
    place = OwnEmployerPlace.objects.get()
    said = act(world.contact, "ownplace-confirm", place, seat_offered_to_all=False)
    assert (said.status_code, said.json()["state"]) == (200, "confirmed")
    assert "agree" not in [row["name"] for row in said.json()["actions"]]
    agreed = act(world.coordinator, "ownplace-agree", place)
    assert (agreed.status_code, agreed.json()["seat_offered_to_all"]) == (200, False)
    again = act(world.coordinator, "ownplace-ask-again", place)
    assert (again.json()["state"], again.json()["host_said_at"]) == ("asked", None)
    no = act(world.contact, "ownplace-decline", place, reason="Geen mentor vrij.")
    assert no.json()["host_note"] == "Geen mentor vrij."
    assert act(me, "ownplace-withdraw", place).status_code == 409


def test_another_host_does_not_find_a_request_with_the_filter_either(sign_in):
    """V27, V35: on the page and over the API; the employer does."""
    world = make_intake()
    application = eligible(world)
    make_own_place(application, world.position)
    for reader, found in ((world.other_contact, 0), (world.contact, 1)):
        client = sign_in(reader)
        listed = client.get(reverse("matching:application-list"), {"own_employer": "asked"})
        assert str(application.student) in reads(client, application)
        assert len(listed.context["object_list"]) == found
        answer = client.get("/api/v1/applications/", {"own_employer": "asked"})
        assert answer.status_code == 200
        assert answer.content.decode().count(str(application.uuid)) == found


def test_employer_that_says_no_follows_its_worker_no_further(sign_in):
    """V35, GDPR: neither the list it goes on with nor where it ends; it lands on its own list."""
    world = make_intake()
    application = eligible(world)
    place = make_own_place(application, world.position)
    client = sign_in(world.contact)
    answer = client.post(page("ownplace-decline", place), {"reason": "Geen mentor vrij."})
    assert answer.url == reverse("matching:application-list")
    assert client.get(page("application-detail", application)).status_code == 404
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize("conditions", [0, 1])
def test_employer_is_told_when_its_worker_takes_no_part_any_more(conditions):
    """V35: it keeps no seat and no mentor free; before the check it knew of nothing."""
    world = make_intake()
    sent = make_application(world.intake, ApplicationState.SUBMITTED, [world.other_position])
    make_own_place(sent, world.position)
    asked = make_application(world.intake, ApplicationState.SUBMITTED, [world.other_position])
    answers = {make_condition(world.intake.pathway).uuid: True for __ in range(conditions)}
    make_own_place(asked, world.position)
    services.check_application(asked, actor=world.coach, answers=answers)
    for row in (sent, asked):
        services.withdraw_application(row, actor=row.student.user)
    (told,) = Notification.objects.filter(recipient=world.contact, kind="matching.own_worker_gone")
    assert str(asked.student) in told.subject_en
    assert told.path == reverse("matching:application-list")
