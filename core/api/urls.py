"""Addresses of the API that belong to no room."""

from rest_framework.routers import SimpleRouter

from core.api.dated_rules import DatedRuleViewSet
from core.api.documents import DocumentViewSet
from core.api.files_apart import FileApartViewSet
from core.api.import_jobs import ImportJobViewSet
from core.api.imports import ImportViewSet
from core.api.letters import LetterViewSet
from core.api.notifications import NotificationViewSet
from core.api.privacy import CaseViewSet, CopyViewSet, HoldViewSet
from core.api.reminders import ReminderViewSet

router = SimpleRouter(use_regex_path=False)
router.register("dated-rules", DatedRuleViewSet, basename="dated-rule-api")
router.register("reminders", ReminderViewSet, basename="reminder-api")
router.register("documents", DocumentViewSet, basename="document-api")
router.register("files-apart", FileApartViewSet, basename="file-apart")
router.register("imports", ImportViewSet, basename="importrun")
router.register("import-jobs", ImportJobViewSet, basename="importjob")
router.register("letters", LetterViewSet, basename="letter-api")
router.register("notifications", NotificationViewSet, basename="notification-api")
router.register("privacy/copies", CopyViewSet, basename="data-copy")
router.register("privacy/requests", CaseViewSet, basename="erasure")
router.register("privacy/holds", HoldViewSet, basename="legal-hold")
