"""Three parties, one text, one hash."""

import pytest
from django.db import DatabaseError, connection, transaction

from agreements.documents import document_data
from agreements.enums import AgreementState, SigningParty
from agreements.models import AgreementVersion, Signature
from agreements.reports import agreement_timeline, party_lines
from agreements.services import (
    decline_agreement,
    propose_agreement,
    revise_agreement,
    sign_agreement,
)
from core.errors import Invalid, NotNow, Refused
from partnerships.enums import Role
from partnerships.models import Membership
from tests.factories.agreements import make_agreement, sign

pytestmark = pytest.mark.django_db
INSTITUTION, HOST, STUDENT = SigningParty


@pytest.fixture
def agreement(people):
    return make_agreement(people.trajectory, AgreementState.PROPOSED, actor=people.coordinator)


def sign_as(agreement, actor, party, sha256=None):
    sha256 = sha256 or agreement.current_version().sha256
    return sign_agreement(agreement, actor=actor, party=party, sha256=sha256)


def test_three_signatures_make_it_signed(agreement, people):
    """V15: proposed, partly signed, signed."""
    sign_as(agreement, people.student, STUDENT)
    assert agreement.state == AgreementState.PARTIALLY_SIGNED
    sign_as(agreement, people.signatory, HOST)
    assert agreement.state == AgreementState.PARTIALLY_SIGNED
    sign_as(agreement, people.director, INSTITUTION)
    assert agreement.state == AgreementState.SIGNED
    rows = Signature.objects.values_list("party", "signer_name", "sha256")
    sha256 = agreement.current_version().sha256
    assert set(rows) == {
        ("student", str(people.student), sha256),
        ("host", str(people.signatory), sha256),
        ("institution", str(people.director), sha256),
    }


def test_stale_hash_answers_409_and_nothing_is_signed(agreement, people):
    """domain.md 3.5 (EWP): approving a proposal that is no longer the latest is a conflict."""
    old = agreement.current_version().sha256
    revise_agreement(agreement, actor=people.coordinator)
    clause = agreement.clauses.first()
    clause.text_nl = "Andere woorden."
    clause.save()
    propose_agreement(agreement, actor=people.coordinator)
    with pytest.raises(NotNow) as refusal:
        sign_as(agreement, people.student, STUDENT, old)
    assert refusal.value.status == 409
    assert Signature.objects.count() == 0


@pytest.mark.parametrize(
    ("person", "party"),
    [
        ("coach", INSTITUTION),
        ("other_coordinator", INSTITUTION),
        ("contact", HOST),
        ("mentor", HOST),
        ("student", HOST),
        ("signatory", STUDENT),
        ("coordinator", STUDENT),
    ],
)
def test_signing_for_a_party_that_is_not_yours_refused(agreement, people, person, party):
    with pytest.raises(Refused):
        sign_as(agreement, getattr(people, person), party)


def test_signing_for_no_party_at_all_invalid(agreement, people):
    with pytest.raises(Invalid):
        sign_as(agreement, people.student, "neighbour")


def test_contact_signs_where_the_host_has_no_signatory_today(agreement, people, frozen_clock):
    Membership.objects.filter(organisation=people.host_organisation, role=Role.SIGNATORY).update(
        valid_to="2026-09-13"
    )
    assert sign_as(agreement, people.contact, HOST).signer == people.contact


def test_same_party_twice_refused_by_the_service(agreement, people):
    """V15: a party signs a version once, whoever signs."""
    sign_as(agreement, people.director, INSTITUTION)
    with pytest.raises(NotNow):
        sign_as(agreement, people.coordinator, INSTITUTION)


def test_same_party_twice_refused_by_the_database(agreement, people):
    signature = sign_as(agreement, people.student, STUDENT)
    signature.pk, signature.uuid = None, "7d1ac1cc-4c39-43ee-9d3c-0b1d10f3f4b3"
    with pytest.raises(DatabaseError), transaction.atomic():
        signature.save(force_insert=True)


def test_double_role_signs_per_party_and_is_visible(agreement, people):
    """B7: one person for two parties, each by itself, for everybody to see."""
    Membership.objects.create(
        user=people.student,
        organisation=people.host_organisation,
        role=Role.SIGNATORY,
        valid_from="2026-01-01",
    )
    student = type(people.student).objects.get(pk=people.student.pk)
    sign_as(agreement, student, STUDENT)
    assert agreement.open_parties() == [INSTITUTION, HOST]
    sign_as(agreement, student, HOST)
    lines = party_lines(agreement.current_version())
    assert [line.also_for for line in lines] == ["", "student", "host organisation"]
    roles = [line["role"] for line in document_data(agreement.current_version())["signatures"]]
    assert roles[1] == "ondertekenaar voor de gastorganisatie; tekende ook voor de student"


def test_decline_keeps_the_reason_and_stops_signing(agreement, people):
    decline_agreement(agreement, actor=people.student, reason="De uren kloppen niet.")
    assert agreement.state == AgreementState.DECLINED
    assert agreement.decline_reason == "De uren kloppen niet."
    with pytest.raises(NotNow):
        sign_as(agreement, people.signatory, HOST)


def test_decline_without_a_reason_invalid(agreement, people):
    with pytest.raises(Invalid):
        decline_agreement(agreement, actor=people.student, reason=" ")


def test_decline_by_the_coach_refused(agreement, people):
    with pytest.raises(Refused):
        decline_agreement(agreement, actor=people.coach, reason="Neen.")


def test_revise_after_decline_forgets_the_reason_with_the_next_proposal(agreement, people):
    decline_agreement(agreement, actor=people.student, reason="De uren kloppen niet.")
    revise_agreement(agreement, actor=people.coach)
    assert agreement.state == AgreementState.DRAFT
    propose_agreement(agreement, actor=people.coach)
    assert agreement.decline_reason == ""


def test_timeline_tells_who_signed_which_version(agreement, people):
    sign_as(agreement, people.student, STUDENT)
    told = [(e.who, str(e.text), e.detail) for e in agreement_timeline(agreement, people.coach)]
    assert (str(people.student), "signed for the student", "version 1") in told
    assert (str(people.coordinator), "proposed the agreement", "") in told


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agreements_agreementversion SET content = '{}'",
        "UPDATE agreements_agreementversion SET sha256 = repeat('0', 64)",
        "DELETE FROM agreements_agreementversion",
        "UPDATE agreements_signature SET signer_name = 'Iemand anders'",
        "DELETE FROM agreements_signature",
        "UPDATE agreements_conditionevidence SET day = '2030-01-01'",
        "UPDATE agreements_agreement SET state = 'signed'",
        "UPDATE agreements_agreement SET state = 'in_force'",
        "UPDATE agreements_agreement SET state = 'binding'",
    ],
)
def test_database_refuses_to_change_what_was_signed(agreement, people, statement):
    """B1, V15: also raw SQL cannot touch a version or a signature, or skip a state."""
    sign_as(agreement, people.student, STUDENT)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_database_refuses_signed_without_three_signatures(agreement, people):
    """domain.md 8.2: three signatures on the same content."""
    sign(agreement, STUDENT, HOST)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(agreement).objects.filter(pk=agreement.pk).update(state="signed")


def test_database_refuses_a_signature_with_another_hash(agreement, people):
    with pytest.raises(DatabaseError), transaction.atomic():
        Signature.objects.create(
            agreement=agreement,
            version=agreement.current_version(),
            party=STUDENT,
            signer=people.student,
            signer_name="An",
            signer_role="student",
            sha256="0" * 64,
        )


def test_new_agreement_begins_as_a_draft(people):
    draft = make_agreement(people.trajectory)
    values = {"trajectory_id": draft.trajectory_id, "start_date": "2026-09-21"}
    with pytest.raises(DatabaseError), transaction.atomic():
        type(draft).objects.create(**values, end_date="2027-06-25", state="in_force")
    assert AgreementVersion.objects.count() == 0
