"""E-mails that were given up: kept for some days, seen, and sent again by an administrator."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.errors import NotNow, Refused
from core.models import Letter
from core.notifications import outbox
from core.notifications.again import KEPT, send_again
from core.notifications.letters import plain_letter
from core.notifications.retention import forget_old
from core.notifications.service import post
from tests.api import post as call
from tests.factories.partnerships import make_user
from tests.mail import OK, mail_server, text_of
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def postbox(settings):
    with mail_server(settings) as found:
        yield found


@pytest.fixture
def administrator():
    return make_user(is_administrator=True, language="en")


@pytest.fixture
def refused(postbox) -> list[Letter]:
    """Two e-mails whose address the server did not know, until somebody mended that."""
    post([plain_letter(f"p{n}@example.org", "Subject", f"Text {n}", kind="x") for n in range(2)])
    postbox.answer_recipient = lambda address: "550 5.1.1 unknown"
    outbox.send_waiting()
    postbox.answer_recipient = lambda address: OK
    found = list(Letter.objects.stuck())
    assert len(found) == 2
    return found


def test_administrator_sees_why_and_sends_again_once(client, postbox, refused, administrator):
    """Pressed twice, it goes out once, with its text; what waited is gone from the list."""
    sign_in(client, administrator)
    page = client.get(reverse("letter-list"), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "p0@example.org" in page
    assert "The address is refused (550)" in page
    assert "Text 0" not in page
    address = reverse("letter-again", args=[refused[0].uuid])
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 302
    outbox.send_waiting()
    assert client.post(address).status_code == 302, "it arrived: nothing more to do"
    outbox.send_waiting()
    assert [text_of(mail).strip() for mail in postbox.messages] == ["Text 0"]
    client.get(reverse("letter-list"))  # shows the messages
    assert "p0@example.org" not in client.get(reverse("letter-list")).content.decode()


def test_all_go_again_with_one_press(client, postbox, refused, administrator, frozen_clock):
    """Also after the days of trying: these count from the press."""
    sign_in(client, administrator)
    assert "2 e-mails" in client.get("/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    frozen_clock.shift(outbox.GIVE_UP_AFTER * 2)
    client.post(reverse("letter-all-again"))
    postbox.answer_recipient = lambda address: "451 later"
    assert outbox.send_waiting() == 2
    assert Letter.objects.waiting().count() == 2
    postbox.answer_recipient = lambda address: OK
    frozen_clock.shift(timedelta(minutes=5))
    assert outbox.send_waiting() == 2
    assert len(postbox.messages) == 2


def test_text_goes_after_two_weeks(client, refused, administrator, frozen_clock):
    """Kept no longer than somebody needs; then the list says so, and refuses."""
    frozen_clock.shift(KEPT - timedelta(minutes=1))
    forget_old()
    assert Letter.objects.stuck().count() == 2
    frozen_clock.shift(timedelta(minutes=2))
    forget_old()
    assert Letter.objects.stuck().count() == 0
    with pytest.raises(NotNow):
        send_again(Letter.objects.first(), actor=administrator)
    sign_in(client, administrator)
    page = client.get(reverse("letter-list"), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "Its text is forgotten" in page
    assert "Send again</button>" not in page


def test_nobody_else_sends_or_sees(refused):
    with pytest.raises(Refused):
        send_again(refused[0], actor=make_user())
    assert not Letter.objects.visible_to(make_user()).exists()


def test_program_of_an_administrator_sends_again(client, postbox, refused, administrator):
    """The same over the API, without the text."""
    sign_in(client, administrator)
    items = client.get(reverse("letter-api-list")).json()["items"]
    assert [item["can_be_sent"] for item in items] == [True, True]
    assert "sealed" not in items[0]
    answer = call(client, reverse("letter-api-again", args=[items[0]["id"]]))
    assert answer.json()["given_up_at"] is None
    outbox.send_waiting()
    assert len(postbox.messages) == 1


def test_key_that_is_gone_stops_no_renewal(settings, refused, postbox):
    """A letter that was given up because no key opens it stays; the others follow the new key."""
    settings.ENCRYPTION_KEYS = ["33" * 32]
    post([plain_letter("p3@example.org", "Subject", "Text 3", kind="x")])
    settings.ENCRYPTION_KEYS = ["44" * 32, "33" * 32]
    assert outbox.renew_sealed() == 1
