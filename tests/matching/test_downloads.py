"""The files with which anyone checks a round, and those for whoever audits it."""

import hashlib
import json
from pathlib import Path

import pytest
from django.urls import reverse

from matching.engine import verify
from matching.enums import RoundState, SealKind
from matching.services.seals import sealed
from tests.factories.matching import make_intake, make_round, matched, rated

pytestmark = pytest.mark.django_db


def decided(students=5):
    """A round after its match, and its applications."""
    world = make_intake(capacity=2)
    applications = [rated(world, host=3) for __ in range(students)]
    matched(world)
    return world.intake, applications


def file_of(client, name, intake):
    """The bytes of a file that is handed out as an attachment."""
    answer = client.get(reverse(name, args=[intake.uuid] if intake else []))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; ")
    return answer.content


def seal_of(intake, kind):
    return intake.seals.get(kind=kind).sha256


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("public-round-criteria", SealKind.CRITERIA),
        ("public-round-certificate", SealKind.CERTIFICATE),
    ],
)
def test_public_file_is_byte_by_byte_what_was_sealed(client, name, kind):
    """V38, B3: whoever hashes the file finds the SHA-256 that the page shows."""
    intake, __ = decided()
    sha256 = hashlib.sha256(file_of(client, name, intake)).hexdigest()
    assert sha256 == seal_of(intake, kind)
    page = client.get(reverse("public-round", args=[intake.uuid])).content.decode()
    assert sha256 in page
    assert reverse(name, args=[intake.uuid]) in page


def test_public_certificate_names_the_seals_and_nobody(client):
    """B3, V31: the full certificate by its hash, totals, the secret; no random id of anybody."""
    intake, applications = decided()
    text = file_of(client, "public-round-certificate", intake).decode()
    told = json.loads(text)
    assert told["certificate_digest"] == seal_of(intake, SealKind.RESULT)
    assert told["seals"] == {kind: seal_of(intake, kind) for kind in ("criteria", "inputs")}
    assert (told["totals"]["students"], told["totals"]["matched"]) == (5, 2)
    assert told["lottery"]["secrets"] == {"institution": intake.lottery_secret}
    assert not [row for row in applications if str(row.lottery_id) in text]


def test_public_certificate_of_a_few_students_holds_no_numbers(client):
    """V38, B3: the same rule as the page."""
    intake, __ = decided(students=4)
    assert json.loads(file_of(client, "public-round-certificate", intake))["totals"] is None
    page = client.get(reverse("public-round", args=[intake.uuid]), HTTP_ACCEPT_LANGUAGE="en")
    assert "the certificate holds no totals" in page.content.decode()


def test_what_everybody_can_take_along_proves_what_the_page_says(client):
    """V38, B3: nothing wrong, with the criteria and beside the auditor's certificate."""
    intake, __ = decided()
    public = json.loads(file_of(client, "public-round-certificate", intake))
    criteria = json.loads(file_of(client, "public-round-criteria", intake))
    full = sealed(intake, SealKind.RESULT)
    assert list(verify.check(public, [("criteria.json", criteria)])) == []
    assert list(verify.check(full, [("public", public), ("criteria", criteria)])) == []


def test_verifier_is_the_engine_s_own_file(client):
    """B3: what is handed out is what the platform runs on every match."""
    assert file_of(client, "round-verifier", None) == Path(verify.__file__).read_bytes()
    assert client.get(reverse("round-verifier"))["Content-Type"].startswith("text/x-python")


@pytest.mark.parametrize("state", [RoundState.PUBLISHED, RoundState.SEALED])
def test_before_the_match_there_are_criteria_and_no_certificate(client, state):
    """V28: the page says what can be kept now and what comes later."""
    intake = make_round(state=state)
    assert file_of(client, "public-round-criteria", intake)
    address = reverse("public-round-certificate", args=[intake.uuid])
    assert client.get(address).status_code == 404
    page = client.get(reverse("public-round", args=[intake.uuid]), HTTP_ACCEPT_LANGUAGE="en")
    assert "After the match the certificate comes with it" in page.content.decode()
    assert address not in page.content.decode()


def test_a_draft_hands_out_nothing(client):
    """V28."""
    intake = make_round()
    for name in ("public-round-criteria", "public-round-certificate"):
        assert client.get(reverse(name, args=[intake.uuid])).status_code == 404
