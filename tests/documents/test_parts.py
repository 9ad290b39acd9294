"""A download that was broken off goes on where it was, for who may have the file."""

import pytest
from django.urls import reverse

from core.documents import service
from core.models import DocumentRead
from tests import files
from tests.api import code
from tests.documents.test_services import add
from tests.people import sign_in

pytestmark = pytest.mark.django_db

DOORS = ("document-download", "document-api-download")
CONTENT = files.pdf(b"<< /Title (Een verslag van een week) >>")
SIZE = len(CONTENT)


@pytest.fixture(params=DOORS)
def address(request, client, log):
    """The download of a PDF, through each door, as the mentor."""
    document = add(log, log.student, CONTENT)
    sign_in(client, log.mentor)
    return reverse(request.param, args=[document.uuid])


def read(answer) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-9", 0, 9),
        ("bytes=10-", 10, SIZE - 1),
        ("bytes=-5", SIZE - 5, SIZE - 1),
        (f"bytes=5-{SIZE + 100}", 5, SIZE - 1),
        (f"bytes=-{SIZE + 100}", 0, SIZE - 1),
        (f"bytes={SIZE - 1}-{SIZE - 1}", SIZE - 1, SIZE - 1),
    ],
)
def test_one_part_is_handed_out(client, address, wanted, first, last):
    answer = client.get(address, headers={"Range": wanted})
    assert (answer.status_code, read(answer)) == (206, CONTENT[first : last + 1])
    assert answer["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert (answer["Content-Length"], answer["Accept-Ranges"]) == (str(last + 1 - first), "bytes")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; sandbox")


@pytest.mark.parametrize(
    "wanted", ["bytes=0-1,4-5", "bytes=9-3", "bytes=-", "lines=1-2", "x" * 999]
)
def test_several_parts_and_what_is_no_range_get_the_whole(client, address, wanted):
    answer = client.get(address, headers={"Range": wanted})
    assert (answer.status_code, read(answer)) == (200, CONTENT)
    assert "Content-Range" not in answer


@pytest.mark.parametrize("wanted", [f"bytes={SIZE}-", "bytes=999999999999-", "bytes=-0"])
def test_part_beyond_the_end_says_how_long_the_file_is(client, address, wanted):
    answer = client.get(address, headers={"Range": wanted})
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{SIZE}")
    assert DocumentRead.objects.count() == 0
    if "/api/" in address:
        assert code(answer) == "no-such-part"


def test_part_of_another_version_is_never_sewn_on(client, address, log):
    """If-Range with the ETag: the same file goes on, a newer one comes whole."""
    tag = client.get(address)["ETag"]
    asked = {"Range": "bytes=5-", "If-Range": tag}
    assert client.get(address, headers=asked).status_code == 206
    for other in (f"W/{tag}", '"another"', "Mon, 14 Sep 2026 09:00:00 GMT"):
        whole = client.get(address, headers=asked | {"If-Range": other})
        assert (whole.status_code, read(whole)) == (200, CONTENT)
    document = log.kind.owner._meta.apps.get_model("core.Document").objects.get()
    newer = files.upload(files.pdf(b"<< /Title (Beter) >>"), "b.pdf")
    service.replace_document(document, file=newer, actor=log.student)
    assert client.get(address, headers=asked).status_code == 200


def test_part_is_for_who_may_have_the_whole(client, address, log):
    """D4: no part, and no length, across what somebody may see; each part is noted as read."""
    for wanted in ("bytes=0-0", "bytes=999999-"):
        sign_in(client, log.other)
        answer = client.get(address, headers={"Range": wanted})
        assert (answer.status_code, "Content-Range" in answer) == (404, False)
    assert DocumentRead.objects.count() == 0
    sign_in(client, log.mentor)
    read(client.get(address, headers={"Range": "bytes=0-0"}))
    assert DocumentRead.objects.count() == 1


def test_head_knows_no_parts(client, address):
    answer = client.head(address, headers={"Range": "bytes=0-9"})
    assert (answer.status_code, answer["Content-Length"]) == (200, str(SIZE))
