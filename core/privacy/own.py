"""What the ground floor itself knows of people."""

from django.utils.translation import gettext_lazy as _

from core.models import FileRead, FormDraft
from core.privacy.enums import Basis, Category, Erase
from core.privacy.register import Holding, Personal, impersonal, register
from core.privacy.retention import Part, RetentionRule, register_rule

USE = Personal(Category.USE)
HIDDEN = Personal(Category.USE, export=False)
TEXT_ABOUT_OTHERS = Personal(Category.WORDS, export=False)

register(
    Holding(
        model="core.Notification",
        label=_("What the platform told you"),
        purpose=_("To let you know what happens with your work."),
        basis=Basis.TASK,
        kept=_("a year"),
        person="recipient",
        data={
            "kind": USE,
            "read_at": USE,
            # These may name somebody else: a mentor is told who wrote in the log.
            "subject_nl": TEXT_ABOUT_OTHERS,
            "subject_en": TEXT_ABOUT_OTHERS,
            "text_nl": TEXT_ABOUT_OTHERS,
            "text_en": TEXT_ABOUT_OTHERS,
            "path": TEXT_ABOUT_OTHERS,
            "key": TEXT_ABOUT_OTHERS,
        },
        plain=("recipient", "delivery", "listed", "letter"),
        delete=True,
    ),
    Holding(
        model="core.Letter",
        label=_("E-mails to you"),
        purpose=_(
            "To send them, and to know that they went out. Their text is forgotten then; of one "
            "that could not be delivered after two weeks."
        ),
        basis=Basis.TASK,
        kept=_("90 days"),
        person="recipient",
        data={
            "address": Personal(Category.CONTACT),
            "kind": USE,
            "sent_at": USE,
            "problem": USE,
            "sealed": HIDDEN,
        },
        plain=("recipient", "send_after", "claimed_until", "attempts", "given_up_at", "again_at"),
        delete=True,
    ),
    Holding(
        model="core.NotificationPreference",
        label=_("How you want to hear of things"),
        purpose=_("To follow your choice."),
        basis=Basis.INTEREST,
        kept=_("as long as you have an account"),
        person="user",
        data={"topic": USE, "delivery": USE},
        plain=("user",),
        delete=True,
    ),
    Holding(
        model="core.SavedView",
        label=_("How you like to see your lists"),
        purpose=_("To follow your choice."),
        basis=Basis.INTEREST,
        kept=_("as long as you have an account"),
        person="user",
        # The name and what was searched for may name others.
        data={"name": TEXT_ABOUT_OTHERS, "query": TEXT_ABOUT_OTHERS, "list_name": USE},
        plain=("user",),
        delete=True,
    ),
    Holding(
        model="core.ImportJob",
        label=_("Files that you are bringing in"),
        purpose=_("To show you what a file would change, before you confirm."),
        basis=Basis.TASK,
        kept=_("a few days"),
        person="actor",
        data={"importer": USE, "file_name": USE, "work": USE, "stage": USE},
        # What stands in the file is about others.
        plain=(
            "size",
            "sha256",
            "actor",
            "language",
            "stop_asked",
            "attempts",
            "asked_at",
            "lines",
            "rows",
            "made",
            "changed",
            "unchanged",
            "bad",
            "cut",
            "run",
        ),
        hidden=(
            "reading",
            "sheets",
            "sample",
            "header",
            "places",
            "reason",
            "warnings",
            "first_rows",
        ),
        delete=True,
    ),
    Holding(
        model="core.ImportChunk",
        label=_("Contents of those files"),
        purpose=_("To show you what a file would change, before you confirm."),
        basis=Basis.TASK,
        kept=_("a few days"),
        person="job__actor",
        plain=("job", "number"),
        hidden=("content",),
        delete=True,
    ),
    Holding(
        model="core.ImportProblem",
        label=_("Mistakes in those files"),
        purpose=_("To show you what a file would change, before you confirm."),
        basis=Basis.TASK,
        kept=_("a few days"),
        person="job__actor",
        plain=("job", "line"),
        hidden=("column", "value", "reason"),
        delete=True,
    ),
    Holding(
        model="core.ImportRun",
        label=_("Files that you brought in"),
        purpose=_("To know who changed what, and when."),
        basis=Basis.TASK,
        kept=_("as long as the data that came with it"),
        person="actor",
        data={"importer": USE, "file_name": Personal(Category.USE, Erase.REMOVED)},
        actors=("undone_by",),
        plain=("sha256", "actor", "made", "changed", "unchanged", "house", "undone_at"),
        hidden=("footprint", "context"),
    ),
    Holding(
        model="core.DocumentVersion",
        label=_("Documents that you attached"),
        purpose=_("To keep what belongs to an agreement, a log or a recognition."),
        basis=Basis.TASK,
        kept=_("as long as what it is attached to needs it"),
        person="uploaded_by",
        data={"name": USE, "media": USE, "size": USE, "erased_at": USE},
        plain=(
            "document",
            "number",
            "sha256",
            "place",
            "uploaded_by",
            "scan",
            "scanned_at",
            "scanner",
            "finding",
        ),
    ),
    Holding(
        model="core.DocumentRead",
        label=_("Documents that you read"),
        purpose=_("To let people see that only those who must, look."),
        basis=Basis.DUTY,
        kept=_("a year"),
        person="reader",
        plain=("reader", "version"),
    ),
    Holding(
        model="core.FileRead",
        label=_("Who looked at your file"),
        purpose=_("To let you and the institution see that only those who must, look."),
        basis=Basis.DUTY,
        kept=_("a year"),
        person="person",
        data={"part": USE, "door": USE, "minute": USE},
        actors=("reader", "impersonator"),
        plain=("person",),
    ),
    Holding(
        model="core.DataCopy",
        label=_("Copies of your data that you asked for"),
        purpose=_("To give you what you have a right to."),
        basis=Basis.DUTY,
        kept=_("seven days"),
        person="person",
        data={"ready_at": USE, "failed_at": USE, "delete_on": USE},
        actors=("asked_by",),
        plain=("person", "claimed_until", "attempts", "done", "total", "size"),
        delete=True,
    ),
    Holding(
        model="core.DataCopyPart",
        label=_("Contents of those copies"),
        purpose=_("To give you what you have a right to."),
        basis=Basis.DUTY,
        kept=_("seven days"),
        person="copy__person",
        data={"sealed": HIDDEN},
        plain=("copy", "number"),
        delete=True,
    ),
    Holding(
        model="core.LegalHold",
        label=_("Why your data must stay for now"),
        purpose=_("To keep what the law, or a dispute, still needs."),
        basis=Basis.DUTY,
        kept=_("as long as you have an account"),
        person="person",
        data={
            "reason": Personal(Category.JUDGEMENT, Erase.REMOVED),
            "until": USE,
            "lifted_at": USE,
        },
        actors=("laid_by", "lifted_by"),
        plain=("person",),
    ),
    Holding(
        model="core.FormDraft",
        label=_("Forms that you began"),
        purpose=_("To lose nothing of what you typed before you send it."),
        basis=Basis.INTEREST,
        kept=_("a month, or until you send the form"),
        person="user",
        data={"place": USE, "kept_at": USE, "sealed": HIDDEN},
        plain=("user",),
        delete=True,
    ),
    Holding(
        model="core.ErasureCase",
        label=_("Your requests to be forgotten"),
        purpose=_("To answer them, and to show later that this was done."),
        basis=Basis.DUTY,
        kept=_("without end, without your name"),
        person="person",
        data={
            "state": USE,
            "state_since": USE,
            "note": Personal(Category.WORDS, Erase.REMOVED),
            "answer": Personal(Category.JUDGEMENT, Erase.REMOVED),
        },
        actors=("asked_by", "decided_by"),
        plain=("person", "pseudonym", "report"),
    ),
)
impersonal("core.DatedRule", "code", "source", "reason")
impersonal("core.Document", "kind", "removed_by", "kept_because", "kept_by")
impersonal("core.DocumentUpkeep", "reached")
impersonal("core.ImportMapping", "importer", "columns")
# Encrypted, for a day.
impersonal("core.KeptAnswer", "caller", "key_hash", "request_hash", "answer")
impersonal("core.ReminderRule", "deadline")
impersonal("core.NightRun")
impersonal("core.NightStep", "deadline", "problem")
impersonal("core.JobRun", "name")
impersonal("core.PrivacyStep", "plan", "table", "statement", "guards")
impersonal("core.Forgotten", "rule")
impersonal("core.RetentionRun", "report")

register_rule(
    RetentionRule(
        code="reads",
        label=_("Notes of who looked at a file"),
        since=_("the look"),
        what=_("the note goes"),
        rows=lambda before: FileRead.objects.filter(minute__lt=before),
        person="person",
        parts=(Part(model="core.FileRead", delete=True),),
    ),
    RetentionRule(
        code="drafts",
        label=_("Forms that somebody began and did not send"),
        since=_("the last time that something was kept"),
        what=_("the draft goes"),
        rows=lambda before: FormDraft.objects.filter(kept_at__lt=before),
        person="user",
        parts=(Part(model="core.FormDraft", delete=True),),
    ),
)
