"""Looking with somebody's eyes: begun with a reason, told, in sight, noted, over in time."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.impersonation import CONFIRMED_TO_BEGIN, CONFIRMED_TO_OPEN, note_begin
from accounts.models import Impersonation, ImpersonationEnd, ImpersonationStep
from accounts.models.impersonation import LONGEST
from core.errors import Invalid
from core.history import event_model
from core.models import Notification
from core.timeline import timeline
from partnerships.models import Partnership
from tests import api
from tests.accounts.second_step import code, just_confirmed, with_app
from tests.factories import partnerships as make
from tests.mail import delivered
from tests.people import sign_in

pytestmark = pytest.mark.django_db
REASON = "U belde: een knop ontbreekt."


@pytest.fixture
def administrator():
    boss = make.make_user(is_administrator=True, first_name="Bea", last_name="Beheer")
    return with_app(boss)


@pytest.fixture
def person():
    return make.make_coordinator(first_name="Emma", last_name="Maes")


def look(client, administrator, person, reason: str = REASON):
    """Sign in as the administrator and begin to look."""
    sign_in(client, administrator)
    just_confirmed(client, administrator)
    return client.post(reverse("people:person-look", args=[person.uuid]), {"reason": reason})


def seen_as(client):
    return client.get(reverse("accessibility")).context["user"]


def test_administrator_sees_what_the_person_sees_and_every_page_says_so(
    client, administrator, person
):
    """The page of the person, with whose eyes, since when, until when, and the way back."""
    assert look(client, administrator, person).url == reverse("home")
    for name in ("home", "partnerships:host-list", "accessibility", "api-guide"):
        page = client.get(reverse(name))
        assert page.context["user"] == person
        assert "U ziet wat Emma Maes ziet" in page.content.decode()
        assert "09:00" in page.content.decode()
        assert f'action="{reverse("impersonation-end")}"' in page.content.decode()
    assert client.get("/nowhere/").content.decode().count("Emma Maes ziet") == 1


def test_second_step_is_asked_once_more_before_looking(client, administrator, person, frozen_clock):
    """An open browser of an administrator is not enough; then it goes on where it was."""
    url = reverse("people:person-look", args=[person.uuid])
    sign_in(client, administrator)
    for answer in (client.get(url), client.post(url, {"reason": REASON})):
        assert answer.url == f"{reverse('mfa_reauthenticate')}?next={url.replace('/', '%2F')}"
    assert not Impersonation.objects.exists()
    confirmed = client.post(answer.url, {"code": code(), "next": url})
    assert confirmed.url == url
    assert client.get(url).status_code == 200
    frozen_clock.shift(CONFIRMED_TO_OPEN + timedelta(seconds=1))
    assert client.get(url).status_code == 302
    assert client.post(url, {"reason": REASON}).url == reverse("home")  # time to write a reason
    client.post(reverse("impersonation-end"))
    frozen_clock.shift(CONFIRMED_TO_BEGIN)
    assert client.post(url, {"reason": REASON}).url.startswith(reverse("mfa_reauthenticate"))
    assert Impersonation.objects.count() == 1


def test_person_is_told_with_name_and_reason(client, administrator, person):
    look(client, administrator, person)
    told = Notification.objects.get()
    assert told.recipient == person
    assert "Bea Beheer" in told.text_nl
    assert REASON in told.text_nl
    assert [letter.to for letter in delivered()] == [[person.email]]
    own = Client()
    sign_in(own, person)
    (row,) = own.get(reverse("impersonation-list")).context["table"].data
    assert (row.administrator, row.reason) == (administrator, REASON)


def test_way_back_is_one_button(client, administrator, person):
    look(client, administrator, person)
    assert client.post(reverse("impersonation-end")).url == reverse("home")
    assert seen_as(client) == administrator
    assert "Emma Maes ziet" not in client.get(reverse("home")).content.decode()
    assert ImpersonationEnd.objects.get().how == "by_hand"
    page = client.get(reverse("impersonation-list"))
    assert [row.get_cell("ended") for row in page.context["table"].rows] == [
        "14 september 2026 om 09:00"
    ]
    # A second press, or a press by somebody who looks at nothing, changes nothing.
    assert client.post(reverse("impersonation-end")).status_code == 302
    assert seen_as(client) == administrator


def test_it_ends_by_itself_before_the_page_runs(client, administrator, person, frozen_clock):
    look(client, administrator, person)
    frozen_clock.shift(LONGEST - timedelta(seconds=1))
    assert seen_as(client) == person
    frozen_clock.shift(timedelta(seconds=1))
    page = client.get(reverse("partnerships:host-list"), follow=True)
    assert page.context["user"] == administrator
    assert "half uur" in page.content.decode()
    assert ImpersonationEnd.objects.get().how == "time"


def test_what_is_sent_after_the_time_is_done_by_nobody(client, administrator, person, frozen_clock):
    look(client, administrator, person)
    frozen_clock.shift(LONGEST)
    host = make.make_host()
    sent = {"started_on": "2026-09-14"}
    client.post(reverse("partnerships:partnership-create", args=[host.uuid]), sent)
    assert not Partnership.objects.exists()


def test_changes_are_noted_under_both_names(client, administrator, person):
    """History and timeline, in pages and API alike."""
    look(client, administrator, person)
    page_host, api_host = make.make_host(), make.make_host()
    sent = {"started_on": "2026-09-14"}
    client.post(reverse("partnerships:partnership-create", args=[page_host.uuid]), sent)
    institution = person.memberships.get().organisation
    body = sent | {"institution": str(institution.uuid), "host": str(api_host.uuid)}
    response = api.post(client, reverse("partnership-list"), **body)
    assert response.status_code == 201
    for host in (page_host, api_host):
        made = Partnership.objects.get(host=host)
        (event,) = event_model(Partnership)._default_manager.filter(pgh_obj_id=made.pk)
        both = (event.pgh_context["user"], event.pgh_context["impersonator"])
        assert both == (person.pk, administrator.pk)
        assert str(timeline(made)[0].who) == "Bea Beheer, meekijkend als Emma Maes"


def test_every_request_is_noted_for_good(client, administrator, person):
    """Reading too, over the API too; without the words that were searched for."""
    look(client, administrator, person)
    client.get(reverse("partnerships:host-list"), {"q": "geheim"})
    client.get(reverse("host-list"))
    client.get("/nowhere/")
    steps = ImpersonationStep.objects.values_list("method", "path", "status")
    assert list(steps) == [
        ("GET", reverse("partnerships:host-list"), 200),
        ("GET", reverse("host-list"), 200),
        ("GET", "/nowhere", 404),
    ]


@pytest.mark.parametrize("model", [Impersonation, ImpersonationEnd, ImpersonationStep])
def test_record_cannot_be_changed(client, administrator, person, model):
    """Append-only for the application's own role."""
    look(client, administrator, person)
    client.post(reverse("impersonation-end"))
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        model.objects.update(created_at=timezone.now())
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_reason_is_required(client, administrator, person):
    page = look(client, administrator, person, "  ")
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["reason"])
    assert seen_as(client) == administrator
    with pytest.raises(Invalid):
        note_begin(person, actor=administrator, reason=" \n ")


def test_second_step_of_the_administrator_is_required(client, person):
    boss = make.make_user(is_administrator=True)
    assert look(client, boss, person).status_code == 403
    assert client.get(reverse("people:person-look", args=[person.uuid])).status_code == 403
    assert not Impersonation.objects.exists()


def test_person_without_second_step_can_be_looked_at(client, administrator, person, settings):
    """Who looks did two steps; the person's own set-up is not in the way."""
    settings.SECOND_FACTOR_REQUIRED = True
    look(client, administrator, person)
    assert client.get(reverse("partnerships:host-list")).status_code == 200


def test_person_does_not_find_the_browser_among_the_own_sign_ins(client, administrator, person):
    """It is the administrator's, so that ending that person's sign-ins ends it too."""
    look(client, administrator, person)
    client.get(reverse("home"))
    assert not UserSession.objects.filter(user=person).exists()
    for session in UserSession.objects.filter(user=administrator):
        session.end()
    assert not seen_as(client).is_authenticated


def test_looking_is_no_sign_in_of_the_person(client, administrator, person):
    look(client, administrator, person)
    person.refresh_from_db()
    assert person.last_login is None


def test_reading_a_notification_leaves_it_unread(client, administrator, person):
    look(client, administrator, person)
    told = Notification.objects.get()
    client.get(reverse("notification", args=[told.uuid]))
    client.post(reverse("notifications"))
    client.post(reverse("notification-api-read", args=[told.uuid]))
    told.refresh_from_db()
    assert told.read_at is None


@pytest.mark.parametrize("change", ["is_active", "is_administrator", "step"])
def test_right_that_is_gone_ends_it(client, administrator, person, change):
    look(client, administrator, person)
    if change == "step":
        administrator.authenticator_set.all().delete()
    else:
        setattr(administrator, change, False)
        administrator.save()
    client.get(reverse("home"))
    assert seen_as(client) != person
    assert ImpersonationEnd.objects.get().how == "right"


def test_signing_out_ends_it_too(client, administrator, person):
    look(client, administrator, person)
    client.post(reverse("account_logout"))
    assert not seen_as(client).is_authenticated
    assert ImpersonationEnd.objects.get().how == "sign_out"


def test_nothing_of_the_session_before_is_kept(client, administrator, person):
    """Neither the chosen role nor that somebody just confirmed who it is."""
    sign_in(client, administrator)
    just_confirmed(client, administrator)
    session = client.session
    session["acting"] = "administrator"
    session.save()
    assert session["account_authentication_methods"]
    client.post(reverse("people:person-look", args=[person.uuid]), {"reason": REASON})
    assert {"acting", "account_authentication_methods"} & set(client.session.keys()) == set()
