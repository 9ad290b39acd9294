"""JSON read strictly: whole numbers only, every key once, and the line of whatever is wrong.

Python's own reader is quick and forgets where it was. So only a file that it refuses is looked
through a second time, word by word, for the first mistake in it.
"""

import json
import re
import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

from .canonical import spelled
from .errors import DocumentError

DEEPEST = 100  # objects and lists within one another; no document of ours has more than ten
LONGEST = 40  # characters of a number that are told
ESCAPED = re.compile(r"\\u[dD][89a-fA-F]")  # half a pair, of which the other half may follow
WORD = re.compile(
    r'(?P<text>"[^"\\]*(?:\\.[^"\\]*)*")(?P<key>\s*:)?'
    r"|(?P<open>[{\[])|(?P<close>[}\]])|(?P<number>[-+.\w]+)",
    re.DOTALL,
)
LITERALS = ("true", "false", "null")


class Mistake(NamedTuple):
    """Where a text is wrong, counted in characters from 0, and how."""

    at: int
    detail: str


class MistakeError(ValueError):
    """A text that is no strict JSON: ``line`` and ``column`` count from 1."""

    def __init__(self, text: str, mistake: Mistake) -> None:
        super().__init__(mistake.detail)
        self.line = text.count("\n", 0, mistake.at) + 1
        self.column = mistake.at - text.rfind("\n", 0, mistake.at)
        self.detail = mistake.detail


def parsed(text: str) -> Any:
    """Return what a JSON text says; MistakeError for a text that is malformed, has a number that
    is not whole or a key twice, lies too deep, or has half a surrogate pair.
    """
    hooks: Any = {"parse_float": _no_float, "parse_constant": _no_float}
    try:
        document = json.loads(text, object_pairs_hook=_once, **hooks)
    except json.JSONDecodeError as error:
        raise MistakeError(text, Mistake(error.pos, error.msg)) from error
    except (ValueError, RecursionError) as error:
        mistake = next(_mistakes(text), Mistake(0, str(error)))
        raise MistakeError(text, mistake) from error
    if ESCAPED.search(text) and _has_half(document):
        raise MistakeError(text, next(_mistakes(text)))
    return document


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        message = "a key is given twice"
        raise ValueError(message)
    return found


def _no_float(text: str) -> None:
    message = f"{text} is not a whole number"
    raise ValueError(message)


def _has_half(document: Any) -> bool:
    try:
        spelled(document)
    except DocumentError as error:
        return error.code == "surrogate"
    return False


def _mistakes(text: str) -> Iterator[Mistake]:
    """Every mistake of a text that is JSON up to there, in its order."""
    keys: list[set[str]] = []
    for word in WORD.finditer(text):
        if word["open"]:
            keys.append(set())
            if len(keys) == DEEPEST + 1:
                yield Mistake(word.start(), f"more than {DEEPEST} levels within one another")
        elif word["close"]:
            keys.pop()
        elif word["text"]:
            yield from _of_text(word, keys)
        else:
            yield from _of_number(word)


def _of_text(word: "re.Match[str]", keys: list[set[str]]) -> Iterator[Mistake]:
    said = json.loads(word["text"])
    if not said.isascii() and _has_half(said):
        yield Mistake(word.start(), "half a surrogate pair, which has no UTF-8")
    if word["key"]:
        if said in keys[-1]:
            yield Mistake(word.start(), f"the key {said!r} is given twice")
        keys[-1].add(said)


def _of_number(word: "re.Match[str]") -> Iterator[Mistake]:
    said = word["number"]
    if said in LITERALS:
        return
    if not said.removeprefix("-").isdecimal():
        yield Mistake(word.start(), f"{said[:LONGEST]} is not a whole number")
    elif len(said) > sys.get_int_max_str_digits():
        yield Mistake(word.start(), f"a number of {len(said):,} digits")
