"""What is learned and how it goes."""

from trajectories.models.pathways import (
    EligibilityCondition,
    HostLimit,
    OutcomeLocation,
    Pathway,
    PathwayAcceptance,
    Position,
)
from trajectories.models.pilots import LearningOutcome, Modality, Pilot
from trajectories.models.runs import LogEntry, Trajectory
from trajectories.models.students import Enrolment, LearnerStatusPeriod, Student

__all__ = [
    "EligibilityCondition",
    "Enrolment",
    "HostLimit",
    "LearnerStatusPeriod",
    "LearningOutcome",
    "LogEntry",
    "Modality",
    "OutcomeLocation",
    "Pathway",
    "PathwayAcceptance",
    "Pilot",
    "Position",
    "Student",
    "Trajectory",
]
