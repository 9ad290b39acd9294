"""A file that can be read from its beginning as often as needed, line by line."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import IO

from core.importing.formats import sheets, text
from core.importing.formats.kinds import CSV, XLSX, Reading, recognise
from core.importing.formats.text import Line


class Source:
    """A file and how it is read."""

    def __init__(self, file: IO[bytes], reading: Reading) -> None:
        self.file = file
        self.reading = reading

    @classmethod
    def recognised(cls, file: IO[bytes], known: Callable[[Sequence[str]], int]) -> "Source":
        """The file, read as it looks; ``known`` counts the known columns in a header.

        Raises `Unreadable`.
        """
        if recognise(file) == XLSX:
            return cls(file, Reading(XLSX, sheet=sheets.sheet_of(file, known)))
        encoding = text.encoding_of(file)
        return cls(file, Reading(CSV, encoding, text.delimiter_of(file, encoding, known)))

    def read_as(self, **choices: str) -> "Source":
        """The same file, read as a person chose."""
        return Source(self.file, replace(self.reading, **choices))

    @cached_property
    def header(self) -> list[str]:
        """The names in the first line; empty for an empty file. Raises `Unreadable`."""
        return next((cells for __, cells in self._all()), [])

    def lines(self) -> Iterator[Line]:
        """The lines after the header, with their numbers in the file. Raises `Unreadable`."""
        found = self._all()
        next(found, None)
        return found

    def _all(self) -> Iterator[Line]:
        if self.reading.kind == XLSX:
            return sheets.lines(self.file, self.reading.sheet)
        return text.lines(self.file, self.reading)

    @property
    def is_ragged_by_nature(self) -> bool:
        """A workbook keeps no empty cells at the end of a line."""
        return self.reading.kind == XLSX

    @property
    def sample(self) -> list[str]:
        """Words with special letters, as they read now; none for a workbook."""
        return [] if self.reading.kind == XLSX else text.sample_of(self.file, self.reading.encoding)

    @property
    def sheets(self) -> list[str]:
        """The sheets of a workbook that can be chosen."""
        return sheets.names(self.file) if self.reading.kind == XLSX else []
