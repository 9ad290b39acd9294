"""A run in a made-up language: whatever a person reads or hears comes from the catalogues."""

import csv
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation

from core.deadlines.days import holidays_of
from core.glossary import CHAPTERS
from core.models import Notification
from core.notifications.kinds import kinds
from core.notifications.letters import digest_letter, letter_about, message
from core.notifications.service import notify
from core.views import search
from matching.services.worked_example import LISTS
from tests.access import PEOPLE, ROLES, Row, World
from tests.factories.partnerships import make_user
from tests.people import sign_in
from tests.pseudo import (
    LANGUAGE,
    accented,
    heard_on,
    pseudo_locale,
    untranslated,
    written_by_people,
)
from tests.test_access_matrix import ROOMS, address_of, answer_to, build_world, client_of, table

pytestmark = pytest.mark.django_db

# One of each side; whoever may do less of the same side reads the same words.
SIDES = ("coordinator", "contact", "mentor", "student", "analyst", "observer", "administrator")
# What anybody may open looks the same to all who are signed in; the home page does not.
ANYBODY = ("visitor", "coordinator", "student")
SPEAKING = ({"type", "status"}, {"pointer"}, {"parameter"}, {"name", "allowed"})
SPOKEN_BY_API = frozenset({"title", "detail", "reason", "label"})
GUARDED = b" data-guard>"
YEARS = range(2026, 2029)
REFUSALS = (400, 403, 404, 405, 409, 410, 413, 429, 500, 503)
TEMPLATES = settings.BASE_DIR / "templates"


@pytest.fixture
def pseudo() -> Iterator[None]:
    with pseudo_locale(), translation.override(LANGUAGE):
        yield


def readers_of(row: Row) -> list[str]:
    """Who opens this address, and one for whom it stays closed."""
    if row.name == "home":
        return list(ROLES)
    if row.public or row.ok == PEOPLE:
        return [role for role in ANYBODY if row.public or role in row.ok]
    mine = [role for role in SIDES if role in row.ok] or sorted(row.ok)[:1]
    if row.api:
        return mine[:1]
    return (mine if row.method == "get" else mine[:1]) + sorted(row.forbidden)[:1]


def answers(world: World, clients: dict[str, Client]) -> Iterator[tuple[str, Any]]:
    """(where, answer) of every page, of what it says of an empty form, of the API.

    The gallery of components shows invented samples in English, on demonstration machines only.
    """
    rows = [row for room in ROOMS for row in table(room).ROWS if "gallery" not in row.name]
    pages = {row.name for row in rows if row.method == "get" and not row.api}
    for row in rows:
        if row.method == "post" and row.name in pages:
            continue  # its empty form is sent below
        address = address_of(row, world)
        readers = readers_of(row)
        for role in readers:
            where = f"{row.method} {row.name} as {role}"
            answer = answer_to(row, clients[role], address)
            yield where, answer
            if role == readers[0] and row.method == "get" and GUARDED in body_of(answer):
                blank = Row(row.name, method="post", data=hidden_on(body_of(answer).decode()))
                yield f"empty {where}", answer_to(blank, clients[role], address)


def hidden_on(page: str) -> dict[str, str]:
    """What a form sends that nobody sees."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def body_of(answer: Any) -> bytes:
    """What a person reads of an answer: nothing of a file or of another address."""
    kind = answer.headers.get("Content-Type", "")
    return b"" if answer.streaming or "html" not in kind else answer.content


def heard_from(answer: Any) -> list[str]:
    """The words of a page, or the sentences of the API."""
    if "json" in answer.headers.get("Content-Type", "") and not answer.streaming:
        return list(sentences(answer.json()) if answer.content else ())
    return heard_on(body_of(answer).decode())


def sentences(value: Any) -> Iterator[str]:
    """What is meant for people in an answer of the API: of problems, and of actions."""
    if isinstance(value, list):
        for inner in value:
            yield from sentences(inner)
    elif isinstance(value, dict):
        # A problem, one of its places, or an action.
        spoken = any(kind <= value.keys() for kind in SPEAKING)
        for name, inner in value.items():
            if isinstance(inner, dict | list):
                yield from sentences(inner)
            elif spoken and name in SPOKEN_BY_API and isinstance(inner, str):
                yield inner


def letters(world: World) -> Iterator[tuple[str, str]]:
    """(kind, text) of a letter of every kind that exists, and of one that tells all together."""
    for kind in kinds.values():
        with translation.override("en"):
            names = re.findall(r"%\((\w+)\)", f"{kind.subject} {kind.text}")
        notify(kind, [world.coordinator], path="/", **dict.fromkeys(names, 7))
    told = list(Notification.objects.filter(recipient=world.coordinator))
    assert {notification.kind for notification in told} >= set(kinds)
    written = [letter_about(one, kinds[one.kind]) for one in told if one.kind in kinds]
    for letter in [*written, digest_letter(world.coordinator, told)]:
        mail = message(letter)
        yield letter.kind, mail.subject
        yield from ((letter.kind, line) for line in mail.body.splitlines())
        yield from ((letter.kind, text) for text in heard_on(mail.alternatives[0][0]))


def refusals() -> Iterator[tuple[str, str]]:
    """(status, text) of every page for when something is refused or broken."""
    with override_settings(ROOT_URLCONF="tests.journeys.error_urls"):
        for status in REFUSALS:
            answer = Client().get(f"/refused/{status}/")
            assert answer.status_code == status
            yield from ((f"page {status}", text) for text in heard_on(answer.content.decode()))


def sign_in_letters() -> Iterator[tuple[str, str]]:
    """(template, line) of every letter about signing in."""
    for path in sorted(TEMPLATES.glob("*/email/*.txt")):
        name = str(path.relative_to(TEMPLATES))
        if not path.name.startswith("base_"):
            text = render_to_string(name, {"current_site": {"name": "7"}, "timestamp": "7"})
            yield from ((name, line.strip()) for line in text.splitlines() if line.strip())


def headings(lists: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(list, heading) of every list that can be saved as a file, from an answer that showed it."""
    for name, shown in lists.items():
        client, address = shown.client, shown.request["PATH_INFO"]
        if b"list-tools__files" in body_of(client.get(address, {"page": 1})):
            lines = b"".join(client.get(address, {"export": "csv"}).streaming_content)
            first = next(csv.reader(lines.decode("utf-8-sig").splitlines(), delimiter=";"))
            yield from ((f"file of {name}", heading) for heading in first if heading)


def abbreviations() -> list[str]:
    """Words of the list that are the same in every language: "VDAB", and not a translated one."""
    terms = [term for chapter in CHAPTERS for term in chapter.terms]
    return re.findall(r"\w+", " ".join(one.word for one in terms if type(one.word) is str))


@pytest.mark.long
def test_everything_on_every_page_is_translated(pseudo):
    """V37: pages, refusals, empty forms, sentences of the API and letters, all in one language."""
    world = build_world(until=ROOMS[-1])
    clients = {role: client_of(role, world) for role in ROLES}
    found: dict[str, str] = {}
    lists: dict[str, Any] = {}
    for where, answer in answers(world, clients):
        if b"page--list" in body_of(answer):
            lists.setdefault(answer.resolver_match.view_name, answer)
        for text in heard_from(answer):
            found.setdefault(text, where)
    for kind, text in letters(world):
        found.setdefault(text, f"letter {kind}")
    files = list(headings(lists))
    assert len({name for name, __ in files}) >= 20, files
    for where, text in (*refusals(), *sign_in_letters(), *files):
        found.setdefault(text, where)
    holidays = [name for year in YEARS for name in holidays_of(year).values()]
    data = [*written_by_people(), *holidays, *abbreviations(), *LISTS]  # and names of the example
    wrong = [f"{found[text]}: {text}" for text in untranslated(found, data)]
    assert not wrong, "\n".join(wrong)


def test_planted_text_is_found(pseudo, client, monkeypatch):
    """The run can fail: a heading, a spoken attribute and half a sentence without translation."""
    person = make_user(first_name="Save", last_name="Draft")
    sign_in(client, person)
    monkeypatch.setattr(search.Shortcuts, "heading", "Planted heading")
    page = client.get(reverse("shortcuts")).content.decode()
    page = page.replace("<main ", '<main aria-label="Planted label" ', 1)
    found = untranslated(heard_on(page), written_by_people())
    title = f"Planted heading – {translation.gettext('Work-based learning')}"
    assert set(found) == {title, "Planted heading", "Planted label"}
    assert untranslated(heard_on(page), []) != found, "The name of the reader stands on the page"


def test_made_up_text_keeps_what_a_program_reads():
    """Placeholders, tags and entities stay; everything else is accented, in brackets, longer."""
    text = "Save %(name)s, <b>{0}</b>&nbsp;%d %%"
    assert accented(text) == "⟦Šàṽé %(name)s, <b>{0}</b>&nbsp;%d %%···········⟧"


def test_words_inside_a_translated_sentence_are_looked_at():
    sentence = accented("Ask %(who)s to mend %(what)s") % {"who": "An Peeters", "what": "the file"}
    assert untranslated([sentence], ["An Peeters"]) == [sentence]
    assert untranslated([sentence], ["An Peeters", "the file"]) == []
