"""Run the match again with the second implementation and compare the digests."""

from typing import Any

from .errors import RerunError
from .instance import Instance
from .result import Result
from .verify import fingerprint
from .verify import rerun as outcome


def rerun(instance: Instance, result: Result, document: dict[str, Any] | None = None) -> str:
    """Return the digest that both implementations found; RerunError names the first difference.

    ``document`` is what `to_dict` of the round says, where the caller has it.
    """
    again = outcome(document or instance.to_dict(), instance.digest)
    stored = result.outcome()
    for name, value in again.items():
        if stored[name] != value:
            raise RerunError("different_outcome", name, _difference(stored[name], value))
    found = fingerprint(again)
    if found != result.digest:
        raise RerunError("different_digest", "digest", f"stored {result.digest}, found {found}")
    return found


def _difference(stored: Any, again: Any) -> str:
    if isinstance(stored, list):
        # pair the rows; the first unlike pair says it, or one list is longer
        for left, right in zip(stored, again, strict=False):
            if left != right:
                return f"stored {left!r}, found {right!r}"
        return f"stored {len(stored)} rows, found {len(again)}"
    return f"stored {stored!r}, found {again!r}"
