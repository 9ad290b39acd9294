"""The matching engine: a round goes in as rows, a sealed and checkable result comes out.

Plain Python without Django, so that whoever wants to check a round can be handed this folder.
"""

from .audit import rerun
from .canonical import canonical, digest
from .certificate import Finding, check
from .errors import (
    DocumentError,
    EngineError,
    InstanceError,
    LotteryError,
    RerunError,
    ScoreError,
)
from .explain import Explanation, Outcome, explanations
from .instance import FixedPair, Instance, Position, Preference, Student
from .lottery import Commitment, Lottery, commit, draw, new_secret
from .result import ENGINE, VERSION, Cutoff, Placement, Result, result_of, solve
from .scheme import Rating, Scheme
from .scores import Score, Scores, combine

__all__ = [
    "ENGINE",
    "VERSION",
    "Commitment",
    "Cutoff",
    "DocumentError",
    "EngineError",
    "Explanation",
    "Finding",
    "FixedPair",
    "Instance",
    "InstanceError",
    "Lottery",
    "LotteryError",
    "Outcome",
    "Placement",
    "Position",
    "Preference",
    "Rating",
    "RerunError",
    "Result",
    "Scheme",
    "Score",
    "ScoreError",
    "Scores",
    "Student",
    "canonical",
    "check",
    "combine",
    "commit",
    "digest",
    "draw",
    "explanations",
    "new_secret",
    "rerun",
    "result_of",
    "solve",
]
