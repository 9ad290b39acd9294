"""One lottery that nobody can steer and anybody can repeat.

Before the deadline every party publishes the SHA-256 of a secret; afterwards it reveals the secret.
The seed is the digest of all secrets in the announced order. Instead of a secret that was not
revealed its commitment counts (announced beforehand), so a silent party cannot stop the round. It
can choose between two seeds, though: let the party the others trust most reveal last.

Who drew in an earlier round keeps the lot of that round, under the same id, and comes before those
who drew later: who comes back won no place then, mostly by a bad lot, and would lose to nearly
every newcomer. Newcomers draw with the new seed, which nobody knew when they came.
"""

import hashlib
import re
import secrets as random_source
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from .canonical import digest
from .errors import LotteryError
from .record import Record, read_rows, require_format, require_keys, require_type

FORMAT = "matching-lottery/1"
LATER_FORMAT = "matching-lottery/2"  # of a later round, in which some keep their lots
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


@dataclass(frozen=True, slots=True)
class KeptLots:
    """Students of this round who drew in an earlier one, maybe nobody, and that round's seed."""

    seed: str
    students: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return JSON types."""
        return {"seed": self.seed, "students": list(self.students)}

    @classmethod
    def from_dict(cls, document: Any, place: str) -> Self:
        """Read what `to_dict` wrote; DocumentError for anything else."""
        require_keys(document, ["seed", "students"], place)
        require_type(document["seed"], f"{place}.seed", str)
        require_type(document["students"], f"{place}.students", list)
        return cls(document["seed"], tuple(document["students"]))


def draw(seed: str, students: Iterable[str], kept: Iterable[KeptLots] = ()) -> dict[str, int]:
    """Return lottery numbers 0 (best) to N - 1: the order of SHA-256(seed bytes, student id).

    A seed is 64 hexadecimal digits. Those who kept their lots come first, an earlier round before a
    later one, each in the order of its own seed. LotteryError for a student named twice, or who
    kept a lot and does not take part.
    """
    everyone = list(students)
    left = set(everyone)
    if len(left) != len(everyone):
        raise LotteryError("duplicate_student", "students", "a student takes part twice")
    ordered: list[str] = []
    for row in kept:
        if not left >= set(row.students):
            raise LotteryError("unknown_student", "kept", "somebody who does not take part")
        ordered += _in_order(row.seed, row.students)
        left -= set(row.students)
    ordered += _in_order(seed, left)
    return {name: number for number, name in enumerate(ordered)}


def _in_order(seed: str, students: Iterable[str]) -> list[str]:
    salt = bytes.fromhex(seed)
    lots = {name: hashlib.sha256(salt + name.encode()).digest() for name in students}
    return sorted(lots, key=lambda name: (lots[name], name))


@dataclass(frozen=True)
class Lottery:
    """The commitments in the announced order, the secrets revealed, by party, and what was drawn
    before.

    LotteryError unless every secret is that of its commitment.
    """

    commitments: tuple[Commitment, ...]
    secrets: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[KeptLots, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a tampered, unknown or repeated party at once."""
        if not self.commitments:
            raise LotteryError("no_commitment", "commitments", "nobody committed to a secret")
        promised = {row.party: row.sha256 for row in self.commitments}
        if len(promised) != len(self.commitments):
            raise LotteryError("duplicate_party", "commitments", "a party committed twice")
        for party, sha256 in promised.items():
            _require_hash(sha256, f"party {party}")
        for party, secret in self.secrets.items():
            _require_kept(promised, party, secret)
        for row in self.kept:
            _require_hash(row.seed, "kept")
        back = [name for row in self.kept for name in row.students]
        if len(set(back)) != len(back):
            raise LotteryError("duplicate_student", "kept", "a student kept two lots")

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
        return draw(self.seed, students, self.kept)

    def to_dict(self) -> dict[str, Any]:
        """Return JSON types, with the seed."""
        kept = [row.to_dict() for row in self.kept]
        return self._promises(LATER_FORMAT if kept else FORMAT) | ({"kept": kept} if kept else {})

    def for_everybody(self) -> dict[str, Any]:
        """Return the same without a student: of earlier rounds only the seeds."""
        kept = [{"seed": row.seed} for row in self.kept]
        return self.to_dict() | ({"kept": kept} if kept else {})

    def _promises(self, form: str) -> dict[str, Any]:
        return {
            "format": form,
            "commitments": [row.to_dict() for row in self.commitments],
            "secrets": dict(sorted(self.secrets.items())),
            "seed": self.seed,
        }

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote; LotteryError when secrets and seed do not agree."""
        later = ["kept"] if "kept" in document else []
        form = LATER_FORMAT if later else FORMAT
        require_format(document, form, ["commitments", "secrets", "seed", *later])
        require_type(document["secrets"], "secrets", dict)
        commitments = read_rows(Commitment, document["commitments"], "commitments")
        rows = document.get("kept", [])
        require_type(rows, "kept", list)
        kept = tuple(KeptLots.from_dict(row, f"kept[{n}]") for n, row in enumerate(rows))
        lottery = cls(commitments, dict(document["secrets"]), kept)
        if lottery.seed != document["seed"]:
            raise LotteryError("wrong_seed", "seed", f"the secrets give {lottery.seed}")
        return lottery


def _require_hash(sha256: str, place: str) -> None:
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise LotteryError("not_a_hash", place, "this is no SHA-256")


def _require_kept(promised: Mapping[str, str], party: str, secret: str) -> None:
    if party not in promised:
        raise LotteryError("unknown_party", f"party {party}", "never committed to a secret")
    if type(secret) is not str:
        raise LotteryError("wrong_type", f"party {party}", "a secret is text")
    if commit(party, secret).sha256 != promised[party]:
        raise LotteryError("tampered_secret", f"party {party}", "this is not the secret promised")
