"""How a student gets a place."""

from matching.models.applications import (
    Acceptability,
    Application,
    EligibilityAnswer,
    Preference,
    Rating,
)
from matching.models.lottery import LotteryWitness
from matching.models.own_places import OwnEmployerPlace
from matching.models.results import Explanation, MatchRun, Offer, RoundSeal
from matching.models.rounds import Criterion, IntakeRound

__all__ = [
    "Acceptability",
    "Application",
    "Criterion",
    "EligibilityAnswer",
    "Explanation",
    "IntakeRound",
    "LotteryWitness",
    "MatchRun",
    "Offer",
    "OwnEmployerPlace",
    "Preference",
    "Rating",
    "RoundSeal",
]
