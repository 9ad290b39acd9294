"""The tutorials as plays: prose for people, and stage directions in lines that begin with %.

    % scene 8 jana 2026-10-07   from here this person acts, on this day; scenes of all tutorials
                                are played in the order of their numbers
    % go /intake/rounds/        open an address
    % follow Words              follow a link
    % press Words               press a button, which sends its form
    % write name = value        fill in a field, by its name; a list by the words of the choice
    % answer value              give every question with choices this answer
    % notes text                write this in every larger field
    % tick                      tick every box
    % picture name @ Words      a picture of the window, around these words (or from the top)

Whatever stands **bold** in the prose of a scene must stand on one of its pages.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

DOCS = Path(settings.BASE_DIR) / "docs"
TUTORIALS = DOCS / "tutorials"
PICTURES = DOCS / "images" / "tutorials"
LANGUAGES = ("nl", "en")
SCENE = re.compile(r"^% scene (\d+) (\w+)(?: (\d{4}-\d\d-\d\d))?$", re.MULTILINE)
DIRECTION = re.compile(r"^% (\w+) ?(.*)$", re.MULTILINE)
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
IMAGE = re.compile(r"!\[(.*?)\]\((.+?)\)", re.DOTALL)
ADDRESS = re.compile(r"`(/[^`\s]*)`")


@dataclass(frozen=True)
class Direction:
    """One line for the actor: a verb and what it is about."""

    verb: str
    about: str


@dataclass(frozen=True)
class Scene:
    """What one person does in one go, and the words of the prose that must stand on the pages."""

    number: int
    actor: str
    day: str
    language: str
    source: str
    directions: tuple[Direction, ...] = field(repr=False)
    promised: tuple[str, ...] = field(repr=False)

    def __str__(self) -> str:
        """For the message of a failed step."""
        return f"{self.source}, scene {self.number} ({self.actor})"


def files(language: str) -> list[Path]:
    """The tutorials of a language."""
    return sorted((TUTORIALS / language).glob("*.md"))


def play(language: str) -> list[Scene]:
    """Every scene in the order of the story; Dutch where a tutorial has no such language."""
    translated = {path.name: path for path in files(language)}
    chosen = {path.name: path for path in files("nl")} | translated
    scenes = [scene for path in chosen.values() for scene in scenes_of(path)]
    return sorted(scenes, key=lambda scene: scene.number)


def scenes_of(path: Path) -> list[Scene]:
    """The scenes of one tutorial."""
    text = path.read_text(encoding="utf-8")
    found = list(SCENE.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    return [
        scene(path, match, text[match.end() : end]) for match, end in zip(found, ends, strict=True)
    ]


def scene(path: Path, match: re.Match[str], text: str) -> Scene:
    """One scene: its lines for the actor, and its promises to the reader."""
    directions = tuple(Direction(verb, about) for verb, about in DIRECTION.findall(text))
    prose = DIRECTION.sub("", text)
    return Scene(
        number=int(match[1]),
        actor=match[2],
        day=match[3] or "",
        language=path.parent.name,
        source=str(path.relative_to(DOCS)),
        directions=directions,
        promised=tuple(squeeze(words) for words in BOLD.findall(prose)),
    )


def squeeze(text: str) -> str:
    """White space as a reader sees it."""
    return " ".join(text.split())
