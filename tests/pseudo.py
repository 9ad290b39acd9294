"""A made-up language: every text of a catalogue accented, in brackets and longer.

It stands in for Dutch while a test looks at pages. What has no translation keeps its plain
letters, and is thereby seen: no accented text holds one. What people wrote in the database
keeps them too, and is therefore taken out of a text before one looks.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import trans_real

from core.importing.headers import known_names

LANGUAGE = "nl"
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = "àƀçđéƒğĥîĵķļɱñöþɋřšţüṽŵẋýžÀƁÇĐÉƑĞĤÎĴĶĻḾÑÖÞɊŘŠŢÜṼŴẊÝŽ"
ACCENTS = str.maketrans(PLAIN, ACCENTED)
# Placeholders, tags and entities stay what they are.
KEPT = re.compile(r"(%\(\w+\)[#0-9.+-]*[a-z]|%[#0-9.+-]*[a-z%]|\{[^{}]*\}|<[^>]+>|&#?\w+;)")
LETTERS = re.compile(r"[A-Za-z]{2,}")
# Names that are the same in every language.
NAMES = re.compile(
    r"\b(?:CSV|Excel|PDF|JSON|XLSX|API|MB|GB|kB|SHA-256|OpenAPI|Python|iPhone|Android)\b"
)
UNREAD = frozenset({"script", "style", "code", "pre", "kbd", "samp", "svg", "textarea"})
SPOKEN = ("title", "alt", "aria-label", "aria-description", "placeholder", "label")
# Tables whose words nobody wrote: names of permissions and of models, in English.
MACHINES = frozenset({"auth", "contenttypes", "pghistory", "sessions"})
# A code of ours, never meant for people: "host_province".
CODE = re.compile(r"[a-z]+(?:_[a-z0-9]+)+")
# The number of a request, a placeholder that people write themselves, addresses, media types, names
# of files that a program reads.
SIGNS = re.compile(
    r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}\b|%\(\w+\)s|https?://\S+|\S+@\S+|[0-9a-f]{8}-[0-9a-f-]{27}"
    r"|\b(?:application|multipart|text)/[\w.+-]+|\b[\w-]+\.(?:json|py)\b"
)


def accented(text: str) -> str:
    """The made-up translation: "Save" becomes "⟦Šàṽé··⟧"."""
    parts = KEPT.split(text)
    shown = "".join(p if at % 2 else p.translate(ACCENTS) for at, p in enumerate(parts))
    return f"⟦{shown}{'·' * round(len(text) * 0.3)}⟧"


@contextmanager
def pseudo_locale() -> Iterator[None]:
    """Replace the Dutch translation by the made-up one, made from its own catalogues."""
    real = trans_real.translation(LANGUAGE)
    made = trans_real.DjangoTranslation.__new__(trans_real.DjangoTranslation)
    made.__dict__.update(real.__dict__)
    made._catalog = trans_real.TranslationCatalog()
    made._catalog._plurals = real._catalog._plurals
    made._catalog._catalogs = [
        {key: accented(text) if key else text for key, text in catalogue.items()}
        for catalogue in real._catalog._catalogs
    ]
    # English behind it would hide what lacks.
    made._fallback = None
    trans_real._translations[LANGUAGE] = made
    try:
        yield
    finally:
        trans_real._translations[LANGUAGE] = real
        known_names.cache_clear()  # an import page may have read them in this language only


class Reader(HTMLParser):
    """Everything on a page that a person reads or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        other = tag != "html" and "lang" in given  # says itself that it is another language
        self.heard += [given[name] for name in SPOKEN if given.get(name) and not other]
        self.heard += [text for name, text in given.items() if name == "data-too-large"]
        if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
            self.heard.append(given.get("value", ""))
        if tag not in VOID:
            self._open.append((tag, tag in UNREAD or other))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(unread for __, unread in self._open):
            self.heard.append(" ".join(data.split()))


VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)


def heard_on(page: str) -> list[str]:
    """Every text and spoken attribute of a page, in order."""
    reader = Reader()
    reader.feed(page)
    return reader.heard


def written_by_people() -> list[str]:
    """Every text of the database that is no code of ours, the longest first."""
    found: set[str] = set()
    codes: set[str] = set()
    for model in apps.get_models():
        if model._meta.app_label in MACHINES or not model._meta.managed:
            continue
        columns = model._meta.concrete_fields
        codes.update(str(code) for c in columns for code, __ in _inner(c).flatchoices or ())
        names = [c.attname for c in columns if _holds_text(c)]
        for row in model._base_manager.values_list(*names) if names else ():
            for value in row:
                found.update(_texts_in(value))
    lines = {" ".join(line.split()) for text in found for line in (text, *text.splitlines())}
    meant = {t for t in lines - codes if LETTERS.search(t) and not CODE.fullmatch(t)}
    return sorted(meant, key=len, reverse=True)


def _inner(column: Any) -> Any:
    return column.base_field if isinstance(column, ArrayField) else column


def _holds_text(column: Any) -> bool:
    """Written by people, in Dutch: no choice, and not the English beside it."""
    inner = _inner(column)
    text = isinstance(inner, models.CharField | models.TextField | models.JSONField)
    return text and not (inner.choices or column.generated or column.name.endswith("_en"))


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts_in(inner) if name != "en" else ()


def untranslated(texts: Iterable[str], data: list[str]) -> list[str]:
    """The texts in which plain letters are left once what people wrote is taken out."""
    return [text for text in texts if LETTERS.search(left_of(text, data))]


def left_of(text: str, data: list[str]) -> str:
    """The text without what people wrote, and without names and addresses."""
    text = NAMES.sub("", SIGNS.sub("", text))
    for value in data if LETTERS.search(text) else ():
        if value.lower() in text.lower():
            text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", "", text, flags=re.IGNORECASE)
    return text
