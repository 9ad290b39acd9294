"""One lottery that nobody can steer and anybody can repeat.

Before the deadline every party publishes the SHA-256 of a secret; afterwards it reveals the secret.
The seed is the digest of all secrets in the announced order. Instead of a secret that was not
revealed its commitment counts (announced beforehand), so a silent party cannot stop the round. It
can choose between two seeds, though: let the party the others trust most reveal last.
"""

import hashlib
import re
import secrets as random_source
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from .canonical import digest
from .errors import LotteryError
from .record import Record, read_rows, require_format, require_type

FORMAT = "matching-lottery/1"
SHORTEST_SECRET = 16  # characters: a shorter secret could be guessed from its commitment


@dataclass(frozen=True, slots=True)
class Commitment(Record):
    """A party's promise: the SHA-256 of its secret, 64 lower-case hexadecimal digits."""

    party: str
    sha256: str


def new_secret() -> str:
    """Return a secret of 64 hexadecimal digits from the operating system's randomness."""
    return random_source.token_hex(32)


def commit(party: str, secret: str) -> Commitment:
    """Return the commitment to publish; LotteryError when the secret is short enough to guess."""
    if len(secret) < SHORTEST_SECRET:
        detail = f"a secret needs {SHORTEST_SECRET} characters"
        raise LotteryError("short_secret", f"party {party}", detail)
    return Commitment(party, hashlib.sha256(secret.encode()).hexdigest())


def draw(seed: str, students: Iterable[str]) -> dict[str, int]:
    """Return lottery numbers 0 (best) to N - 1: the order of SHA-256(seed bytes, student id).

    The seed is 64 hexadecimal digits. LotteryError for a student named twice.
    """
    salt = bytes.fromhex(seed)
    everyone = list(students)
    lots = {name: hashlib.sha256(salt + name.encode()).digest() for name in everyone}
    if len(lots) != len(everyone):
        raise LotteryError("duplicate_student", "students", "a student takes part twice")
    ordered = sorted(lots, key=lambda name: (lots[name], name))
    return {name: number for number, name in enumerate(ordered)}


@dataclass(frozen=True)
class Lottery:
    """The commitments in the announced order and the secrets revealed, by party.

    LotteryError unless every secret is that of its commitment.
    """

    commitments: tuple[Commitment, ...]
    secrets: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a tampered, unknown or repeated party at once."""
        if not self.commitments:
            raise LotteryError("no_commitment", "commitments", "nobody committed to a secret")
        promised = {row.party: row.sha256 for row in self.commitments}
        if len(promised) != len(self.commitments):
            raise LotteryError("duplicate_party", "commitments", "a party committed twice")
        for party, sha256 in promised.items():
            if not re.fullmatch("[0-9a-f]{64}", sha256):
                raise LotteryError("not_a_hash", f"party {party}", "this is no SHA-256")
        for party, secret in self.secrets.items():
            _require_kept(promised, party, secret)

    @property
    def seed(self) -> str:
        """SHA-256 of the canonical JSON list of secrets, or commitments where none was revealed."""
        return digest([self.secrets.get(row.party, row.sha256) for row in self.commitments])

    @property
    def silent(self) -> Sequence[str]:
        """The parties that did not reveal their secret."""
        return [row.party for row in self.commitments if row.party not in self.secrets]

    def numbers(self, students: Iterable[str]) -> dict[str, int]:
        """Return every student's lottery number, 0 is best."""
        return draw(self.seed, students)

    def to_dict(self) -> dict[str, Any]:
        """Return JSON types, with the seed."""
        return {
            "format": FORMAT,
            "commitments": [row.to_dict() for row in self.commitments],
            "secrets": dict(sorted(self.secrets.items())),
            "seed": self.seed,
        }

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote; LotteryError when secrets and seed do not agree."""
        require_format(document, FORMAT, ["commitments", "secrets", "seed"])
        require_type(document["secrets"], "secrets", dict)
        commitments = read_rows(Commitment, document["commitments"], "commitments")
        lottery = cls(commitments, dict(document["secrets"]))
        if lottery.seed != document["seed"]:
            raise LotteryError("wrong_seed", "seed", f"the secrets give {lottery.seed}")
        return lottery


def _require_kept(promised: Mapping[str, str], party: str, secret: str) -> None:
    if party not in promised:
        raise LotteryError("unknown_party", f"party {party}", "never committed to a secret")
    if type(secret) is not str:
        raise LotteryError("wrong_type", f"party {party}", "a secret is text")
    if commit(party, secret).sha256 != promised[party]:
        raise LotteryError("tampered_secret", f"party {party}", "this is not the secret promised")
