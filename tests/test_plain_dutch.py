"""Plain Dutch: no word that a reader stumbles over, unless it is explained."""

import csv
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from core.glossary import CHAPTERS
from tests.test_translations import ROOT, catalogue

LIST = Path(settings.BASE_DIR) / "docs" / "development" / "plain-dutch.csv"
MOST_WORDS = 28
LONGEST_WORD = 30
ABBREVIATION = re.compile(r"\b[A-Z]{2,}\b")
VALUE = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|<[^>]+>|https?://\S+")


def the_list() -> tuple[dict[str, str], dict[str, str]]:
    """Words that have a plainer one, and words that are explained, with their keys."""
    with LIST.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert all(bool(row["instead"]) != bool(row["explained"]) for row in rows)
    avoided = {row["word"]: row["instead"] for row in rows if row["instead"]}
    return avoided, {row["word"]: row["explained"] for row in rows if row["explained"]}


def hard_words(text: str, avoided: dict[str, str], explained: dict[str, str]) -> list[str]:
    """What is not plain in a text, each with what to do about it."""
    plain = VALUE.sub("x", text)
    found = [
        f"{word}: rather {instead}"
        for word, instead in avoided.items()
        if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", plain, re.IGNORECASE)
    ]
    letters = set(ABBREVIATION.findall(plain)) - set(explained)
    found += [f"{letter}: explain it" for letter in sorted(letters)]
    found += [f"{word}: too long" for word in re.findall(rf"\w{{{LONGEST_WORD + 1},}}", plain)]
    for sentence in re.split(r"(?<=[.!?:;])\s+|\n", plain):
        if len(sentence.split()) > MOST_WORDS:
            found.append(f"{len(sentence.split())} words: {sentence}")
    return found


def dutch_texts() -> list[str]:
    texts = []
    for room in settings.ROOMS:
        for message in catalogue(ROOT, room, "nl"):
            if message.id:
                given = message.string
                texts += [given] if isinstance(given, str) else list(given)
    return texts


def test_every_dutch_text_is_plain():
    """V1, and the interface as a whole: no jargon without explanation."""
    avoided, explained = the_list()
    texts = dutch_texts()
    assert len(texts) > 3000
    hard = {text: found for text in texts if (found := hard_words(text, avoided, explained))}
    assert hard == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gelieve te tekenen.", ["gelieve: rather wilt u, of gewoon: doe"]),
        ("Volgens de GDPR mag dit.", ["GDPR: explain it"]),
        ("x" * 31, [f"{'x' * 31}: too long"]),
        ("een " * 29, [f"29 words: {'een ' * 29}"]),
        ("Teken de overeenkomst (pdf).", []),
        ("Geef %(GDPR)s op, met een PDF.", []),
    ],
)
def test_hard_words_are_found(text, found):
    assert hard_words(text, *the_list()) == found


@pytest.mark.django_db
def test_every_explained_word_is_explained_on_the_page(client):
    """The list and the page go together."""
    __, explained = the_list()
    keys = [term.key for chapter in CHAPTERS for term in chapter.terms]
    assert len(keys) == len(set(keys))
    assert set(explained.values()) == set(keys)
    page = client.get(reverse("words")).content.decode()
    assert [key for key in keys if f'id="{key}"' not in page] == []
