"""What people are told, on the platform and by e-mail: who, how, once, in their language."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core.models import Letter, Notification, NotificationPreference
from core.notifications.digest import write_digests
from core.notifications.enums import Delivery
from core.notifications.kinds import Kind, Topic, kinds, topics
from core.notifications.letters import MOST_TOLD
from core.notifications.notices import notices
from core.notifications.outbox import send_waiting
from core.notifications.preferences import choose, leave_digest, unsubscribe_path
from core.notifications.service import names_in, notify, read_one, require_values
from tests.api import post
from tests.factories.partnerships import make_user
from tests.mail import mail_server, text_of
from tests.people import sign_in
from tests.test_notices import MAKERS

pytestmark = pytest.mark.django_db

FREE = Topic(name="tests.free", label="Things")
DAILY = Topic(name="tests.daily", label="Small things", default=Delivery.DAILY)
CHOSEN = Topic(name="tests.chosen", label="Things together")
ALWAYS = Topic(name="tests.always", label="Big things", required=True)


def kind_of(topic: Topic) -> Kind:
    return Kind(
        name=f"{topic.name}.happened",
        topic=topic,
        subject="%(what)s happened",
        text="It was on %(day)s.",
        link="Look",
    )


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """These topics and kinds exist during a test."""
    for topic in (FREE, DAILY, CHOSEN, ALWAYS):
        monkeypatch.setitem(topics, topic.name, topic)
        monkeypatch.setitem(kinds, kind_of(topic).name, kind_of(topic))


@pytest.fixture
def postbox(settings):
    with mail_server(settings) as found:
        yield found


def tell(topic: Topic, *people, **extra) -> int:
    values = {"what": "Rain", "day": date(2026, 9, 1)}
    return notify(kind_of(topic), people, path="/learning/", **values | extra)


def test_letter_says_it_in_the_readers_language_as_text_and_html(postbox):
    """Each reads it in the own language."""
    dutch, english = make_user(language="nl"), make_user(language="en")
    assert tell(FREE, dutch, english) == 2
    assert send_waiting() == 2
    first, second = sorted(postbox.messages, key=lambda mail: mail["To"] != dutch.email)
    assert [first["Subject"], second["Subject"]] == ["Rain happened"] * 2
    assert "Beste " in text_of(first)
    assert "1 september 2026" in text_of(first)
    assert "1 September 2026" in text_of(second, "html")
    assert "http://testserver/learning/" in text_of(second)
    assert second["Auto-Submitted"] == "auto-generated"


def test_what_rolls_back_was_never_told(postbox):
    """A letter and a notification live and die with what they tell."""

    def fail() -> None:
        with transaction.atomic():
            tell(FREE, make_user())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert send_waiting() == 0
    assert not Notification.objects.exists()


def test_text_is_encrypted_and_forgotten_once_it_is_sent(postbox):
    """Who reads the table of letters reads no letter."""
    person = make_user()
    tell(FREE, person)
    letter = Letter.objects.get()
    assert "Rain" not in letter.sealed
    send_waiting()
    letter.refresh_from_db()
    assert (letter.sealed, letter.sent_at is not None) == ("", True)
    assert len(postbox.messages) == 1


def test_database_keeps_no_text_of_a_letter_that_is_over():
    """The database is the last guard: no text of what went out, and none lost of what waits."""
    tell(FREE, make_user())
    letter = Letter.objects.get()
    letter.sent_at = letter.created_at
    with pytest.raises(IntegrityError), transaction.atomic():
        letter.save()
    letter.sent_at, letter.sealed = None, ""
    with pytest.raises(IntegrityError), transaction.atomic():
        letter.save()


def test_same_key_is_told_once(postbox):
    """A nightly run that starts again repeats nothing."""
    person, other = make_user(), make_user()
    assert tell(FREE, person, key="2026-09") == 1
    assert tell(FREE, person, other, key="2026-09") == 1
    assert send_waiting() == 2
    assert sorted(mail["To"] for mail in postbox.messages) == sorted([person.email, other.email])


def test_who_may_not_sign_in_is_not_told():
    """Somebody who left gets no letter about the work."""
    assert tell(FREE, make_user(is_active=False)) == 0
    assert not Letter.objects.exists()


def test_a_new_line_in_a_name_writes_no_header(postbox):
    """Header injection: a name that brings its own Bcc stays a name."""
    tell(FREE, make_user(), what="Rain\r\nBcc: thief@example.org")
    send_waiting()
    (mail,) = postbox.messages
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Rain Bcc: thief@example.org happened"
    assert postbox.envelopes[0].rcpt_tos == [mail["To"]]


def test_a_name_with_markup_stays_a_name(postbox):
    """A letter shows what somebody typed, and runs none of it."""
    tell(FREE, make_user(first_name="<b>Jo</b>"), what="<script>")
    send_waiting()
    html = text_of(postbox.messages[0], "html")
    assert "&lt;b&gt;Jo&lt;/b&gt;" in html
    assert "<b>" not in html


def test_costs_the_same_for_one_person_and_three(django_assert_num_queries):
    """Telling a whole class takes as many queries as telling one student."""
    people = [make_user() for __ in range(3)]
    # Savepoint in and out, choices, notifications, letters, the link between the two.
    for told in (people[:1], people):
        with django_assert_num_queries(6):
            tell(FREE, *told)


def test_choice_decides_how_one_hears(postbox):
    """At once, once a day together, or on the platform only; required topics always come."""
    person = make_user()
    choose(person, {FREE.name: Delivery.HERE, ALWAYS.name: Delivery.HERE})
    tell(FREE, person)
    assert send_waiting() == 0
    tell(ALWAYS, person)
    assert send_waiting() == 1
    assert Notification.objects.visible_to(person).count() == 2
    assert not NotificationPreference.objects.filter(topic=ALWAYS.name).exists()


def test_daily_letter_tells_yesterday_together_once(postbox, frozen_clock):
    """One letter per person of what was not read, and nothing twice."""
    person, other = make_user(), make_user()
    for what in ("Rain", "Sun", "Snow"):
        tell(DAILY, person, what=what)
    tell(DAILY, other, what="Wind")
    seen = Notification.objects.get(recipient=person, subject_nl="Snow happened")
    read_one(seen, actor=person)
    assert write_digests() == 0, "today is not over"
    frozen_clock.shift(24 * 3600)
    tell(DAILY, person, what="Hail")
    assert write_digests() == 2
    assert write_digests() == 0
    assert send_waiting() == 2
    mine = next(mail for mail in postbox.messages if mail["To"] == person.email)
    assert mine["Subject"] == "2 meldingen"
    assert "Rain happened" in text_of(mine)
    assert "Sun happened" in text_of(mine, "html")
    for unread in ("Snow", "Hail", "Wind"):
        assert unread not in text_of(mine)


@pytest.mark.parametrize("extra", [[], [CHOSEN], [CHOSEN, ALWAYS]])
def test_daily_letter_always_has_its_own_way_out(client, postbox, frozen_clock, extra):
    """RFC 8058: of one topic, of two, and beside a required one, which still comes at once."""
    person = make_user(language="en")
    choose(person, {CHOSEN.name: Delivery.DAILY})
    for topic in (DAILY, *extra):
        tell(topic, person)
    send_waiting()  # the required one
    frozen_clock.shift(24 * 3600)
    for topic in (DAILY, *extra):
        tell(topic, person, what="Hail")
    assert write_digests() == 1
    send_waiting()
    mail = next(m for m in postbox.messages if "List-Unsubscribe" in m)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail["List-Unsubscribe"].strip(" <>")
    address = link.removeprefix("http://testserver")
    assert link in text_of(mail)
    assert link in text_of(mail, "html")
    page = client.get(address, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "Send me no daily e-mail any more" in page
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    frozen_clock.shift(24 * 3600)
    before = len(postbox.messages)
    for topic in (DAILY, *extra, ALWAYS):
        tell(topic, person)
    assert write_digests() == 0, "neither what waited, nor what is new"
    send_waiting()
    assert len(postbox.messages) == before + 1 + (ALWAYS in extra), "only the required ones"
    told = 3 * (1 + len(extra)) + 1
    assert Notification.objects.visible_to(person).count() == told, "all of it on the platform"


def test_leaving_the_daily_letter_changes_no_other_choice():
    """What comes at once by choice or by default goes on coming."""
    person = make_user()
    choose(person, {FREE.name: Delivery.AT_ONCE})
    leave_digest(person)
    rows = dict(NotificationPreference.objects.values_list("topic", "delivery"))
    assert (rows[FREE.name], rows[DAILY.name]) == (Delivery.AT_ONCE, Delivery.HERE)
    assert Delivery.DAILY not in rows.values()
    assert ALWAYS.name not in rows


def test_long_daily_letter_names_the_first_and_says_how_many_more(postbox, frozen_clock):
    """A letter of a busy day stays a letter."""
    person = make_user(language="en")
    for number in range(MOST_TOLD + 3):
        tell(DAILY, person, what=f"Rain-{number:02}")
    frozen_clock.shift(24 * 3600)
    assert write_digests() == 1
    send_waiting()
    (mail,) = postbox.messages
    for words in (text_of(mail), text_of(mail, "html")):
        assert words.count("Rain-") == MOST_TOLD
        assert "And 3 more notifications." in words
        assert reverse("notifications") in words
    assert mail["Subject"] == "23 notifications"


def test_mail_program_unsubscribes_with_one_press(client, postbox):
    """RFC 8058: the address of the header takes a POST without cookies or page."""
    person = make_user()
    tell(FREE, person)
    send_waiting()
    (mail,) = postbox.messages
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail["List-Unsubscribe"].strip(" <>").removeprefix("http://testserver")
    assert person.email not in address
    assert client.get(address).status_code == 200
    assert not NotificationPreference.objects.exists(), "looking changes nothing"
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    tell(FREE, person)
    assert send_waiting() == 0


def test_required_topic_offers_no_way_out(postbox):
    """Nobody loses the letter about their own account by one press."""
    person = make_user()
    tell(ALWAYS, person)
    send_waiting()
    assert postbox.messages[0]["List-Unsubscribe"] is None
    assert unsubscribe_path(person, ALWAYS) == ""


def test_damaged_link_changes_nothing(client):
    """A link that we did not write says so."""
    address = reverse("unsubscribe", args=["forged"])
    assert client.post(address).status_code == 400
    assert not NotificationPreference.objects.exists()


def test_list_shows_what_is_new_and_opening_reads_it(client):
    """Everybody finds back what they were told, and nobody else does."""
    person = make_user()
    tell(FREE, person)
    tell(FREE, make_user(), what="Secret")
    sign_in(client, person)
    page = client.get(reverse("notifications"), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "Rain happened" in page
    assert "Secret" not in page
    notification = Notification.objects.get(recipient=person)
    answer = client.get(reverse("notification", args=[notification.uuid]))
    assert (answer.status_code, answer.url) == (302, "/learning/")
    notification.refresh_from_db()
    assert notification.read_at is not None


def test_all_are_read_with_one_press(client):
    """One press, one's own only."""
    person, other = make_user(), make_user()
    tell(FREE, person, other)
    tell(FREE, person)
    sign_in(client, person)
    client.post(reverse("notifications"))
    assert Notification.objects.filter(recipient=person).unread().count() == 0
    assert Notification.objects.filter(recipient=other).unread().count() == 1


def test_choices_are_kept_on_a_page(client):
    """The form shows what holds, and keeps what one chooses."""
    person = make_user()
    sign_in(client, person)
    address = reverse("notification-preferences")
    form = client.get(address).context["form"]
    assert form.fields[DAILY.name].initial == Delivery.DAILY
    assert ALWAYS.name not in form.fields
    data = {name: field.initial for name, field in form.fields.items()}
    client.post(address, data | {DAILY.name: Delivery.AT_ONCE})
    assert client.get(address).context["form"].fields[DAILY.name].initial == Delivery.AT_ONCE
    wrong = client.post(address, data | {DAILY.name: "never"})
    assert wrong.status_code == 200
    assert wrong.context["form"].errors[DAILY.name]


def test_api_marks_one_as_read(client):
    """The same list over the API, in the language that the caller asks for."""
    person = make_user()
    tell(FREE, person)
    sign_in(client, person)
    (item,) = client.get(reverse("notification-api-list")).json()["items"]
    assert (item["subject"], item["read_at"]) == ("Rain happened", None)
    answer = post(client, reverse("notification-api-read", args=[item["id"]]))
    assert answer.json()["read_at"] is not None


def test_every_word_of_every_kind_has_its_value():
    """A kind whose words name a value that nobody gives would break what it tells of: asked of
    each entry of the tables of the rooms, with a row of its own, in both languages.
    """
    asked = set()
    for (model, _verb), rows in sorted(notices.items()):
        row = MAKERS[model]()
        for notice in rows:
            for language in ("nl", "en"):
                with translation.override(language):
                    require_values(notice.kind, notice.values(row))
            asked.add(notice.kind.name)
    assert asked == {notice.kind.name for rows in notices.values() for notice in rows}
    assert len(asked) > 20


def test_words_in_dutch_and_english_name_the_same_values():
    """Also of the kinds that no table tells: a translation neither forgets nor invents one."""
    wrong = []
    for kind in kinds.values():
        found = {}
        for language in ("nl", "en"):
            with translation.override(language):
                found[language] = names_in(kind)
        if found["nl"] != found["en"]:
            wrong.append(f"{kind.name}: {found}")
    assert not wrong, "\n".join(wrong)


def test_value_that_is_missing_fails_with_the_name_of_the_kind():
    """Whoever wrote it reads which one, and nothing was told."""
    with pytest.raises(ValueError, match=r"tests\.free\.happened lacks a value for day"):
        notify(kind_of(FREE), [make_user()], what="Rain")
    assert not Notification.objects.exists()


def test_program_reads_and_changes_what_comes_by_e_mail(client):
    """The same choices as on the page, for the version that was read, and no required ones."""
    person = make_user()
    sign_in(client, person)
    address = reverse("notification-api-preferences")
    read = client.get(address)
    topics_now = {one["topic"]: one for one in read.json()["topics"]}
    assert topics_now[DAILY.name]["delivery"] == Delivery.DAILY
    assert topics_now[ALWAYS.name]["required"]
    assert client.get(address, headers={"If-None-Match": read["ETag"]}).status_code == 304

    def change(topic, delivery, tag):
        body = json.dumps({"choices": [{"topic": topic, "delivery": delivery}]})
        headers = {"If-Match": tag} if tag else {}
        return client.patch(address, body, content_type="application/json", headers=headers)

    assert change(DAILY.name, "here", "").status_code == 428
    changed = change(DAILY.name, "here", read["ETag"])
    assert changed.status_code == 200
    assert Delivery.HERE in {one["delivery"] for one in changed.json()["topics"]}
    assert NotificationPreference.objects.get(topic=DAILY.name).delivery == Delivery.HERE
    assert change(FREE.name, "daily", read["ETag"]).status_code == 412, "changed meanwhile"
    assert change(FREE.name, "daily", changed["ETag"]).status_code == 200
    tag = client.get(address)["ETag"]
    sign_in(Client(), person)
    person.save()
    assert client.get(address)["ETag"] == tag, "signing in somewhere changes no choice"
    assert change(FREE.name, "here", tag).status_code == 200
    assert change(ALWAYS.name, "here", "*").status_code == 400
    assert change(FREE.name, "never", "*").status_code == 400


def test_program_marks_all_as_read(client):
    """One's own only, and twice is once."""
    person, other = make_user(), make_user()
    tell(FREE, person, other)
    tell(FREE, person)
    sign_in(client, person)
    address = reverse("notification-api-read-all")
    assert [client.post(address).json()["count"] for __ in "ab"] == [2, 0]
    assert Notification.objects.filter(recipient=other).unread().count() == 1
