"""Both catalogues are complete, in every room."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import pofile
from django.conf import settings
from django.utils import translation

ROOT = Path(settings.BASE_DIR)
CATALOGUES = [(room, language) for room in settings.ROOMS for language, __ in settings.LANGUAGES]


def catalogue(root: Path, room: str, language: str):
    path = root / room / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return pofile.read_po(file, locale=language)


def texts(messages) -> set[tuple[str | None, object]]:
    return {(message.context, message.id) for message in messages if message.id}


@pytest.mark.parametrize(("room", "language"), CATALOGUES)
def test_every_text_is_translated(room, language):
    """Dutch and English from the first page."""
    messages = catalogue(ROOT, room, language)
    bare = [
        message.id
        for message in messages
        if message.id
        and not all([message.string] if isinstance(message.id, str) else message.string)
    ]
    assert bare == []
    assert [message.id for message in messages if message.id and message.fuzzy] == []


@pytest.mark.parametrize(("room", "language"), CATALOGUES)
def test_placeholders_survive_translation(room, language):
    messages = catalogue(ROOT, room, language)
    assert [str(error) for __, errors in messages.check() for error in errors] == []


def test_a_text_has_one_translation_in_all_rooms():
    """Where two rooms mean something else by one English text, a context tells them apart."""
    found: dict[tuple[str | None, str], dict[str, list[str]]] = {}
    for room in settings.ROOMS:
        for message in catalogue(ROOT, room, "nl"):
            if message.id:
                words = found.setdefault((message.context, str(message.id)), {})
                words.setdefault(str(message.string), []).append(room)
    assert {text: words for text, words in found.items() if len(words) > 1} == {}


@pytest.mark.parametrize("room", settings.ROOMS)
def test_page_shows_our_words(room):
    """A library that has the same English text must not put its own Dutch in our pages."""
    shadowed = {}
    with translation.override("nl"):
        for message in catalogue(ROOT, room, "nl"):
            if message.id and isinstance(message.id, str):
                shown = (
                    translation.pgettext(message.context, message.id)
                    if message.context
                    else translation.gettext(message.id)
                )
                if shown != message.string:
                    shadowed[message.id] = shown
    assert shadowed == {}


@pytest.mark.parametrize("room", settings.ROOMS)
def test_the_term_of_schools_stays_out_of_the_interface(room):
    """V1: the field's own word is work-based learning (werkplekleren)."""
    for language in ("nl", "en"):
        shown = [str(m.string) for m in catalogue(ROOT, room, language) if m.id]
        assert [text for text in shown if "duaal" in text.lower() or "dual " in text.lower()] == []


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    """A copy of the sources with the texts collected anew."""
    if shutil.which("xgettext") is None:
        pytest.skip("gettext is not installed: apt-get install gettext")
    copy = tmp_path_factory.mktemp("collected")
    leave = shutil.ignore_patterns("__pycache__", "*.mo")
    for name in [*settings.ROOMS, "config", "templates"]:
        shutil.copytree(ROOT / name, copy / name, ignore=leave)
    shutil.copy(ROOT / "manage.py", copy)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--settings", "config.settings.test"],
        cwd=copy,
        check=True,
        capture_output=True,
    )
    return copy


@pytest.mark.parametrize("room", settings.ROOMS)
def test_catalogues_are_fresh(room, collected):
    """No text of the code is missing in the catalogues, and none is left over."""
    assert texts(catalogue(ROOT, room, "nl")) == texts(catalogue(collected, room, "nl"))
