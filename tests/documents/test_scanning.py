"""ClamAV: its verdict is followed, and a scanner that is away is no way in."""

import shutil
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.urls import reverse

from core.documents import scanner, service, store
from core.documents.checks import RefusedFile
from core.documents.enums import Scan
from core.documents.scanning import scan_asked, scan_quarantined, scan_waiting
from core.errors import NotNow, Unavailable
from core.models import Document, DocumentVersion, Notification
from tests import files
from tests.api import post
from tests.documents.clamav import NAME, VERSION, VIRUS, clamd
from tests.documents.clamav import scanner as scanner_that_answers
from tests.documents.test_services import add, lying
from tests.factories.partnerships import make_user
from tests.people import sign_in

pytestmark = pytest.mark.django_db

INFECTED = files.pdf(b"(" + VIRUS + b")")


def verdicts() -> list[tuple[str, str]]:
    return list(DocumentVersion.objects.order_by("pk").values_list("scan", "finding"))


def test_verdict_of_the_scanner_is_noted(log, settings):
    """What is scanned is what is kept: the picture as it was drawn anew."""
    with scanner_that_answers(settings) as clam:
        version = add(log, log.student, files.picture(place=True), "foto.png").current
        assert (version.scan, version.scanner) == (Scan.CLEAN, VERSION)
        assert clam.seen == [service.open_version(version, actor=log.student).read()]


def test_file_with_a_virus_is_refused(log, settings):
    with scanner_that_answers(settings), pytest.raises(RefusedFile, match=f"found “{NAME}”"):
        add(log, log.student, INFECTED)
    assert (lying(), Document.objects.count()) == (set(), 0)


def test_file_with_a_virus_is_kept_apart(log, settings):
    """Quarantine: the bytes are kept for who looks into it, and handed out to nobody."""
    settings.CLAMAV_INFECTED = "quarantine"
    with scanner_that_answers(settings):
        version = add(log, log.student, INFECTED).current
    assert verdicts() == [(Scan.QUARANTINED, NAME)]
    assert len(lying()) == 1
    with pytest.raises(NotNow, match="kept apart: a virus was found"):
        service.open_version(version, actor=log.student)


def test_what_is_kept_apart_is_scanned_again_with_new_signatures_only(log, settings):
    settings.CLAMAV_INFECTED = "quarantine"
    with scanner_that_answers(settings) as clam:
        add(log, log.student, INFECTED)
        clam.knows = {}
        assert scan_quarantined() == 0, "the signatures are the same"
        clam.version = "ClamAV 1.4.3/2/later"
        assert scan_quarantined() == 1
    assert verdicts() == [(Scan.CLEAN, "")]


@pytest.fixture
def administrator():
    return make_user(is_administrator=True)


@pytest.fixture
def apart(log, settings):
    """A file that is kept apart, and the scanner that did so."""
    settings.CLAMAV_INFECTED = "quarantine"
    with scanner_that_answers(settings) as clam:
        yield SimpleNamespace(version=add(log, log.student, INFECTED).current, clam=clam)


@pytest.mark.parametrize("door", ["document-scan", "file-apart-scan"])
def test_administrator_has_one_file_scanned_again(client, apart, administrator, door):
    """With the same signatures too: still found, then no more."""
    sign_in(client, administrator)
    address = reverse(door, args=[apart.version.uuid])
    for knows, said in ((dict(apart.clam.knows), Scan.QUARANTINED), ({}, Scan.CLEAN)):
        apart.clam.knows = knows
        assert post(client, address).status_code in {200, 302}
        assert [scan for scan, __ in verdicts()] == [said]
    assert not Notification.objects.exists(), "the finding is not new"
    assert post(client, address).status_code == 404, "it is no longer apart"


@pytest.mark.parametrize("door", ["documents-scan", "file-apart-scan-all"])
def test_administrator_has_all_scanned_again(
    client, apart, administrator, door, django_capture_on_commit_callbacks
):
    """In the background; what the broker forgets, the run of every five minutes finds."""
    sign_in(client, administrator)
    apart.clam.knows = {}
    assert scan_asked() == 0
    with django_capture_on_commit_callbacks(execute=True):
        answer = post(client, reverse(door))
    assert answer.status_code in {302, 202}
    assert verdicts() == [(Scan.CLEAN, "")]


@pytest.mark.parametrize("door", ["document-scan", "file-apart-scan"])
def test_without_an_answer_nothing_changes(client, apart, administrator, settings, door):
    """Neither without a scanner, nor while it is away, nor without the bytes."""
    sign_in(client, administrator)
    address, before = reverse(door, args=[apart.version.uuid]), verdicts()
    scanning, settings.CLAMAV_ADDRESS = settings.CLAMAV_ADDRESS, ""
    assert post(client, address).status_code == 409
    settings.CLAMAV_ADDRESS = "tcp://127.0.0.1:1"
    assert post(client, address).status_code == 503
    settings.CLAMAV_ADDRESS = scanning
    store.erase(apart.version.place)
    assert post(client, address).status_code == 409
    assert verdicts() == before


def test_list_of_files_apart_names_nobodys_file(client, apart, administrator):
    sign_in(client, administrator)
    answer = client.get("/api/v1/files-apart/")
    (found,) = answer.json()["items"]
    assert (found["scan"], found["finding"]) == (Scan.QUARANTINED, NAME)
    assert apart.version.name not in answer.content.decode()
    page = client.get(reverse("document-storage")).content.decode()
    assert reverse("document-scan", args=[apart.version.uuid]) in page


def test_scanner_that_is_away_lets_nothing_in(log, settings):
    settings.CLAMAV_ADDRESS = "tcp://127.0.0.1:9"
    with pytest.raises(Unavailable, match="Try again in some minutes"):
        add(log, log.student)
    assert (lying(), Document.objects.count()) == (set(), 0)


def test_scanner_that_is_away_can_be_waited_for(log, settings, django_capture_on_commit_callbacks):
    """Taken in, not handed out until the scanner has seen it; a virus is told to who sent it."""
    settings.CLAMAV_ADDRESS, settings.CLAMAV_AWAY = "unix:/nowhere/clamd.ctl", "later"
    clean, sick = add(log, log.student), add(log, log.student, INFECTED, "ziek.pdf")
    assert verdicts() == [(Scan.WAITING, ""), (Scan.WAITING, "")]
    with pytest.raises(NotNow, match="waits for the virus scanner"):
        service.open_version(clean.current, actor=log.student)
    assert scan_waiting() == 0, "still away"
    with scanner_that_answers(settings), django_capture_on_commit_callbacks(execute=True):
        assert scan_waiting() == 2
    assert verdicts() == [(Scan.CLEAN, ""), (Scan.QUARANTINED, NAME)]
    told = Notification.objects.get()
    assert (told.recipient, told.path) == (log.student, f"/documents/{sick.uuid}/")
    assert "“ziek.pdf”" in told.text


@pytest.mark.parametrize(
    "said", ["INSTREAM size limit exceeded. ERROR", "", "stream: FOUND", "stream: OK FOUND OK"]
)
def test_anything_but_a_verdict_is_no_verdict(settings, said):
    with scanner_that_answers(settings) as clam:
        clam.answer = lambda content: said
        with pytest.raises(scanner.ScannerAwayError):
            scanner.scan(b"x")


def test_large_file_goes_in_pieces(settings):
    with scanner_that_answers(settings) as clam:
        content = bytes(3 * scanner.CHUNK + 7)
        assert scanner.scan(content).scan == Scan.CLEAN
        assert clam.seen == [content]


@pytest.mark.skipif(
    shutil.which("clamd") is None, reason="no clamd here: apt-get install clamav-daemon"
)
def test_real_clamd_with_a_signature_of_our_own(log, settings):
    """The protocol as ClamAV itself speaks it, over a Unix socket; no signatures of others."""
    with tempfile.TemporaryDirectory() as folder, clamd(settings, Path(folder)):
        Path(folder).chmod(0o755)
        clean = add(log, log.student).current
        assert clean.scan == Scan.CLEAN
        assert clean.scanner.startswith("ClamAV ")
        with pytest.raises(RefusedFile, match=f"{NAME}"):
            add(log, log.student, INFECTED)
        settings.CLAMAV_INFECTED = "quarantine"
        assert add(log, log.student, INFECTED).current.scan == Scan.QUARANTINED
        assert scanner.scan(bytes(20_000_000)).scan == Scan.CLEAN
