"""Pages about students, asked in two databases by turns: what load there is falls on both."""

import statistics
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any

from benchmarks.apart import talking

PAGES = ("list", "filtered", "a beginning", "two beginnings", "a seldom pair", "a number")
PAGES += ("no hit", "detail", "everywhere")
Answer = tuple[float, int]


def compare(few: str, many: str, rounds: int) -> Iterator[tuple[str, list[Answer], list[Answer]]]:
    """Per page its answers in both databases: seconds and number of queries."""
    with talking(few, _answer) as first, talking(many, _answer) as second:
        for page in PAGES:
            for __ in range(2):  # the first times do not count
                _ask(first, page), _ask(second, page)
            pairs = [(_ask(first, page), _ask(second, page)) for __ in range(rounds)]
            yield page, [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def in_words(page: str, few: list[Answer], many: list[Answer]) -> str:
    """The line that a person reads."""
    before, after = (sorted(one[0] for one in answers) for answers in (few, many))
    medians = statistics.median(before), statistics.median(after)
    milliseconds = " and ".join(f"{median * 1000:.0f} ms" for median in medians)
    queries = [sorted({one[1] for one in answers}) for answers in (few, many)]
    counts = " and ".join("/".join(map(str, found)) for found in queries)
    return (
        f"{page}: {milliseconds}, × {medians[1] / medians[0]:.2f}"
        f" (fastest × {after[0] / before[0]:.2f}); queries {counts}"
    )


def _ask(talk: Connection, page: str) -> Answer:
    talk.send(page)
    answer: Answer = talk.recv()
    return answer


def _answer(talk: Connection) -> None:
    """Ask for each page that is named, and tell how long it took."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    addresses = _addresses(client)
    while True:
        try:
            address = addresses[talk.recv()]
        except EOFError:
            return
        began = time.perf_counter()
        answer = client.get(address)
        seconds = time.perf_counter() - began
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        talk.send((seconds, len(captured)))


def _addresses(client: Any) -> dict[str, str]:
    from django.urls import reverse

    from accounts.models import User
    from partnerships.models import Programme
    from tests.people import sign_in
    from trajectories.models import Student

    sign_in(client, User.objects.get(email="coordinator@aaa.example"))
    student = Student.objects.order_by("pk")[500]
    listing = reverse("trajectories:student-list")
    return {
        "list": listing,
        "filtered": f"{listing}?programme={Programme.objects.get(code='AAA-Q').uuid}",
        "a beginning": f"{listing}?q=Pee",
        "two beginnings": f"{listing}?q=J+M",
        # Eleven of a thousand, ten thousand of a million: the first page is shorter.
        "a seldom pair": f"{listing}?q=Zo+Pee",
        "a number": f"{listing}?q={student.student_number}",
        "no hit": f"{listing}?q=Zoe+Qwertz",
        "detail": reverse("trajectories:student-detail", args=[student.uuid]),
        "everywhere": f"{reverse('search')}?q=Zo+Pee",
    }
