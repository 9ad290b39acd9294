"""Translation catalogues without gettext."""

import gettext
import os

import pytest

from config.embedded.catalogues import compile_catalogues
from config.embedded.errors import EmbeddedError

CATALOGUE = r"""
msgid ""
msgstr ""
"Language: nl\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Workplace"
msgstr "Werkplek"

#, fuzzy
msgid "Agreement"
msgstr "Een gok"

msgctxt "verb"
msgid "place"
msgstr "plaatsen"

#, python-format
msgid "%(count)s student"
msgid_plural "%(count)s students"
msgstr[0] "%(count)s student"
msgstr[1] "%(count)s studenten"
"""


@pytest.fixture
def source(tmp_path):
    """A Dutch catalogue in an application of a project."""
    path = tmp_path / "core" / "locale" / "nl" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


def test_catalogue_is_compiled_with_contexts_and_plurals_and_without_guesses(tmp_path, source):
    [compiled] = compile_catalogues(tmp_path)
    with compiled.open("rb") as file:
        texts = gettext.GNUTranslations(file)
    assert texts.gettext("Workplace") == "Werkplek"
    assert texts.gettext("Agreement") == "Agreement"
    assert texts.pgettext("verb", "place") == "plaatsen"
    plural = [texts.ngettext("%(count)s student", "%(count)s students", n) for n in (0, 1, 2)]
    assert plural == ["%(count)s studenten", "%(count)s student", "%(count)s studenten"]


def test_catalogue_is_compiled_again_only_when_its_source_is_newer(tmp_path, source):
    [compiled] = compile_catalogues(tmp_path)
    assert compile_catalogues(tmp_path) == []
    later = compiled.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compile_catalogues(tmp_path) == [compiled]


def test_broken_catalogue_is_named(tmp_path, source):
    source.write_text(CATALOGUE + 'msgid "half\n', encoding="utf-8")
    with pytest.raises(EmbeddedError, match=r"django\.po"):
        compile_catalogues(tmp_path)
    assert not source.with_suffix(".mo").exists()
