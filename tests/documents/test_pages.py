"""Documents through both doors: pages and API, with the same services."""

import re

import pytest
from django.urls import reverse

from core.documents import service
from core.models import Document, DocumentRead, DocumentUpkeep
from tests import files
from tests.api import code, places, post, writing
from tests.documents.test_services import add
from tests.people import sign_in

pytestmark = pytest.mark.django_db


def add_address(world) -> str:
    return reverse("document-add", args=[world.kind.name, world.row.uuid])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def test_person_adds_a_document_and_finds_it_on_the_page(client, recognition):
    sign_in(client, recognition.contact)
    page = reverse("partnerships:recognition-detail", args=[recognition.row.uuid])
    assert "There are no documents here yet." in text_of(client.get(page))
    form = text_of(client.get(add_address(recognition)))
    assert "PDF, Word document, OpenDocument text, Excel workbook" in form
    answer = client.post(
        add_address(recognition), {"file": files.upload(files.pdf(), "Risico's 2026.pdf")}
    )
    assert answer.headers["Location"] == f"{page}#documents"
    shown = text_of(client.get(page))
    assert "Risico&#x27;s 2026.pdf PDF, " in shown
    assert f"Added by {recognition.contact} on 14 September." in shown


def test_refusal_stands_beside_the_field(client, log):
    """Nothing is lost: the page with the file's field comes back, and says what is wrong."""
    sign_in(client, log.student)
    answer = client.post(add_address(log), {"file": files.upload(b"MZ" + bytes(9), "cv.pdf")})
    assert answer.status_code == 400
    assert "This file really is: a program." in text_of(answer)
    assert answer.context["form"].errors.keys() == {"file"}
    assert client.post(add_address(log), {}).context["form"].errors.keys() == {"file"}


def test_closed_row_says_why(client, log):
    """A missing button is explained."""
    from tests.factories.trajectories import walk

    walk(log.row, ["confirmed"])
    sign_in(client, log.student)
    page = client.get(reverse("trajectories:logentry-detail", args=[log.row.uuid]))
    assert "confirmed this day, so its documents stay" in text_of(page)
    assert client.get(add_address(log)).status_code == 409


def test_replacing_removing_and_keeping_on_pages(client, recognition):
    document = add(recognition, recognition.contact)
    sign_in(client, recognition.coordinator)

    def address(name: str) -> str:
        return reverse(f"document-{name}", args=[document.uuid])

    client.post(address("replace"), {"file": files.upload(files.docx(), "nieuw.docx")})
    shown = text_of(client.get(reverse("document", args=[document.uuid])))
    assert "Version 1: verslag.pdf" in shown
    assert "Kept longer because" not in shown
    client.post(address("keep"), {"reason": "Een ongeval"})
    assert "Een ongeval" in text_of(client.get(reverse("document", args=[document.uuid])))
    assert client.get(address("remove")).status_code == 409
    client.post(address("release"))
    asked = text_of(client.get(address("remove")))
    assert "Remove “nieuw.docx”?" in asked
    assert "all its earlier versions are thrown away" in asked
    answer = client.post(address("remove"))
    assert answer.headers["Location"].endswith(f"{recognition.row.uuid}/#documents")
    gone = text_of(client.get(reverse("document", args=[document.uuid])))
    assert "Removed" in gone
    assert client.get(address("download")).status_code == 409


def test_download_is_an_attachment_that_nothing_runs(client, log):
    """Only after the same question; never shown in the page, never kept by a browser."""
    document = add(log, log.student, files.picture(), "Zoë.png")
    address = reverse("document-download", args=[document.uuid])
    sign_in(client, log.mentor)
    answer = client.get(address)
    kept = document.current
    assert b"".join(answer.streaming_content) == service.open_version(kept, actor=log.mentor).read()
    assert {name: answer.headers[name] for name in EXPECTED} == EXPECTED | {
        "Content-Length": str(kept.size)
    }
    sign_in(client, log.other)
    assert client.get(address).status_code == 404


EXPECTED = {
    "Cache-Control": "private, no-store",
    "Content-Disposition": "attachment; filename=\"Zoe.png\"; filename*=UTF-8''Zo%C3%AB.png",
    "Content-Length": "",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Type": "image/png",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def test_head_tells_the_same_and_nobody_read_it(client, log):
    document = add(log, log.student, files.picture(), "Zoë.png")
    sign_in(client, log.mentor)
    answer = client.head(reverse("document-download", args=[document.uuid]))
    assert {name: answer.headers[name] for name in EXPECTED} == EXPECTED | {
        "Content-Length": str(document.current.size)
    }
    assert (answer.content, DocumentRead.objects.count()) == (b"", 0)


def test_who_read_it_is_shown_to_who_may_look_back(client, log):
    document = add(log, log.student)
    service.open_version(document.current, actor=log.mentor)
    page = reverse("document", args=[document.uuid])
    sign_in(client, log.student)
    assert [(e.text, e.who) for e in client.get(page).context["timeline"]] == [
        ("Read", str(log.mentor)),
        ("Added", str(log.student)),
    ]
    shown = client.get(page)
    assert "Monday 21 September 2026" in text_of(shown)
    sign_in(client, log.mentor)
    assert [entry.text for entry in client.get(page).context["timeline"]] == ["Added"]


def test_earlier_version_is_for_who_may_look_back(client, recognition):
    document = add(recognition, recognition.contact)
    file = files.upload(files.docx(), "b.docx")
    service.replace_document(document, file=file, actor=recognition.contact)
    for person, number, status in (
        (recognition.coordinator, 1, 200),
        (recognition.contact, 1, 403),
        (recognition.contact, 2, 200),
        (recognition.contact, 3, 404),
        (recognition.stranger, 1, 404),
    ):
        sign_in(client, person)
        answer = client.get(reverse("document-version", args=[document.uuid, number]))
        assert answer.status_code == status, (person, number)


def test_missing_bytes_are_no_traceback(client, log, storage):
    document = add(log, log.student)
    storage.delete(document.current.place)
    sign_in(client, log.student)
    assert client.get(reverse("document-download", args=[document.uuid])).status_code == 409


def test_api_does_the_same(client, recognition):
    """D4: upload, list, download, replace and remove over the API."""
    sign_in(client, recognition.contact)
    body = {
        "kind": recognition.kind.name,
        "about": str(recognition.row.uuid),
        "file": files.upload(files.pdf(), "een.pdf"),
    }
    made = client.post(reverse("document-api-list"), body, headers=writing())
    assert made.status_code == 201, made.content
    document = Document.objects.get()
    found = made.json()
    assert (found["id"], found["name"], found["version"], found["media_type"]) == (
        str(document.uuid),
        "een.pdf",
        1,
        "application/pdf",
    )
    assert [action["name"] for action in found["actions"]] == ["download", "replace", "remove"]
    listed = client.get(reverse("document-api-list"), {"about": str(recognition.row.uuid)})
    assert [item["id"] for item in listed.json()["items"]] == [found["id"]]
    assert client.get(reverse("document-api-list"), {"kind": "x"}).json()["items"] == []
    got = client.get(reverse("document-api-download", args=[document.uuid]))
    assert b"".join(got.streaming_content) == files.pdf()
    newer = client.post(
        reverse("document-api-replace", args=[document.uuid]),
        {"file": files.upload(files.docx(), "b.docx")},
        headers=writing(),
    )
    assert (newer.status_code, newer.json()["version"]) == (200, 2)
    removed = post(client, reverse("document-api-remove", args=[document.uuid]))
    assert removed.status_code == 200
    assert client.get(reverse("document-api-list")).json()["items"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "nothing"}, "kind"),
        ({"about": "00000000-0000-4000-8000-000000000000"}, "about"),
        ({"file": b"MZ"}, "file"),
    ],
)
def test_api_names_the_field_to_mend(client, recognition, change, field):
    sign_in(client, recognition.contact)
    body = {
        "kind": recognition.kind.name,
        "about": str(recognition.row.uuid),
        "file": files.upload(change.pop("file", files.pdf()), "een.pdf"),
    }
    answer = client.post(reverse("document-api-list"), body | change, headers=writing())
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert places(answer) == [f"#/{field}"]


def test_api_says_how_long_to_wait(client, recognition, settings):
    settings.DOCUMENTS_PER_HOUR = 0
    sign_in(client, recognition.contact)
    body = {"kind": recognition.kind.name, "about": str(recognition.row.uuid)}
    file = {"file": files.upload(files.pdf(), "een.pdf")}
    answer = client.post(reverse("document-api-list"), body | file, headers=writing())
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")
    assert code(answer) == "too-often"


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_one_document_and_three(
    client, recognition, log, rows, django_assert_num_queries
):
    for number in range(rows):
        content = files.picture(size=(number + 1, 1))
        add(recognition, recognition.contact, content, "a.png")
        add(log, log.student, content, "a.png")
    sign_in(client, recognition.coordinator)
    with django_assert_num_queries(10):
        client.get(reverse("partnerships:recognition-detail", args=[recognition.row.uuid]))
    with django_assert_num_queries(6):
        client.get(reverse("document-api-list"))
    sign_in(client, log.student)
    with django_assert_num_queries(11):
        client.get(reverse("trajectories:logentry-detail", args=[log.row.uuid]))
    with django_assert_num_queries(13):
        client.get(reverse("trajectories:trajectory-detail", args=[log.row.trajectory.uuid]))


def test_administrator_sees_the_storage_without_anybodys_file(client, recognition, settings):
    from tests.factories.partnerships import make_user

    version = add(recognition, recognition.contact, name="An Peeters.pdf").current
    type(version).objects.update(scan="quarantined", finding="Test.Virus")
    DocumentUpkeep.objects.create(removed=3, held=0, swept=1, missing=0, reached="f")
    sign_in(client, make_user(is_administrator=True))
    shown = text_of(client.get(reverse("document-storage")))
    assert "Test.Virus" in shown
    assert "What the judgement rests on" in shown
    assert "An Peeters.pdf" not in shown
