"""The matching engine: a round goes in as rows, a sealed and checkable result comes out.

Python, NumPy and orjson without Django. `verify.py` needs Python alone: whoever wants to check a
round is handed that one file.
"""

from .acceptance import match
from .audit import rerun
from .canonical import assembled, canonical, digest, fingerprint, spelled
from .certificate import Finding, check
from .decision import Closing, Match
from .documents import full_certificate, full_certificate_text, public_certificate
from .errors import (
    DocumentError,
    EngineError,
    InstanceError,
    LotteryError,
    RerunError,
    ScoreError,
)
from .explain import explanation_documents, explanations, suffices, sufficient_score
from .instance import Instance
from .lottery import SHORTEST_SECRET, Commitment, KeptLots, Lottery, commit, draw, new_secret
from .outcomes import Explanation, Outcome
from .result import ENGINE, VERSION, Cutoff, Placement, Result, match_of, result_of, solve
from .rows import Cap, FixedPair, Position, Preference, Student
from .scheme import Scheme
from .scores import OPEN, Choices, Scores, Sheets, combine, shown

__all__ = [
    "ENGINE",
    "OPEN",
    "SHORTEST_SECRET",
    "VERSION",
    "Cap",
    "Choices",
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
    "KeptLots",
    "Lottery",
    "LotteryError",
    "Match",
    "Outcome",
    "Placement",
    "Position",
    "Preference",
    "RerunError",
    "Result",
    "Scheme",
    "ScoreError",
    "Scores",
    "Sheets",
    "Student",
    "assembled",
    "canonical",
    "check",
    "combine",
    "commit",
    "digest",
    "draw",
    "explanation_documents",
    "explanations",
    "fingerprint",
    "full_certificate",
    "full_certificate_text",
    "match",
    "match_of",
    "new_secret",
    "public_certificate",
    "rerun",
    "result_of",
    "shown",
    "solve",
    "spelled",
    "suffices",
    "sufficient_score",
]
