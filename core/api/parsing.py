"""Reading the body of a request: bounded, and nothing that the database could not keep."""

import json
import re
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import JSONParser

from core.errors import TooLarge
from core.privacy.national_number import complaints

LARGEST_BODY = 1024 * 1024
DEEPEST_BODY = 50
ESCAPED = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")


class JsonParser(JSONParser):
    """JSON of at most 1 MiB and 50 levels, without NUL characters, halves of characters, or
    national register numbers (400 names each place).
    """

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """The value. Raises `TooLarge` (413), and ParseError (400) for what is not readable."""
        content = stream.read(LARGEST_BODY + 1)
        if len(content) > LARGEST_BODY:
            raise TooLarge(_("A body has at most 1 MiB."))
        try:
            value = super().parse(BytesIO(content), media_type, parser_context)
        except RecursionError as error:
            raise ParseError(_("The body is nested too deeply.")) from error
        if _depth(value) > DEEPEST_BODY:
            raise ParseError(_("The body is nested too deeply."))
        if ESCAPED.search(content):
            _require_storable(value)
        if found := complaints(value):
            raise ValidationError(found)
        return value


def _depth(value: Any) -> int:
    """How many lists and objects stand inside each other; one level at a time."""
    depth, level = 0, [value]
    while level := [one for one in level if isinstance(one, dict | list)]:
        depth += 1
        level = [
            inner for one in level for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return depth


def _require_storable(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ParseError(_("A text holds half a character.")) from error
    if "\\u0000" in text:
        raise ParseError(_("A text holds a NUL character."))
