"""The verbs of documents: who may, what stays, what goes."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone

from core.documents import service, store
from core.documents.checks import RefusedFile
from core.documents.service import add_document, remove_document, replace_document
from core.errors import Invalid, NotNow, Refused, TooOften
from core.models import Document, DocumentRead, DocumentVersion
from tests import files
from tests.factories.trajectories import walk
from trajectories.enums import LogEntryState

pytestmark = pytest.mark.django_db


def add(world, actor, content=None, name="verslag.pdf") -> Document:
    file = files.upload(content or files.pdf(), name)
    return add_document(world.row, kind=world.kind, file=file, actor=actor)


def lying() -> set[str]:
    """Every place in the storage."""
    return {place for folder in store.FOLDERS for place in store.places_in(folder)}


def test_added_document_lies_under_a_random_name(recognition):
    """Nothing of what somebody typed is in the place, and only one version knows it."""
    document = add(recognition, recognition.coordinator, name="../../Peeters, An.pdf")
    version = document.current
    assert (version.name, version.media, version.number) == ("Peeters, An.pdf", "pdf", 1)
    assert lying() == {version.place}
    assert store.PLACE.fullmatch(version.place)
    assert store.storage().open(version.place).read() == files.pdf()


def test_scope_and_rules_follow_the_row(recognition, log):
    """Question one and two: who sees the row sees its documents, the kind's rules say the rest."""
    evidence = add(recognition, recognition.contact)
    paper = add(log, log.student)

    def seen(user):
        return set(Document.objects.visible_to(user))

    assert seen(recognition.coordinator) == seen(recognition.signatory) == {evidence}
    assert seen(log.student) == seen(log.mentor) == seen(log.coach) == {paper}
    assert seen(recognition.stranger) == seen(log.other) == set()
    with pytest.raises(Refused, match="leads the institution or decides"):
        add(recognition, recognition.coach)
    with pytest.raises(Refused, match="Only the student"):
        add(log, log.mentor)
    with pytest.raises(Refused, match="Only who brought this document in"):
        remove_document(evidence, actor=recognition.signatory)
    with pytest.raises(Refused, match="Only the student"):
        replace_document(paper, file=files.upload(files.pdf(), "a.pdf"), actor=log.coach)


def test_confirmed_day_takes_no_documents(log):
    """Question three: what the mentor confirmed stays as it was."""
    paper = add(log, log.student)
    walk(log.row, [LogEntryState.CONFIRMED])
    paper = Document.objects.get(pk=paper.pk)
    with pytest.raises(NotNow, match="confirmed this day"):
        add(log, log.student, files.picture(), "foto.png")
    with pytest.raises(NotNow, match="confirmed this day"):
        remove_document(paper, actor=log.student)


def test_refused_file_leaves_nothing_behind(log):
    with pytest.raises(RefusedFile):
        add(log, log.student, files.picture(), "cv.pdf")
    assert (lying(), Document.objects.count()) == (set(), 0)


def test_refusal_of_the_database_leaves_no_bytes(log, monkeypatch):
    """The rows are rolled back, and the bytes go with them."""
    monkeypatch.setattr("core.documents.service.require_room", refuse)
    with pytest.raises(TooOften):
        add(log, log.student)
    assert (lying(), Document.objects.count()) == (set(), 0)


def refuse(person, size):
    raise TooOften("Too much.", 60)


def test_same_file_is_added_once(log):
    """A button pressed twice."""
    add(log, log.student)
    with pytest.raises(NotNow, match="added here already"):
        add(log, log.student, name="anders.pdf")
    assert len(lying()) == 1


def test_row_takes_a_limited_number(log):
    for number in range(log.kind.most):
        add(log, log.student, files.picture(size=(number + 1, 1)), "a.png")
    with pytest.raises(NotNow, match="There are 10 documents here"):
        add(log, log.student)


def test_replaced_document_keeps_its_earlier_versions(recognition):
    document = add(recognition, recognition.contact, name="een.pdf")
    file = files.upload(files.docx(), "twee.docx")
    replace_document(document, file=file, actor=recognition.contact)
    assert [(v.number, v.name, v.media) for v in document.versions.all()] == [
        (1, "een.pdf", "pdf"),
        (2, "twee.docx", "docx"),
    ]
    first = document.versions.get(number=1)
    assert service.open_version(first, actor=recognition.coordinator).read() == files.pdf()
    with pytest.raises(Refused, match="coordinator or programme director"):
        service.open_version(first, actor=recognition.contact)
    with pytest.raises(NotNow, match="same file as before"):
        replace_document(document, file=file, actor=recognition.contact)


def test_removed_document_leaves_a_trace_without_bytes(
    recognition, django_capture_on_commit_callbacks
):
    document = add(recognition, recognition.contact)
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(document, actor=recognition.coordinator)
    assert lying() == set()
    assert (document.removed_by, document.current.name) == (
        recognition.coordinator,
        "verslag.pdf",
    )
    assert document.current.erased_at
    with pytest.raises(NotNow, match="was removed"):
        service.open_version(document.current, actor=recognition.coordinator)
    with pytest.raises(NotNow, match="was removed"):
        remove_document(document, actor=recognition.coordinator)


def test_document_that_is_kept_for_a_reason_is_not_removed(recognition):
    """A legal hold."""
    document = add(recognition, recognition.contact)
    with pytest.raises(Invalid):
        service.keep_document(document, actor=recognition.coordinator, reason=" ")
    with pytest.raises(Refused):
        service.keep_document(document, actor=recognition.contact, reason="Geschil")
    service.keep_document(document, actor=recognition.coordinator, reason="Geschil")
    with pytest.raises(NotNow, match="kept for a reason: Geschil"):
        remove_document(document, actor=recognition.coordinator)
    service.release_document(document, actor=recognition.coordinator)
    remove_document(document, actor=recognition.coordinator)
    assert document.removed_at == timezone.now()


def test_reading_a_personal_file_is_noted(recognition, log):
    """domain.md 4.1: read access to student files is logged; to other files it is not."""
    service.open_version(add(recognition, recognition.contact).current, actor=recognition.coach)
    paper = add(log, log.student).current
    service.open_version(paper, actor=log.mentor)
    noted = DocumentRead.objects.values_list("version", "reader", "created_at")
    assert list(noted) == [(paper.pk, log.mentor.pk, timezone.now())]


def test_files_of_one_person_are_limited(log, settings, frozen_clock):
    """Refused files count too: looking into them costs as much."""
    settings.DOCUMENTS_PER_HOUR = 3
    for content in (files.pdf(), b"MZ", b"MZ"):
        with suppress(RefusedFile):
            add(log, log.student, content)
    with pytest.raises(TooOften, match="very many files") as refused:
        add(log, log.student, files.picture(), "a.png")
    assert refused.value.seconds == 3600
    frozen_clock.shift(timedelta(hours=1))
    add(log, log.student, files.picture(), "a.png")
    settings.DOCUMENT_BYTES_PER_DAY = DocumentVersion.objects.bytes_of(log.student, timezone.now())
    with pytest.raises(TooOften, match="last 24 hours"):
        add(log, log.student, files.docx(), "a.docx")
    frozen_clock.shift(timedelta(days=1))
    settings.DOCUMENT_BYTES_PER_DAY = 10_000
    add(log, log.student, files.docx(), "a.docx")


def test_file_larger_than_its_kind_is_not_read(log):
    class Large:
        name, size = "a.pdf", log.kind.largest + 1

    with pytest.raises(RefusedFile, match="larger than 10 MB"):
        add_document(log.row, kind=log.kind, file=Large(), actor=log.student)


@pytest.mark.parametrize(
    ("statement", "error", "said"),
    [
        ("UPDATE core_documentversion SET sha256 = 'x'", InternalError, "Cannot update"),
        ("UPDATE core_documentversion SET place = 'x'", InternalError, "Cannot update"),
        ("DELETE FROM core_documentversion", InternalError, "Cannot delete"),
        ("DELETE FROM core_document", InternalError, "Cannot delete"),
        ("UPDATE core_documentread SET reader_id = 1", InternalError, "Cannot update"),
        (
            "UPDATE core_document SET owner = gen_random_uuid()",
            IntegrityError,
            "about a row that is there",
        ),
        (
            "UPDATE core_document SET kind = 'pg.shadow.x'",
            Exception,
            "does not exist",
        ),
        ("DELETE FROM trajectories_logentry", IntegrityError, "Documents are attached"),
        (
            "UPDATE core_document SET kept_because = 'x'",
            IntegrityError,
            "a_document_is_kept_longer_for_a_reason",
        ),
    ],
)
def test_the_database_is_the_last_guard(log, statement, error, said):
    """No bytes are swapped, no trace is wiped, no document is about nothing; also by raw SQL."""
    paper = add(log, log.student)
    service.open_version(paper.current, actor=log.mentor)
    with pytest.raises(error, match=said), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
