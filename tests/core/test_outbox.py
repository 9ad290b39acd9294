"""The outbox: nothing lost, nothing sent twice, whatever falls over."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from core import health
from core.background import enqueue
from core.models import Letter
from core.notifications import outbox
from core.notifications.letters import plain_letter
from core.notifications.refusals import Fault
from core.notifications.retention import forget_old
from core.notifications.service import SEND, post
from tests.mail import OK, mail_server, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def postbox(settings):
    with mail_server(settings) as found:
        yield found


def write(count: int = 1) -> list[Letter]:
    letters = [
        plain_letter(f"person{number}@example.org", "Subject", f"Text {number}", kind="tests.plain")
        for number in range(count)
    ]
    post(letters)
    return letters


def test_letter_that_nobody_noted_goes_out_again_under_the_same_name(postbox, frozen_clock):
    """A worker killed after the server took the letter: the reader's mail program can tell."""
    (letter,) = write()
    taken = outbox._claim()
    outbox.message(taken).send()  # and here the worker is killed
    assert outbox.send_waiting() == 0, "the claim still holds"
    frozen_clock.shift(outbox.CLAIM)
    assert outbox.send_waiting() == 1
    names = {mail["Message-ID"] for mail in postbox.messages}
    assert len(postbox.messages) == 2
    assert names == {f"<{letter.uuid}@localhost>"}


def test_two_workers_never_take_the_same_letter(postbox):
    """Claimed by one, it does not exist for the other."""
    write(3)
    first, second = outbox._claim(), outbox._claim()
    assert first.pk != second.pk
    assert outbox.send_waiting() == 1


def test_mail_server_that_is_away_costs_no_letter(settings, frozen_clock):
    """The letters wait, longer each time, and go out when it is back."""
    with mail_server(settings):
        port = settings.EMAIL_PORT
    write(3)
    assert outbox.send_waiting() == 1, "one try says it all"
    frozen_clock.shift(timedelta(minutes=2))
    assert outbox.send_waiting() == 1
    with mail_server(settings, port) as postbox:
        frozen_clock.shift(timedelta(minutes=5))
        assert outbox.send_waiting() == 3
        assert len(postbox.messages) == 3
    assert not Letter.objects.waiting().exists()


def test_greylisting_waits_and_refusal_gives_up(postbox, frozen_clock):
    """A temporary no is tried again; a permanent one is noted without the address."""
    write(2)
    answers = {"person0@example.org": "451 later", "person1@example.org": "550 unknown"}
    postbox.answer_recipient = answers.__getitem__
    assert outbox.send_waiting() == 2
    later, never = Letter.objects.order_by("pk")
    assert (later.given_up_at, later.problem) == (None, "SMTPRecipientsRefused 451")
    assert (never.given_up_at, never.problem) == (timezone.now(), "SMTPRecipientsRefused 550")
    assert never.sealed, "an administrator can have it sent again"
    postbox.answer_recipient = lambda address: OK
    frozen_clock.shift(timedelta(minutes=5))
    assert outbox.send_waiting() == 1
    assert [mail["To"] for mail in postbox.messages] == ["person0@example.org"]


@pytest.mark.parametrize(
    "answer",
    ["530 5.7.0 sign in first", "535 5.7.8 wrong password", "550 you are blocked", "552 quota"],
)
def test_fault_of_our_account_costs_no_letter(postbox, frozen_clock, answer):
    """The server refuses the sender: the batch stops, the letters wait, arrive once."""
    write(3)
    postbox.answer_sender = lambda address: answer
    assert outbox.send_waiting() == 1, "the next would hear the same"
    assert Letter.objects.waiting().exclude(sealed="").count() == 3
    frozen_clock.shift(timedelta(days=4))
    assert outbox.send_waiting() == 1
    assert Letter.objects.waiting().count() == 3, "also after days"
    postbox.answer_sender = lambda address: OK
    frozen_clock.shift(timedelta(hours=8))
    assert outbox.send_waiting() == 3
    assert outbox.send_waiting() == 0
    assert sorted(mail["To"] for mail in postbox.messages) == [
        f"person{number}@example.org" for number in range(3)
    ]


@pytest.mark.parametrize(
    ("moment", "answer", "fault"),
    [
        ("recipient", "530 5.7.0 sign in first", Fault.OURS),
        ("recipient", "421 closing", Fault.OURS),
        ("recipient", "503 sign in first", Fault.LATER),
        ("recipient", "554 5.7.1 relay access denied", Fault.LATER),
        ("recipient", "550 relaying denied", Fault.LATER),
        ("recipient", "550 5.1.1 unknown", Fault.FINAL),
        ("data", "550 5.4.5 sending limit exceeded", Fault.OURS),
        ("data", "503 no", Fault.LATER),
        ("data", "554 5.7.1 refused as spam", Fault.FINAL),
        ("data", "552 5.3.4 too large", Fault.FINAL),
    ],
)
def test_only_a_refusal_of_the_reader_or_the_words_is_final(postbox, moment, answer, fault):
    """What the server said at which moment decides about this letter and the next one."""
    write(2)
    setattr(postbox, f"answer_{moment}", lambda said: answer)
    assert outbox.send_waiting() == (1 if fault is Fault.OURS else 2)
    given_up = Letter.objects.filter(given_up_at__isnull=False).count()
    assert given_up == (2 if fault is Fault.FINAL else 0)


def test_waits_double_and_end_after_days(postbox, frozen_clock):
    """Exponential back-off with a ceiling, and an end."""
    write()
    postbox.answer_data = lambda message: "451 busy"
    waits = []
    while letter := Letter.objects.waiting().first():
        frozen_clock.move_to(max(letter.send_after, timezone.now()))
        outbox.send_waiting()
        letter.refresh_from_db()
        waits.append(letter.send_after - timezone.now())
    assert timedelta(seconds=48) <= waits[0] <= timedelta(seconds=72)
    assert max(waits) <= outbox.LONGEST_WAIT * 1.2
    assert 15 <= len(waits) <= 30
    assert letter is None
    given_up = Letter.objects.get()
    assert given_up.given_up_at - given_up.created_at > outbox.GIVE_UP_AFTER


def test_text_of_another_key_is_given_up_and_reported(settings, postbox, caplog):
    """A lost key must be seen, without the letter's text or address in the log."""
    write()
    settings.ENCRYPTION_KEYS = ["22" * 32]
    outbox.send_waiting()
    assert Letter.objects.get().problem == "Unreadable"
    assert "was given up: Unreadable" in caplog.text
    assert "person0" not in caplog.text


def test_waiting_letters_follow_a_new_key(settings, postbox):
    """A key can be replaced while letters wait."""
    write()
    old = settings.ENCRYPTION_KEYS
    settings.ENCRYPTION_KEYS = ["22" * 32, *old]
    assert outbox.renew_sealed() == 1
    settings.ENCRYPTION_KEYS = ["22" * 32]
    outbox.send_waiting()
    assert text_of(postbox.messages[0]).strip() == "Text 0"


def test_broker_that_is_away_stops_nobody(monkeypatch, caplog, django_capture_on_commit_callbacks):
    """What people did is kept; the sweeper finds the letter."""

    def away(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr("core.tasks.send_letters.apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        write()
    assert Letter.objects.waiting().count() == 1
    assert "waits for the sweeper" in caplog.text


def test_commit_wakes_the_worker(postbox, django_capture_on_commit_callbacks):
    """Nobody waits for the sweeper when all is well, and nothing goes out before the commit."""
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        write()
        assert postbox.messages == []
    assert len(postbox.messages) == 1


def test_full_batch_asks_for_the_next(postbox, monkeypatch, django_capture_on_commit_callbacks):
    """Many letters go out in batches, so that no task runs for hours."""
    monkeypatch.setattr(outbox, "BATCH", 2)
    monkeypatch.setattr(outbox.send_waiting, "__defaults__", (2,))
    write(5)
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(SEND)
    assert len(postbox.messages) == 5


def test_letters_nobody_takes_make_the_platform_not_ready(frozen_clock, settings):
    """The age of the outbox is a sign of life; a mail server that is away is another matter."""
    write()
    assert health.readiness()["outbox"] == "ok"
    frozen_clock.shift(timedelta(minutes=16))
    assert health.readiness()["outbox"] == "failing"
    with mail_server(settings):
        pass
    outbox.send_waiting()  # nobody answers: tried, and waiting
    assert health.readiness()["outbox"] == "ok"


def test_old_letters_and_notifications_are_forgotten(postbox, frozen_clock):
    """Nothing is kept for ever, and what waits is not thrown away."""
    write(2)
    postbox.answer_recipient = lambda address: OK if "0" in address else "451 later"
    outbox.send_waiting()
    frozen_clock.shift(timedelta(days=91))
    assert forget_old() == 1
    assert Letter.objects.get().sent_at is None


def test_sealed_text_never_stands_in_clear_anywhere(postbox):
    """The row as PostgreSQL holds it."""
    write()
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_letter::text FROM core_letter")
        assert "Text 0" not in cursor.fetchone()[0]
