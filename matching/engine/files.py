"""Rounds and results from files and to files: JSON, or a folder with tables (`tables.py`)."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from .canonical import spelled
from .errors import EngineError, FileError
from .instance import Instance
from .result import Result
from .strict_json import MistakeError, parsed
from .tables import Tell, not_utf8, read_folder

Made = TypeVar("Made")


def read_instance(path: Path, tell: Tell = lambda words: None) -> Instance:
    """Read a round from a JSON file or a folder with CSV. EngineError with file and line.

    ``tell`` hears how far it is.
    """
    if path.is_dir():
        return read_folder(path, tell)
    document = read_json(path, tell)
    tell(f"{path.name}: looking whether the round is sound")
    return _located(path, Instance.from_dict, document)


def read_result(path: Path, tell: Tell = lambda words: None) -> Result:
    """Read a result, right or wrong. EngineError with the file and the place in it."""
    return _located(path, _result, read_json(path, tell))


def _result(document: Any) -> Result:
    result = Result.from_dict(document)
    result.sealed  # noqa: B018 - worked out here, where a number too large has its place
    return result


def write_json(path: Path, document: Mapping[str, Any]) -> None:
    """Write a document in its one spelling, so that the file's own SHA-256 is its digest."""
    path.write_bytes(spelled(document))


def read_json(path: Path, tell: Tell = lambda words: None) -> Any:
    """Read a JSON file. FileError with the line for what is no JSON in UTF-8, a number with a
    point, a key given twice and half a surrogate pair.
    """
    tell(f"reading {path.name}")
    try:
        return parsed(path.read_text(encoding="utf-8-sig"))
    except MistakeError as error:
        place = f"{path.name}, line {error.line}, column {error.column}"
        raise FileError("malformed_json", place, error.detail) from error
    except UnicodeDecodeError as error:
        raise not_utf8(path) from error
    except OSError as error:
        raise FileError("unreadable", path.name, error.strerror or "cannot be read") from error


def _located(path: Path, read: Callable[[Any], Made], document: Any) -> Made:
    try:
        return read(document)
    except EngineError as error:
        raise FileError(error.code, f"{path.name}, {error.place}", error.detail) from error
