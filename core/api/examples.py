"""Examples of requests in the OpenAPI file: the tests send every one of them."""

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer

Body = TypeVar("Body", bound=type[Any])
# Stands for the identifier of a thing of the reader's own.
SOME_ID = "5b0c6f0e-8d5f-4a53-9c0e-6a3d7c1b2e4f"


def example(**values: Any) -> Callable[[Body], Body]:
    """A class decorator: a body as a caller could send it, true to the rules of the room."""
    shown = OpenApiExample("Example", value=values, request_only=True)
    return extend_schema_serializer(examples=[shown])
