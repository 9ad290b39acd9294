"""Texts with named places for facts. A user's ``%`` is only a place when it looks like one."""

import re
from collections.abc import Mapping

PLACE = re.compile(r"%\((\w+)\)s")


def places_in(text: str) -> set[str]:
    """The names of the places in a text: ``%(guide)s`` is the place ``guide``."""
    return set(PLACE.findall(text))


def filled_in(text: str, words: Mapping[str, str]) -> str:
    """The text with each known place filled; what is filled in is never read as a place.

    A fact that is typed as a sentence does not end in two full stops.
    """

    def put(found: re.Match[str]) -> str:
        words_here = words.get(found.group(1), found.group(0))
        ends_again = text[found.end() : found.end() + 1] == "."
        return words_here.removesuffix(".") if ends_again else words_here

    return PLACE.sub(put, text)
