"""Bases for every room's models, and the tables of the ground floor."""

from core.models.base import Record, SealedRecord, StatefulRecord, in_language
from core.models.dated_rules import DatedRule
from core.models.imports import ImportRun, StagedImport

__all__ = [
    "DatedRule",
    "ImportRun",
    "Record",
    "SealedRecord",
    "StagedImport",
    "StatefulRecord",
    "in_language",
]
