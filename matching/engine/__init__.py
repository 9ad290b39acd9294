"""The matching engine: a round goes in as rows, a sealed and checkable result comes out.

Python and NumPy without Django. `verify.py` needs Python alone: whoever wants to check a round is
handed that one file.
"""

from .acceptance import match
from .audit import rerun
from .canonical import canonical, digest
from .certificate import Finding, check
from .decision import Closing, Match
from .documents import full_certificate, public_certificate
from .errors import (
    DocumentError,
    EngineError,
    InstanceError,
    LotteryError,
    RerunError,
    ScoreError,
)
from .explain import Explanation, Outcome, explanations, suffices, sufficient_score
from .instance import Instance
from .lottery import Commitment, Lottery, commit, draw, new_secret
from .result import ENGINE, VERSION, Cutoff, Placement, Result, match_of, result_of, solve
from .rows import Cap, FixedPair, Position, Preference, Student
from .scheme import Rating, Scheme
from .scores import Score, Scores, combine

__all__ = [
    "ENGINE",
    "VERSION",
    "Cap",
    "Closing",
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
    "Match",
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
    "full_certificate",
    "match",
    "match_of",
    "new_secret",
    "public_certificate",
    "rerun",
    "result_of",
    "solve",
    "suffices",
    "sufficient_score",
]
