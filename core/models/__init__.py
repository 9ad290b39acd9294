"""Bases for every room's models, and the tables of the ground floor."""

from core.models.answers import KeptAnswer
from core.models.base import Record, SealedRecord, StatefulRecord, in_language
from core.models.dated_rules import DatedRule
from core.models.deadlines import JobRun, NightRun, NightStep, ReminderRule
from core.models.documents import Document, DocumentRead, DocumentUpkeep, DocumentVersion
from core.models.drafts import FormDraft
from core.models.imports import (
    ImportChunk,
    ImportJob,
    ImportMapping,
    ImportProblem,
    ImportRun,
    Stage,
    Work,
)
from core.models.lists import SavedView
from core.models.notifications import Letter, Notification, NotificationPreference
from core.models.privacy import (
    DataCopy,
    DataCopyPart,
    ErasureCase,
    FileRead,
    Forgotten,
    LegalHold,
    PrivacyStep,
    RetentionRun,
)

__all__ = [
    "DataCopy",
    "DataCopyPart",
    "DatedRule",
    "Document",
    "DocumentRead",
    "DocumentUpkeep",
    "DocumentVersion",
    "ErasureCase",
    "FileRead",
    "Forgotten",
    "FormDraft",
    "ImportChunk",
    "ImportJob",
    "ImportMapping",
    "ImportProblem",
    "ImportRun",
    "JobRun",
    "KeptAnswer",
    "LegalHold",
    "Letter",
    "NightRun",
    "NightStep",
    "Notification",
    "NotificationPreference",
    "PrivacyStep",
    "Record",
    "ReminderRule",
    "RetentionRun",
    "SavedView",
    "SealedRecord",
    "Stage",
    "StatefulRecord",
    "Work",
    "in_language",
]
