"""How ratings are weighed: published before the round opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from .errors import ScoreError
from .record import require_keys, require_type


@dataclass(frozen=True)
class Scheme:
    """What was published beforehand: whole weights of 1 or more, and the scale of every mark."""

    criteria: Mapping[str, int]
    parties: Mapping[str, int]
    lowest: int
    highest: int

    def __post_init__(self) -> None:
        """Raise ScoreError for missing or senseless weights or an empty scale."""
        for name in ("criteria", "parties"):
            weights = getattr(self, name)
            if not weights:
                raise ScoreError("no_weights", name, "at least one is needed")
            for key, weight in weights.items():
                if type(weight) is not int or weight < 1:
                    raise ScoreError("wrong_weight", f"{name}.{key}", "must be an integer above 0")
        if not (type(self.lowest) is type(self.highest) is int and self.lowest < self.highest):
            raise ScoreError("wrong_scale", "scale", "needs two integers, the lowest first")

    def to_dict(self) -> dict[str, Any]:
        """Return JSON types."""
        weights = {"criteria": dict(self.criteria), "parties": dict(self.parties)}
        return {**weights, "lowest": self.lowest, "highest": self.highest}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote; raises DocumentError or ScoreError."""
        require_keys(document, ["criteria", "parties", "lowest", "highest"], "$")
        for name in ("criteria", "parties"):
            require_type(document[name], name, dict)
        return cls(**document)
