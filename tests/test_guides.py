"""What guides and recipes name exists: files, symbols, commands, addresses, words on pages."""

import json
import re
from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.core.management import get_commands
from django.urls import Resolver404, resolve

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
AWAY = ROOT / "deploy" / "away"
GUIDES = sorted(
    path
    for pattern in (
        "index.md",
        "*.md",
        "administration/*.md",
        "operations/*.md",
        "development/*.md",
    )
    for path in set(DOCS.glob(pattern))
)
RECIPES = sorted((DOCS / "development").glob("*.md"))
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"[\w.-]+(?:/[\w.-]+)+\.(?:py|html|md|txt|json|yml|conf|po)")
SYMBOL = re.compile(r"[A-Za-z_][\w.]*[A-Za-z0-9_]")
MANAGE = re.compile(r"(?:manage\.py|bootstrap\.py manage) ([a-z_]+)")
BOOTSTRAP = re.compile(r"(?:bootstrap\.py|\bmake) ([a-z]+)\b")
ITALIC = re.compile(r"(?<![*\w])\*([^*\n][^*]*?)\*(?![*\w])")
QUOTED = re.compile(r'"([^"\n]+)"')
ADDRESS = re.compile(r"`(/[a-z][a-z/-]*/)`")
# What recipes make up for their example.
IMAGINED = {"cancelled", "quality.cancelled"}


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def sources() -> str:
    """Every line of code, settings and templates that a recipe may speak of."""
    patterns = ("*/**/*.py", "*.py", "templates/**/*.html", "pyproject.toml", "tests/**/*.py")
    paths = {path for pattern in patterns for path in ROOT.glob(pattern)}
    ours = (path for path in paths if not {".venv", ".local"} & set(path.parts))
    return "\n".join(text_of(path) for path in ours)


def messages() -> str:
    """Every text of the interface, in English and Dutch, the library's sign-in pages included."""
    places = (ROOT, Path(allauth.__file__).parent.parent)
    paths = [path for place in places for path in place.glob("*/locale/nl/LC_MESSAGES/*.po")]
    return "\n".join(re.sub(r'"\n"', "", text_of(path)) for path in paths)


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_files_and_commands_that_a_guide_names_exist(path):
    text = text_of(path)
    named = {name for words in CODE.findall(FENCE.sub("", text)) for name in FILE.findall(words)}
    lost = {name for name in named if not exists(name, path)}
    assert lost == set()
    assert set(MANAGE.findall(text)) - set(get_commands()) == set()
    known = set(re.findall(r'^    "([a-z]+)": "', text_of(ROOT / "bootstrap.py"), re.MULTILINE))
    called = {name for words in CODE.findall(text) for name in BOOTSTRAP.findall(words)}
    assert called - known == set()


def exists(name: str, path: Path) -> bool:
    """From the root of the project, among its templates, or beside the guide."""
    return any((place / name).exists() for place in (ROOT, ROOT / "templates", path.parent))


def test_symbols_that_recipes_name_exist():
    code = set(re.findall(r"\w+", sources()))
    lost = {
        (path.stem, word)
        for path in RECIPES
        for words in CODE.findall(FENCE.sub("", text_of(path)))
        if SYMBOL.fullmatch(words) and not (ROOT / words).exists()
        for word in words.split(".")
        if word not in code and words not in IMAGINED
    }
    assert lost == set()


def test_words_in_italics_stand_on_the_pages_of_the_administrator():
    known = messages()
    text = text_of(DOCS / "administration" / "guide.md")
    assert [words for words in map(flat, ITALIC.findall(text)) if words not in known] == []


def test_addresses_of_the_administrator_lead_somewhere():
    lost = []
    for address in ADDRESS.findall(text_of(DOCS / "administration" / "guide.md")):
        try:
            resolve(address)
        except Resolver404:
            lost.append(address)
    assert lost == []


def test_words_that_people_see_when_something_fails_are_really_shown():
    known = messages()
    text = text_of(DOCS / "operations" / "failing.md")
    assert [words for words in QUOTED.findall(text) if words not in known] == []


def flat(text: str) -> str:
    """White space and apostrophes as in the catalogues."""
    return " ".join(text.split()).replace("'", "’")


def test_page_for_when_the_platform_is_away_needs_nothing_of_it():
    """Only files beside it; no script and no style inside, so that its own strict header holds."""
    page = text_of(AWAY / "index.html")
    assert set(re.findall(r'(?:src|href)="([^"]+)"', page)) == {"/", "/away/away.css"}
    assert re.findall(r"<(?:script|style|img)| style=", page) == []
    assert "url(" not in text_of(AWAY / "away.css")
    for words in ("We zijn even niet bereikbaar", "We cannot be reached for a moment"):
        assert words in messages()
        assert f"{words}<" in page


def test_answer_to_programs_while_the_platform_is_away_is_a_problem_that_they_know():
    problem = json.loads(text_of(AWAY / "problem.json"))
    known = text_of(DOCS / "reference" / "problems.md")
    assert f"| `{problem['type']}` | {problem['status']} | {problem['title']} |" in known


def test_proxy_names_the_files_that_are_there():
    config = text_of(ROOT / "deploy" / "nginx.conf")
    named = set(re.findall(r"/away/(\w+\.\w+)", config + text_of(AWAY / "index.html")))
    assert named == {path.name for path in AWAY.iterdir()}


def test_proxy_writes_no_addresses_down():
    """Issue 3, nothing personal in logs: a search holds a name, an invitation its key."""
    config = text_of(ROOT / "deploy" / "nginx.conf")
    assert re.findall(r"^\s*access_log (.*);", config, re.MULTILINE) == ["off"]
    assert re.findall(r"^\s*error_log \S+ (\w+);", config, re.MULTILINE) == ["crit"]


def test_guides_that_code_names_exist():
    """Who follows a hint in a setting or a comment finds what it promises."""
    places = [*ROOT.glob("*/**/*.py"), *ROOT.glob("deploy/**/*"), ROOT / "bootstrap.py"]
    lost = {
        (str(path.relative_to(ROOT)), named)
        for path in places
        if path.is_file() and ".venv" not in path.parts
        for named in re.findall(r"\bdocs/[\w/-]+\.(?:md|csv|json)", text_of(path))
        if not (ROOT / named).exists()
    }
    assert lost == set()
