"""Upload abuse and oversized bodies: each refused, each with the status that says so."""

import io
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import reverse, reverse_lazy

from config.wsgi import application
from core.api.documents import DocumentViewSet
from core.bodies import largest_body
from core.documents.service import add_document
from core.models import Document
from core.views.documents import LARGEST_BODY, DocumentAdd
from partnerships.attachments import EVIDENCE
from partnerships.enums import Role
from tests import files
from tests.api import writing
from tests.factories.partnerships import make_coordinator, make_member, make_recognition
from tests.people import sign_in

LOGIN = reverse_lazy("account_login")
pytestmark = pytest.mark.django_db


@pytest.fixture
def recognition():
    return make_recognition()


@pytest.fixture
def browser(client, recognition):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    sign_in(client, make_coordinator(recognition.institution))
    return client


def address(recognition) -> str:
    return reverse("document-add", args=[EVIDENCE.name, recognition.uuid])


def claiming(client, path: str, length: int, **headers):
    """A request that says how long it is; its bytes are zeros."""
    return client.generic(
        "POST", path, b"0" * length, content_type="multipart/form-data; boundary=x", **headers
    )


def test_body_beyond_the_limit_is_refused_before_it_is_read(browser, recognition):
    """413 with a way on; the file never reaches a form, a disk or the memory."""
    answer = claiming(browser, address(recognition), LARGEST_BODY + 1)
    assert answer.status_code == 413
    assert "At most 25 MB can be sent here at once." in answer.content.decode()
    assert address(recognition) in answer.content.decode()


def test_api_refuses_a_large_body_as_a_problem(browser):
    answer = claiming(browser, reverse("document-api-list"), LARGEST_BODY + 1)
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        413,
        "application/problem+json",
    )
    assert answer.json()["type"] == "/api/v1/problems/too-large/"


@pytest.mark.parametrize("path", [LOGIN, "/language/", "/api/v1/pathways/"])
def test_addresses_that_take_no_files_take_little(client, path):
    """Also for visitors, and before the check against forged requests reads the form."""
    answer = claiming(client, str(path), settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    assert answer.status_code == 413


def test_views_that_take_files_say_how_much():
    assert largest_body(DocumentAdd.as_view()) == LARGEST_BODY
    assert largest_body(DocumentViewSet.as_view({"post": "create"})) == LARGEST_BODY


def test_body_without_a_length_is_not_read(recognition):
    """Chunked sending names no length: nothing of it is handed on."""
    request = RequestFactory().post(str(LOGIN))
    environ = request.environ | {"wsgi.input": io.BytesIO(b"0" * 10_000_000)}
    environ["HTTP_TRANSFER_ENCODING"] = "chunked"
    environ.pop("CONTENT_LENGTH")
    said = []
    b"".join(application(environ, lambda status, headers: said.append(status)))
    assert said[0].startswith(("200", "403"))
    assert environ["wsgi.input"].tell() == 0


def test_hundred_files_at_once_are_refused(browser, recognition):
    many = {f"file{number}": files.upload(b"x", "a.txt") for number in range(101)}
    assert browser.post(address(recognition), many).status_code == 400
    assert Document.objects.count() == 0


@pytest.mark.parametrize(
    "name",
    ["../../../settings.pdf", "..\\..\\x.pdf", "a\0.pdf", "x" * 5000 + ".pdf", "/etc/passwd.pdf"],
)
def test_names_lead_nowhere(browser, recognition, name):
    """Path tricks in a name: it becomes a plain name, and the bytes lie elsewhere anyway."""
    browser.post(address(recognition), {"file": files.upload(files.pdf(), name)})
    version = Document.objects.get().current
    assert not set("/\\\0") & set(version.name)
    assert len(version.name) <= 150
    assert name not in version.place


def test_other_peoples_documents_do_not_exist(client, recognition):
    """IDOR over every address of a document, in the browser and over the API."""
    contact = make_member(Role.CONTACT, recognition.establishment.organisation)
    file = files.upload(files.pdf(), "a.pdf")
    document = add_document(recognition, kind=EVIDENCE, file=file, actor=contact)
    sign_in(client, make_coordinator())
    for name in ("", "-download", "-replace", "-remove", "-keep", "-release"):
        for identifier in (document.uuid, uuid4()):
            path = reverse(f"document{name}", args=[identifier])
            assert client.get(path).status_code == 404, path
            if name not in ("", "-download"):
                assert client.post(path).status_code == 404, path
    for name in ("detail", "download", "replace", "remove", "keep", "release"):
        path = reverse(f"document-api-{name}", args=[document.uuid])
        send = client.get if name in ("detail", "download") else client.post
        assert send(path).status_code == 404, path
    body = {"kind": EVIDENCE.name, "about": str(recognition.uuid)}
    answer = client.post(
        reverse("document-api-list"),
        body | {"file": files.upload(files.pdf(), "a.pdf")},
        headers=writing(),
    )
    assert answer.status_code == 400
    assert client.get(reverse("document-api-list")).json()["items"] == []
    assert Document.objects.count() == 1


def test_nothing_but_the_file_can_be_set(browser, recognition):
    """Mass assignment: whatever else is sent along changes nothing."""
    browser.post(
        address(recognition),
        {
            "file": files.upload(files.pdf(), "a.pdf"),
            "place": "f/x",
            "scan": "clean",
            "kind": "trajectories.logentry.evidence",
            "removed_at": "2020-01-01",
        },
    )
    document = Document.objects.get()
    assert (document.kind, document.removed_at, document.current.scan) == (
        EVIDENCE.name,
        None,
        "not_asked",
    )


def test_no_address_leads_to_the_storage(browser, recognition):
    """Bytes are not among the static files, and a place is no address."""
    browser.post(address(recognition), {"file": files.upload(files.pdf(), "a.pdf")})
    place = Document.objects.get().current.place
    for before in ("/", "/static/", "/media/", "/documents/"):
        assert browser.get(before + place).status_code == 404
