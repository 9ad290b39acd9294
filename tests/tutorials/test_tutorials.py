"""The tutorials are true: every step is taken here, every word in bold is on its page."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from tests.tutorials.acting import Theatre
from tests.tutorials.commands import commands
from tests.tutorials.reader import Reader
from tests.tutorials.script import (
    ADDRESS,
    DIRECTION,
    IMAGE,
    LANGUAGES,
    PICTURES,
    files,
    play,
)
from tests.tutorials.script import (
    TUTORIALS as FOLDER,
)

LARGEST = 80_000  # bytes of a picture
TUTORIALS = [path for language in LANGUAGES for path in files(language)]


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_of_the_tutorials_can_be_taken(demonstration, frozen_clock, language):
    """V15, V27, V28, V31: from the address bar to the last button, without JavaScript."""
    theatre = Theatre(Reader, frozen_clock.move_to)
    for scene in play(language):
        theatre.play(scene)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_of_the_analyst_is_answered(demonstration, language):
    """D5: a token, the catalogue, the dictionary, all rows as CSV, and a page of them as JSON."""
    first, *others = commands((FOLDER / language / "analyst.md").read_text(encoding="utf-8"))
    client = Client()
    token = first.send(client, "").json()["access_token"]
    answers = [other.send(client, token) for other in others]
    assert [answer.status_code for answer in answers] == [200] * 4
    lines = b"".join(answers[2].streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("pseudonym,academic_year,institution")
    assert {item["state"] for item in answers[3].json()["items"]} == {"running"}
    assert len(lines) > len(answers[3].json()["items"])


@pytest.mark.parametrize("path", TUTORIALS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_picture_is_taken_by_the_command_and_is_small(path: Path):
    text = path.read_text(encoding="utf-8")
    taken = [about.split(" @ ")[0] for verb, about in DIRECTION.findall(text) if verb == "picture"]
    shown = [(path.parent / place).resolve() for _words, place in IMAGE.findall(text)]
    assert shown == [PICTURES / f"{name}.png" for name in taken]
    assert [picture.name for picture in shown if picture.stat().st_size > LARGEST] == []
    assert [words for words, _place in IMAGE.findall(text) if not words] == []


def test_no_picture_is_left_over():
    shown = {
        Path(place).name
        for path in TUTORIALS
        for _words, place in IMAGE.findall(path.read_text(encoding="utf-8"))
    }
    assert {path.name for path in PICTURES.glob("*.png")} == shown


@pytest.mark.parametrize("path", TUTORIALS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_address_in_the_prose_leads_somewhere(path: Path):
    lost = []
    for address in ADDRESS.findall(path.read_text(encoding="utf-8")):
        try:
            resolve(address.split("?")[0])
        except Resolver404:
            lost.append(address)
    assert lost == []
