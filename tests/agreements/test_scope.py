"""Who sees which agreements. Everywhere, something that could leak exists."""

from datetime import date

import pytest

from agreements.enums import AgreementState
from agreements.models import Agreement, AgreementVersion, Clause, ConditionEvidence, Signature
from agreements.reports import agreement_timeline
from agreements.services import propose_agreement, record_evidence, revise_agreement
from partnerships.enums import Role
from tests.factories.agreements import make_agreement, sign
from tests.factories.partnerships import make_member, make_mentor, make_ministry, make_user
from tests.factories.trajectories import make_student

pytestmark = pytest.mark.django_db


@pytest.fixture
def outsiders(people):
    """People of the same organisations without part in it, and strangers."""
    site = people.trajectory.position.workplace.establishment
    return [
        people.other_coordinator,
        make_mentor(site).user,
        make_student(people.trajectory.pathway.programme).user,
        make_member(Role.ANALYST, make_ministry()),
        make_member(Role.OBSERVER, make_ministry(kind="observer")),
        make_user(is_administrator=True),
    ]


def sees(person, model):
    return list(model.objects.visible_to(person))


def test_draft_exists_for_the_institution_only(people, outsiders):
    agreement = make_agreement(people.trajectory)
    for person in (people.coordinator, people.director, people.coach):
        assert sees(person, Agreement) == [agreement]
        assert len(sees(person, Clause)) == 10
    for person in (people.signatory, people.contact, people.mentor, people.student, *outsiders):
        assert sees(person, Agreement) == []
        assert sees(person, Clause) == []


def test_proposal_exists_for_every_party_and_nobody_else(people, outsiders):
    agreement = make_agreement(people.trajectory, AgreementState.PROPOSED)
    version = agreement.current_version()
    for person in (
        people.coordinator,
        people.coach,
        people.signatory,
        people.contact,
        people.mentor,
        people.student,
    ):
        assert sees(person, Agreement) == [agreement]
        assert sees(person, AgreementVersion) == [version]
    for person in outsiders:
        assert sees(person, Agreement) == []
        assert sees(person, AgreementVersion) == []


def test_what_a_party_signed_stays_readable_while_a_new_version_is_written(people, outsiders):
    """V15: revising hides nothing that was signed, and shows no draft."""
    agreement = make_agreement(people.trajectory, AgreementState.PROPOSED)
    sign(agreement, "student")
    revise_agreement(agreement, actor=people.coordinator)
    assert sees(people.student, Agreement) == [agreement]
    assert len(sees(people.student, Signature)) == 1
    assert sees(people.student, Clause) == []
    propose_agreement(agreement, actor=people.coordinator)
    assert len(sees(people.student, AgreementVersion)) == 2
    for person in outsiders:
        assert sees(person, Signature) == []


def test_evidence_exists_for_the_institution_only(people):
    agreement = make_agreement(people.trajectory, AgreementState.SIGNED)
    record_evidence(
        agreement,
        actor=people.coordinator,
        kind="accident_cover",
        day=agreement.end_date,
        note="Attest",
    )
    assert len(sees(people.coach, ConditionEvidence)) == 1
    assert sees(people.student, ConditionEvidence) == []
    assert sees(people.signatory, ConditionEvidence) == []


def test_visitor_sees_nothing(people):
    from django.contrib.auth.models import AnonymousUser

    make_agreement(people.trajectory, AgreementState.SIGNED)
    for model in (Agreement, AgreementVersion, Clause, Signature):
        assert sees(AnonymousUser(), model) == []


def test_a_mentor_who_left_reads_no_agreement_any_more(people):
    """As the trajectory: being named is not enough, the role must hold today."""
    make_agreement(people.trajectory, AgreementState.PROPOSED)
    people.mentor.memberships.update(valid_from=date(2020, 1, 1), valid_to=date(2026, 9, 13))
    former = type(people.mentor).objects.get(pk=people.mentor.pk)
    for model in (Agreement, AgreementVersion, Signature):
        assert sees(former, model) == []


def test_recorded_evidence_is_in_the_history_of_the_institution_only(people):
    agreement = make_agreement(people.trajectory, AgreementState.SIGNED)
    before = len(agreement_timeline(agreement, people.student))
    record_evidence(
        agreement,
        actor=people.coordinator,
        kind="accident_cover",
        day=agreement.end_date,
        note="Attest",
    )
    readers = (people.coach, people.student, people.signatory, people.mentor)
    counts = [len(agreement_timeline(agreement, reader)) - before for reader in readers]
    assert counts == [1, 0, 0, 0]
