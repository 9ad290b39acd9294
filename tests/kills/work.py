"""What the platform is given to do while its parts die, and what must come of it."""

import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from accounts.models import User
from core.models import ImportJob, Letter, Notification, Stage
from core.notifications.enums import Delivery
from core.notifications.letters import plain_letter
from core.notifications.service import post
from tests.kills.imports import DirectImport, WorkersImport
from tests.kills.night import new_night, night_is_open, unheard

LETTERS, READERS = 12, 3
Found = TypeVar("Found")


def insist(ask: Callable[[], Found], patience: float = 60.0) -> Found:
    """Ask the database until it answers: it may be coming up again."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return ask()
        except DatabaseError:
            connections.close_all()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def wait_for(it: Callable[[], bool], patience: float = 90.0) -> bool:
    """Wait until it is so; False when it takes too long."""
    deadline = time.monotonic() + patience
    while not (done := insist(it)) and time.monotonic() < deadline:
        time.sleep(0.2)
    return done


def something_waits() -> bool:
    """Whether letters, imports, the night or things to forget are still to be done."""
    long_ago = timezone.now() - timedelta(days=399)
    return (
        night_is_open()
        or Letter.objects.waiting().exists()
        or ImportJob.objects.filter(stage=Stage.WAITING).exists()
        or Notification.objects.for_digest(timezone.now()).exists()
        or Notification.objects.filter(created_at__lt=long_ago).exists()
    )


class Letters:
    """Letters that go out at once. ``sure``: their commit was answered."""

    def __init__(self, number: int) -> None:
        self.addresses = [f"moment{number}-letter{n}@example.org" for n in range(LETTERS)]
        self.sure = False

    def post(self) -> None:
        """Put them in the outbox."""
        try:
            with transaction.atomic():
                post(
                    plain_letter(address, "Subject", "Text", kind="tests.kills")
                    for address in self.addresses
                )
            self.sure = True
        except DatabaseError:
            connections.close_all()

    def problems(self) -> list[str]:
        """What is wrong with them in the database; the mailbox tells the rest."""
        count = Letter.objects.filter(address__in=self.addresses).count()
        if count in ((LETTERS,) if self.sure else (0, LETTERS)):
            return []
        return [f"{count} of {LETTERS} letters are in the outbox"]


class Work:
    """Everything given to the platform in one moment."""

    def __init__(self, number: int, url: str) -> None:
        self.number, self.url = number, url
        self.letters = Letters(number)
        self.accepted: set[str] = set()
        self.asked: set[str] = set()
        self.old = f"moment{number}-old"
        self.direct, self.by_worker = DirectImport(number), WorkersImport(number)

    def readers(self) -> list[str]:
        return [f"moment{self.number}-reader{n}@example.org" for n in range(READERS)]

    def begin(self) -> None:
        """Reminders, letters at once, daily letters, something to forget, and two imports."""
        wait_for(lambda: not night_is_open())
        insist(self._readers)
        self.reminded = insist(new_night)
        connections.close_all()
        self.direct.process.start()
        self.by_worker.begin()
        self.letters.post()

    @transaction.atomic
    def _readers(self) -> None:
        yesterday = timezone.now() - timedelta(days=1)
        long_ago = timezone.now() - timedelta(days=400)
        for address in self.readers():
            person, made = User.objects.get_or_create(email=address)
            if not made:
                return
            told = Notification(recipient=person, kind="tests.kills", delivery=Delivery.DAILY)
            told.subject_nl = told.subject_en = told.text_nl = told.text_en = "Told"
            told.save()
            forgotten = Notification(recipient=person, kind=self.old, delivery=Delivery.HERE)
            forgotten.subject_nl = forgotten.subject_en = "Old"
            forgotten.save()
            Notification.objects.filter(pk=told.pk).update(created_at=yesterday)
            Notification.objects.filter(pk=forgotten.pk).update(created_at=long_ago)

    def ask_on_the_web(self) -> None:
        """People ask for a new password; an answered request must lead to a letter."""
        for address in self.readers():
            self.asked.add(address)
            if self._post_reset(address):
                self.accepted.add(address)

    def _post_reset(self, address: str) -> bool:
        page = f"{self.url}/account/password/reset/"
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        try:
            with opener.open(page, timeout=5) as answer:
                token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())
            assert token is not None
            fields = {"email": address, "csrfmiddlewaretoken": token[1]}
            body = urllib.parse.urlencode(fields).encode()
            with opener.open(page, body, timeout=5) as answer:
                return answer.url.endswith("/reset/done/")
        except (urllib.error.URLError, OSError):
            return False

    def problems(self) -> list[str]:
        """What is not as it must be, besides what the mailbox tells."""
        found = self.letters.problems()
        told = Notification.objects.filter(recipient__email__in=self.readers())
        digests = told.filter(kind="tests.kills").values_list("letter", flat=True)
        if len(set(digests) - {None}) != READERS:
            found.append(f"daily letters of {READERS} people: {list(digests)}")
        if told.filter(kind=self.old).exists():
            found.append("what was to be forgotten is still there")
        for address in self.asked:
            asked = Letter.objects.filter(address=address, kind__startswith="accounts.").count()
            if asked not in ((1,) if address in self.accepted else (0, 1)):
                found.append(f"{asked} reset letters for one request")
        found += unheard(self.reminded)
        return found + self.direct.problems() + self.by_worker.problems()


class Forgotten:
    """What waits in the database while nobody, and no message, knows of it any more."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.letters, self.by_worker = Letters(number), WorkersImport(number)

    def begin(self) -> None:
        """Letters and an import for a worker that is away."""
        self.by_worker.begin()
        self.letters.post()

    def problems(self) -> list[str]:
        """What is not as it must be, besides what the mailbox tells."""
        return self.letters.problems() + self.by_worker.problems()
