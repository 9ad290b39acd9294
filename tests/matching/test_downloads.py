"""The files with which anyone checks a round, and those for whoever audits it."""

import hashlib
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from core.models import FileRead
from core.privacy.enums import Door
from matching import services
from matching.engine import digest, spelled, verify
from matching.enums import ApplicationState, RoundState, SealKind
from matching.services.lottery import own_secret
from matching.services.seals import seal, sealed
from tests.factories.matching import make_application, make_intake, make_round, matched, rated
from tests.people import sign_in

pytestmark = pytest.mark.django_db


def decided(students=5):
    """A round after its match, and its applications."""
    world = make_intake(capacity=2)
    applications = [rated(world, host=3) for __ in range(students)]
    matched(world)
    return world.intake, applications


def in_english(client, name, intake):
    """A page as somebody reads it who chose English."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client.get(reverse(name, args=[intake.uuid])).content.decode()


def file_of(client, name, intake):
    """The bytes of a file that is handed out as an attachment."""
    answer = client.get(reverse(name, args=[intake.uuid] if intake else []))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; ")
    return answer.getvalue()


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
    assert told["lottery"]["secrets"] == {"institution": own_secret(intake)}
    assert not [row for row in applications if str(row.lottery_id) in text]


def test_public_certificate_of_a_few_students_holds_no_numbers(client):
    """V38, B3: the same rule as the page."""
    intake, __ = decided(students=4)
    assert json.loads(file_of(client, "public-round-certificate", intake))["totals"] is None
    assert "the certificate holds no totals" in in_english(client, "public-round", intake)


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
    page = in_english(client, "public-round", intake)
    assert "After the match the certificate comes with it" in page
    assert address not in page


def test_a_draft_hands_out_nothing(client):
    """V28."""
    intake = make_round()
    for name in ("public-round-criteria", "public-round-certificate"):
        assert client.get(reverse(name, args=[intake.uuid])).status_code == 404


FOR_THE_AUDITOR = [
    ("matching:round-audit-certificate", SealKind.RESULT, Door.LIST),
    ("matching:round-audit-inputs", SealKind.INPUTS, Door.LIST),
    ("round-full-certificate", SealKind.RESULT, Door.API),
    ("round-sealed-inputs", SealKind.INPUTS, Door.API),
]


@pytest.mark.parametrize(("name", "kind", "door"), FOR_THE_AUDITOR)
def test_auditor_s_file_is_what_was_sealed_and_every_student_in_it_reads_who_took_it(
    client, name, kind, door
):
    """B3, domain.md 4.1: exact bytes, in no cache, noted at who is in the file and nobody else."""
    world = make_intake(capacity=2)
    inside = [rated(world, host=3) for __ in range(2)]
    beside = make_application(world.intake, ApplicationState.INELIGIBLE, [world.position])
    matched(world)
    sign_in(client, world.coordinator)
    answer = client.get(reverse(name, args=[world.intake.uuid]))
    assert hashlib.sha256(answer.content).hexdigest() == seal_of(world.intake, kind)
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "application/json"
    told = {row for row in (*inside, beside) if str(row.lottery_id) in answer.content.decode()}
    assert told == {*inside, *([beside] if kind == SealKind.INPUTS else [])}
    looks = FileRead.objects.all()
    assert {look.person_id for look in looks} == {row.student.user_id for row in told}
    assert {(look.reader, look.part, look.door) for look in looks} == {
        (world.coordinator, "matching.Application", door)
    }


def test_everything_a_coordinator_hands_over_passes_the_verifier(client):
    """B3: with a refusal; scores, seals, lottery, outcome and the public certificate."""
    world = make_intake(RoundState.RATING, capacity=1)
    for mark in (2, 3, 4):
        rated(world, institution=mark, host=3, other_host=mark)
    refused = rated(world, host=5)
    services.judge_pair(
        refused.preferences.get(), actor=world.contact, acceptable=False, reason="travel"
    )
    matched(world)
    sign_in(client, world.coordinator)
    public = ["public-round-certificate", "public-round-criteria"]
    private = ["certificate", "inputs", "explanations"]
    names = [*(f"matching:round-audit-{name}" for name in private), *public]
    full, *others = [(name, json.loads(file_of(client, name, world.intake))) for name in names]
    assert list(verify.check(full[1], others)) == []
    assert all(verify.asked(full[1], others).values())


@pytest.mark.parametrize(("name", "kind"), [row[:2] for row in FOR_THE_AUDITOR])
def test_auditor_s_file_is_there_from_its_moment_on(client, name, kind):
    """B3: 404 while nothing of the kind is sealed; nothing is noted then."""
    world = make_intake()
    rated(world)
    sign_in(client, world.coordinator)
    assert client.get(reverse(name, args=[world.intake.uuid])).status_code == 404
    assert not FileRead.objects.exists()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("round-certificate", SealKind.CERTIFICATE),
        ("round-sealed-criteria", SealKind.CRITERIA),
    ],
)
def test_everybody_around_a_round_fetches_the_public_documents_over_the_api(client, name, kind):
    """V38, B3: a host, byte by byte; nobody's file is read."""
    world = make_intake(capacity=2)
    rated(world)
    matched(world)
    sign_in(client, world.contact)
    answer = client.get(reverse(name, args=[world.intake.uuid]))
    assert hashlib.sha256(answer.content).hexdigest() == seal_of(world.intake, kind)
    assert not FileRead.objects.exists()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RoundState.DRAFT, "that begins when you publish the criteria"),
        (RoundState.RATING, "The match has not run yet"),
    ],
)
def test_page_for_the_auditor_says_before_the_match_what_comes(client, state, words):
    """B3."""
    world = make_intake(state)
    sign_in(client, world.coordinator)
    page = in_english(client, "matching:round-audit", world.intake)
    assert words in page
    assert "full-certificate.json" not in page


def test_page_for_the_auditor_tells_command_and_limits_and_is_found_from_the_round(client):
    """B3."""
    intake, __ = decided()
    sign_in(client, intake.pathway.coordinator)
    detail = client.get(reverse("matching:round-detail", args=[intake.uuid])).content.decode()
    address = reverse("matching:round-audit", args=[intake.uuid])
    assert address in detail
    page = in_english(client, "matching:round-audit", intake)
    for name in ("certificate", "inputs", "explanations"):
        assert reverse(f"matching:round-audit-{name}", args=[intake.uuid]) in page
    assert "python3 verify.py full-certificate.json --document certificate.json" in page
    assert "That ratings and refusals are right" in page
    sign_in(client, intake.pathway.coach)
    assert (
        address
        not in client.get(reverse("matching:round-detail", args=[intake.uuid])).content.decode()
    )


EXPLANATIONS = {
    "matching:round-audit-explanations": Door.LIST,
    "round-sealed-explanations": Door.API,
}


@pytest.mark.parametrize("name", EXPLANATIONS)
def test_auditor_takes_along_what_every_student_was_told(client, name):
    """V31, B3, domain.md 4.1: each as it was sealed, in no cache, noted at everybody in it."""
    intake, applications = decided()
    sign_in(client, intake.pathway.coordinator)
    answer = client.get(reverse(name, args=[intake.uuid]))
    document = json.loads(answer.getvalue())
    told = {row["student"]: spelled(row).decode() for row in document["explanations"]}
    assert told == {str(row.lottery_id): row.explanation.canonical for row in applications}
    assert (document["format"], document["round"]) == ("round-explanations/2", str(intake.uuid))
    assert answer["Cache-Control"] == "private, no-store"
    looks = FileRead.objects.values_list("person", "door")
    assert set(looks) == {(row.student.user_id, EXPLANATIONS[name]) for row in applications}


@pytest.mark.parametrize("name", EXPLANATIONS)
def test_before_the_match_nobody_was_told_anything(client, name):
    """B3: 404, and nothing is noted."""
    world = make_intake()
    rated(world)
    sign_in(client, world.coordinator)
    assert client.get(reverse(name, args=[world.intake.uuid])).status_code == 404
    assert not FileRead.objects.exists()


OWN = ["matching:application-explanation", "application-explanation"]


@pytest.mark.parametrize("name", OWN)
def test_student_keeps_the_own_explanation_as_it_was_sealed(client, name):
    """V31, B3: the auditor's program finds it true; one's own file is not noted."""
    intake, (mine, *__) = decided()
    sign_in(client, mine.student.user)
    answer = client.get(reverse(name, args=[mine.uuid]))
    assert hashlib.sha256(answer.content).hexdigest() == mine.explanation.sha256
    assert answer["Content-Disposition"] == 'attachment; filename="explanation.json"'
    assert answer["Cache-Control"] == "private, no-store"
    kept = [("explanation.json", json.loads(answer.content))]
    assert list(verify.check(sealed(intake, SealKind.RESULT), kept)) == []
    assert not FileRead.objects.exists()
    page = in_english(client, "matching:application-detail", mine)
    assert reverse("matching:application-explanation", args=[mine.uuid]) in page


@pytest.mark.parametrize("name", OWN)
def test_an_explanation_is_handed_to_the_institution_and_to_nobody_else(client, name):
    """V27: not to the host, not to another student, and not before the match."""
    world = make_intake(capacity=2)
    mine, other = (rated(world, host=3) for __ in range(2))
    address = reverse(name, args=[mine.uuid])
    sign_in(client, mine.student.user)
    assert client.get(address).status_code == 404
    matched(world)
    for person, status in (
        (world.contact, 404),
        (other.student.user, 404),
        (world.coordinator, 200),
    ):
        sign_in(client, person)
        assert client.get(address).status_code == status
    looks = FileRead.objects.filter(part="matching.Explanation")
    assert [(look.person_id, look.reader) for look in looks] == [
        (mine.student.user_id, world.coordinator)
    ]


def test_scale_that_makes_better_marks_of_all_is_named(client):
    """V31, B3: 4.00 is not told as 8.00, although it was sealed so."""
    world = make_intake(capacity=2)
    rated(world, host=3)
    matched(world)
    sign_in(client, world.coordinator)
    told = json.loads(file_of(client, "matching:round-audit-explanations", world.intake))
    full = sealed(world.intake, SealKind.RESULT)
    before = [(str(kind), sealed(world.intake, kind)) for kind in ("criteria", "inputs")]
    assert list(verify.check(full, [*before, ("told", told)])) == []
    for row in told["explanations"]:
        row["denominator"] //= 2
    hashes = {row["student"]: digest(row) for row in told["explanations"]}
    full["explanations_sha256"] = digest(hashes)
    found = list(verify.check(full, [*before, ("told", told)]))
    assert found == [("told", f"{student}: marks on another scale") for student in hashes]


def test_round_of_nobody_is_checked_as_any_other(client):
    """B3: a document of no explanations, in its shape."""
    world = make_intake()
    matched(world)
    sign_in(client, world.coordinator)
    told = json.loads(file_of(client, "matching:round-audit-explanations", world.intake))
    assert told["explanations"] == []
    full = sealed(world.intake, SealKind.RESULT)
    assert list(verify.check(full, [("told", told)])) == []


def test_round_that_was_matched_before_each_had_an_own_hash_hands_out_no_explanations(client):
    """B3: nobody could check them; the page does not ask for the file."""
    intake = make_round(state=RoundState.PUBLISHED)
    person = intake.pathway.coordinator
    seal(intake, SealKind.INPUTS, {"format": "round-inputs/1"}, actor=person)
    seal(intake, SealKind.RESULT, {"format": "matching-certificate/2"}, actor=person)
    sign_in(client, person)
    address = reverse("matching:round-audit-explanations", args=[intake.uuid])
    assert client.get(address).status_code == 404
    assert "explanations.json" not in in_english(client, "matching:round-audit", intake)
