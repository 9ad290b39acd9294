"""The table of what an import copes with: the tests and the sentences that it names exist."""

import re
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext, override

ROOT = Path(settings.BASE_DIR)
TABLE = ROOT / "docs" / "development" / "import-refusals.md"
LINE = re.compile(r"^\| (?!a file|---)(.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
SENTENCE = re.compile(r"“(?:[^“”]|“[^“”]*”)*[.]”")


def lines() -> list[tuple[str, ...]]:
    found = LINE.findall(TABLE.read_text(encoding="utf-8"))
    assert len(found) > 30
    return found


def test_every_clause_is_proved_by_a_test_that_exists():
    """Issue 3, Imports: a test that is renamed takes its line along."""
    known = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    for clause, __, proof in lines():
        named = set(re.findall(r"`(test_\w+)`", proof))
        assert named, clause
        assert named - known == set(), clause


def test_sentences_are_those_that_people_read():
    """Word for word, and in Dutch too."""
    quoted = [one.strip("“”") for __, said, ___ in lines() for one in SENTENCE.findall(said)]
    quoted = [one + "”" if one.count("“") > one.count("”") else one for one in quoted]
    assert len(quoted) > 10
    with override("nl"):
        assert [one for one in quoted if gettext(one) == one] == []
