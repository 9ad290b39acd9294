"""From a planned trajectory to a frozen version."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agreements.clause_facts import facts_of
from agreements.enums import AgreementState, ClauseCode
from agreements.models import AgreementVersion, ClauseTemplate
from agreements.services import (
    add_clause,
    create_clause_template,
    draft_agreement,
    fill_clause,
    propose_agreement,
    remove_clause,
)
from core.errors import Invalid, NotNow, Refused
from matching.engine.canonical import digest
from matching.enums import ApplicationState, RoundState
from matching.services import accept_offer
from partnerships.models import FrameworkAgreement
from tests.factories.agreements import fill_everything, make_agreement, sign
from tests.factories.matching import (
    make_application,
    make_intake,
    make_own_place,
    make_round,
    matched,
    rated,
)
from tests.factories.trajectories import walk
from trajectories.models import LearnerStatusPeriod, Trajectory
from trajectories.services import end_trajectory_early

pytestmark = pytest.mark.django_db


def facts(agreement, code):
    return agreement.clauses.get(code=code).facts


def test_ten_model_clauses_have_text_in_two_languages_and_a_party():
    """V16 to V25, B1: the ten clauses of the advice, in its order."""
    templates = ClauseTemplate.objects.filter(institution__isnull=True)
    assert [template.code for template in templates] == ClauseCode.values
    for template in templates:
        assert min(len(template.text_nl), len(template.text_en)) > 150, template.code
        assert template.responsible


@pytest.mark.parametrize("code", ClauseCode.values)
def test_every_fact_of_a_clause_has_a_place_in_both_texts(code):
    """B1: what is asked is also written down."""
    template = ClauseTemplate.objects.get(code=code)
    for fact in facts_of(code):
        assert f"%({fact.name})s" in template.text_nl
        assert f"%({fact.name})s" in template.text_en


def test_draft_copies_the_ten_clauses_and_fills_in_what_is_known(people):
    """V15, B1: nobody types what the platform knows."""
    framework = FrameworkAgreement.objects.get(partnership__institution=people.institution)
    agreement = draft_agreement(people.trajectory, actor=people.coordinator)
    assert agreement.state == AgreementState.DRAFT
    assert [clause.code for clause in agreement.clauses.all()] == ClauseCode.values
    assert facts(agreement, "presence") == {
        "hours_per_week": "24.0",
        "hours_total": "1650.0",
        "schedule": "maandag, dinsdag en woensdag",
    }
    assert facts(agreement, "safety") == {
        "guide": str(people.trajectory.mentor),
        "risk_assessment_date": "2025-07-01",
    }
    assert facts(agreement, "costs") == {
        "compensation": framework.compensation,
        "expense_rule": framework.expense_rule,
    }
    assert facts(agreement, "ethics") == {"confidentiality": framework.confidentiality}


@pytest.mark.parametrize(
    ("status", "holder"),
    [
        ("student_unpaid", "institution"),
        ("employee_own_employer", "host_organisation"),
        ("jobseeker_vdab_contract", None),
    ],
)
def test_draft_names_who_insures_by_the_students_status(people, status, holder):
    """V17, domain.md 2.2: the institution for an unpaid student, the employer for an employee."""
    LearnerStatusPeriod.objects.create(
        student=people.trajectory.student,
        status=status,
        valid_from=date(2026, 9, 1),
        evidence_kind="enrolment_certificate",
    )
    agreement = draft_agreement(people.trajectory, actor=people.coordinator)
    expected = {"accident_holder": str(getattr(people, holder))} if holder else {}
    known = {k: v for k, v in facts(agreement, "accident").items() if k == "accident_holder"}
    with_dutch_name = {k: getattr(people, holder).name_nl for k in expected} if holder else {}
    assert known == with_dutch_name


def test_draft_names_the_own_employer_that_was_agreed_at_the_intake():
    """V17, V35: also while no status of the student is registered yet."""
    world = make_intake()
    application = make_application(world.intake, ApplicationState.ELIGIBLE, [world.other_position])
    make_own_place(
        application, world.position, confirmed_by=world.contact, agreed_by=world.coordinator
    )
    matched(world)
    application.refresh_from_db()
    accept_offer(application, actor=application.student.user)
    agreement = draft_agreement(Trajectory.objects.get(), actor=world.coordinator)
    assert facts(agreement, "accident")["accident_holder"] == world.position.host.name_nl


def test_draft_asks_again_who_insures_where_the_student_came_back_by_the_ranking():
    """V17, V35: an employment that ended before says nothing of this trajectory."""
    world = make_intake()
    own = make_application(world.intake, ApplicationState.ELIGIBLE, [world.other_position])
    make_own_place(own, world.position, confirmed_by=world.contact, agreed_by=world.coordinator)
    matched(world)
    own.refresh_from_db()
    accept_offer(own, actor=own.student.user)
    run = Trajectory.objects.get()
    end_trajectory_early(run, actor=run.coach, reason="De arbeidsovereenkomst is beëindigd.")
    again = replace(world, intake=make_round(world.intake.pathway, RoundState.RATING))
    back = rated(again, student=own.student)
    matched(again)
    back.refresh_from_db()
    accept_offer(back, actor=back.student.user)
    run = Trajectory.objects.standing().get()
    assert run.position == world.position
    agreement = draft_agreement(run, actor=world.coordinator)
    assert "accident_holder" not in facts(agreement, "accident")


def test_draft_by_a_stranger_refused(people):
    for person in (people.student, people.contact, people.other_coordinator):
        with pytest.raises(Refused):
            draft_agreement(people.trajectory, actor=person)


def test_draft_twice_refused(people):
    draft_agreement(people.trajectory, actor=people.coach)
    with pytest.raises(NotNow):
        draft_agreement(people.trajectory, actor=people.coach)


def test_draft_of_a_running_trajectory_refused(people):
    walk(people.trajectory, ["running"])
    with pytest.raises(NotNow):
        draft_agreement(people.trajectory, actor=people.coordinator)


def test_own_model_clause_comes_in_the_next_draft_of_that_institution_only(people):
    """V15: the ten are "among others"."""
    own = create_clause_template(
        people.institution,
        actor=people.coordinator,
        title_nl="Auteursrecht",
        title_en="",
        text_nl="Wat de student maakt, blijft van de student.",
        text_en="",
        responsible="together",
    )
    assert draft_agreement(people.trajectory, actor=people.coach).clauses.last().code == own.code
    assert make_agreement().clauses.count() == len(ClauseCode)


def test_own_model_clause_by_another_institution_refused(people):
    with pytest.raises(Refused):
        create_clause_template(people.institution, actor=people.other_coordinator)


def test_fill_stores_facts_by_their_kind(people):
    agreement = draft_agreement(people.trajectory, actor=people.coordinator)
    clause = agreement.clauses.get(code="accident")
    fill_clause(
        clause,
        actor=people.coach,
        facts={"accident_insurer": " Polis & Co ", "accident_valid_to": date(2027, 8, 31)},
    )
    assert clause.facts["accident_insurer"] == "Polis & Co"
    assert clause.facts["accident_valid_to"] == "2027-08-31"
    presence = agreement.clauses.get(code="presence")
    fill_clause(presence, actor=people.coach, facts={"hours_per_week": Decimal("22.50")})
    assert presence.facts["hours_per_week"] == "22.50"


@pytest.mark.parametrize(
    ("code", "fact", "value"),
    [
        ("accident", "accident_valid_to", "31/08/2027"),
        ("presence", "hours_per_week", "veel"),
        ("presence", "hours_per_week", "NaN"),
        ("presence", "hours_per_week", "-1"),
        ("costs", "compensation", "goud"),
        ("costs", "expense_rule", "x" * 2001),
        ("costs", "unknown", "x"),
    ],
)
def test_fill_with_a_wrong_value_names_the_fact(people, code, fact, value):
    agreement = draft_agreement(people.trajectory, actor=people.coordinator)
    clause = agreement.clauses.get(code=code)
    before = dict(clause.facts)
    with pytest.raises(Invalid) as refusal:
        fill_clause(clause, actor=people.coordinator, facts={fact: value})
    assert list(refusal.value.errors) == [fact]
    clause.refresh_from_db()
    assert clause.facts == before


def test_fill_after_the_proposal_refused(people):
    agreement = make_agreement(people.trajectory, AgreementState.PROPOSED)
    with pytest.raises(NotNow):
        fill_clause(agreement.clauses.first(), actor=people.coordinator, text_nl="Anders")


def test_clause_of_the_advice_cannot_be_removed_an_own_clause_can(people):
    agreement = draft_agreement(people.trajectory, actor=people.coordinator)
    with pytest.raises(Invalid):
        remove_clause(agreement.clauses.first(), actor=people.coordinator)
    own = add_clause(
        agreement,
        actor=people.coordinator,
        title_nl="Fiets",
        text_nl="De fiets mag mee.",
        responsible="host",
    )
    assert own.sequence == 11
    remove_clause(own, actor=people.coordinator)
    assert agreement.clauses.count() == 10


def test_propose_names_each_incomplete_clause(people):
    """B1: the gate before the proposal, one sentence per clause."""
    agreement = draft_agreement(people.trajectory, actor=people.coordinator)
    with pytest.raises(NotNow) as refusal:
        propose_agreement(agreement, actor=people.coordinator)
    titles = [clause.title for clause in agreement.incomplete_clauses()]
    assert [str(reason) for reason in refusal.value.reasons] == [
        f"Complete the clause “{title}”." for title in titles
    ]
    assert "Work-accident insurance" in titles
    assert AgreementVersion.objects.count() == 0


def test_clause_with_an_unknown_place_is_incomplete(people):
    agreement = draft_agreement(people.trajectory, actor=people.coordinator)
    fill_everything(agreement, people.coordinator)
    clause = agreement.clauses.get(code="ethics")
    fill_clause(clause, actor=people.coordinator, text_nl="96 % van %(iets)s")
    assert [str(problem) for problem in clause.problems()] == [
        "The text asks for an unknown fact: iets."
    ]
    with pytest.raises(NotNow):
        propose_agreement(agreement, actor=people.coordinator)


def test_propose_freezes_what_is_agreed_with_its_hash(people):
    """V15, domain.md 3.5: content and SHA-256, in both languages."""
    agreement = make_agreement(people.trajectory)
    fill_everything(agreement, people.coordinator)
    version = propose_agreement(agreement, actor=people.coordinator)
    assert agreement.state == AgreementState.PROPOSED
    version.refresh_from_db()
    assert version.number == 1
    assert version.sha256 == digest(version.content)
    content = version.content
    assert content["student"] == {"name": str(people.trajectory.student)}
    assert content["host"]["name"]["nl"] == people.host_organisation.name_nl
    assert content["institution"]["name"]["en"] == people.institution.name_en
    assert [outcome["place"]["en"] for outcome in content["outcomes"]] == ["at the workplace"]
    safety = content["clauses"][5]
    assert safety["title"] == {"nl": "Veiligheid en gezondheid", "en": "Safety and health"}
    assert "15 juni 2026" in safety["text"]["nl"]
    assert "15 June 2026" in safety["text"]["en"]
    assert "%(" not in safety["text"]["nl"] + safety["text"]["en"]
    assert safety["facts"]["risk_assessment_date"] == "2026-06-15"


def test_second_proposal_is_the_next_version_and_the_first_stays(people):
    """V15, domain.md 3.5: amendments never overwrite the first version."""
    from agreements.services import revise_agreement

    agreement = make_agreement(people.trajectory, AgreementState.PROPOSED)
    first = agreement.current_version()
    sign(agreement, "student")
    revise_agreement(agreement, actor=people.coordinator)
    clause = agreement.clauses.get(code="absence")
    fill_clause(clause, actor=people.coordinator, facts={"absence_notification": "bel voor 9 uur"})
    second = propose_agreement(agreement, actor=people.coordinator)
    assert second.number == 2
    assert second.sha256 != first.sha256
    assert first.signatures.count() == 1
    assert second.signatures.count() == 0
    first.refresh_from_db()
    assert "bel voor 9 uur" not in str(first.content)


def test_propose_by_the_host_refused(people):
    agreement = make_agreement(people.trajectory)
    with pytest.raises(Refused):
        propose_agreement(agreement, actor=people.signatory)
