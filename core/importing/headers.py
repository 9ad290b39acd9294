"""Which column of a file is which of ours: by name or by label, Dutch or English, in any order."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.importing.importer import Importer
from core.importing.outcome import Problem

LEFT_OUT = ""
# The last column of the file with bad lines that we hand out: it may come back with them.
REASONS = ("What is wrong", "Wat er fout is")

Places = tuple[str | None, ...]


def fold(text: str) -> str:
    """A name without case, accents and signs: “E-mailadres ” and “e mailadres” are the same."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", letters))


@dataclass(frozen=True)
class Layout:
    """Per place in the file the column that it fills: ``""`` is left out, None is unknown."""

    header: tuple[str, ...]
    places: Places

    @property
    def unknown(self) -> list[str]:
        """The names in the file that mean nothing to us."""
        return [name for name, place in zip(self.header, self.places, strict=True) if place is None]

    def absent(self, importer: Importer) -> list[str]:
        """Our columns that the file does not have."""
        return [column.name for column in importer.columns if column.name not in self.places]

    def doubles(self) -> list[str]:
        """Our columns that the file has more than once."""
        named = [place for place in self.places if place]
        return sorted({place for place in named if named.count(place) > 1})

    def problems(self, importer: Importer) -> list[Problem]:
        """Why no line of the file can be read this way."""
        needed = importer.required | set(importer.key)
        missing = [name for name in self.absent(importer) if name in needed]
        return [
            *(Problem(1, name, "", _("This column is missing.")) for name in missing),
            *(Problem(1, name, name, _("This column is unknown.")) for name in self.unknown),
            *(Problem(1, name, name, _("This column comes twice.")) for name in self.doubles()),
        ]

    def is_clear(self, importer: Importer) -> bool:
        """True when nobody needs to be asked."""
        return not self.problems(importer)


@cache
def known_names(importer: Importer) -> dict[str, str]:
    """Folded names under which columns may stand in a file, but for what is ambiguous."""
    found: dict[str, set[str]] = {}
    for column in importer.columns:
        for name in (*labels(importer, column.name), *column.synonyms):
            found.setdefault(fold(name), set()).add(column.name)
    sure = {name: columns.pop() for name, columns in found.items() if len(columns) == 1}
    return sure | {fold(column.name): column.name for column in importer.columns}


def labels(importer: Importer, name: str) -> list[str]:
    """How the files of people call a column, in every language of the platform."""
    column = next(one for one in importer.columns if one.name == name)
    words = []
    for language, __ in settings.LANGUAGES:
        with translation.override(language):
            words.append(importer.label(column))
    return words


def recognised(importer: Importer, header: Sequence[str], remembered: Mapping[str, str]) -> Layout:
    """What each name means: as a person said before, else as we know it."""
    ours = known_names(importer)
    reasons = {fold(name) for name in REASONS}

    def place(name: str) -> str | None:
        folded = fold(name)
        if folded in remembered:
            return remembered[folded]
        return LEFT_OUT if folded in reasons or not folded else ours.get(folded)

    return Layout(tuple(header), tuple(place(name) for name in header))


def count_known(importer: Importer, names: Iterable[str]) -> int:
    """How many of these names are columns of this kind of file."""
    ours = known_names(importer)
    return sum(fold(name) in ours for name in names)
