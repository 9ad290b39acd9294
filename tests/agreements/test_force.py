"""In force only when the dated conditions hold; and how it ends."""

from datetime import date

import pytest

from agreements.conditions import conditions_of
from agreements.enums import AgreementState
from agreements.services import (
    activate_agreement,
    cancel_agreement,
    complete_agreement,
    fill_clause,
    propose_agreement,
    record_evidence,
    terminate_agreement,
)
from core.errors import Invalid, NotNow, Refused
from tests.factories.agreements import fill_everything, make_agreement, sign
from tests.factories.partnerships import make_coordinator, make_recognition
from trajectories.enums import TrajectoryState

pytestmark = pytest.mark.django_db


def signed_with(people, code, **facts):
    """A signed agreement in which one clause states something else."""
    agreement = make_agreement(people.trajectory, actor=people.coordinator)
    fill_everything(agreement, people.coordinator)
    fill_clause(agreement.clauses.get(code=code), actor=people.coordinator, facts=facts)
    propose_agreement(agreement, actor=people.coordinator)
    sign(agreement, "institution", "host", "student")
    return agreement


def unmet(agreement):
    return [str(sentence) for sentence in agreement.unmet_conditions()]


def test_activate_puts_in_force_and_starts_the_trajectory(people):
    """V36: only the institution activates; the run starts with it."""
    agreement = make_agreement(people.trajectory, AgreementState.SIGNED)
    activate_agreement(agreement, actor=people.coordinator)
    assert agreement.state == AgreementState.IN_FORCE
    people.trajectory.refresh_from_db()
    assert people.trajectory.state == TrajectoryState.RUNNING


def test_activate_by_others_than_the_institutions_leaders_refused(people):
    """V36: not the coach, not the host, not the student."""
    agreement = make_agreement(people.trajectory, AgreementState.SIGNED)
    for person in (people.coach, people.signatory, people.student, people.other_coordinator):
        with pytest.raises(Refused):
            activate_agreement(agreement, actor=person)


def test_activate_before_the_third_signature_refused(people):
    agreement = make_agreement(people.trajectory, AgreementState.PARTIALLY_SIGNED)
    with pytest.raises(NotNow):
        activate_agreement(agreement, actor=people.coordinator)


def test_risk_assessment_older_than_a_year_on_the_first_day_stops_activation(people):
    """V21, domain.md 2.4 and 8.2: renewed at least yearly, by the dated rule."""
    agreement = signed_with(people, "safety", risk_assessment_date=date(2025, 9, 20))
    assert unmet(agreement) == [
        "The risk assessment of 20 September 2025 is too old on the first day."
    ]
    with pytest.raises(NotNow) as refusal:
        activate_agreement(agreement, actor=people.coordinator)
    assert [str(reason) for reason in refusal.value.reasons] == unmet(agreement)
    people.trajectory.refresh_from_db()
    assert people.trajectory.state == TrajectoryState.PLANNED


def test_risk_assessment_of_exactly_a_year_before_holds(people):
    """V21: the first day is 21 September 2026."""
    agreement = signed_with(people, "safety", risk_assessment_date=date(2025, 9, 21))
    assert unmet(agreement) == []


def test_newer_risk_assessment_of_the_recognition_counts(people):
    """V21: what lives elsewhere is read from there."""
    people.trajectory.position.workplace.establishment.recognitions.update(
        decided_on=date(2025, 9, 1), risk_assessment_date=date(2025, 8, 30)
    )
    agreement = signed_with(people, "safety", risk_assessment_date=date(2025, 7, 1))
    assert unmet(agreement) == [
        "The risk assessment of 30 August 2025 is too old on the first day."
    ]


def test_newer_evidence_mends_a_condition_without_touching_the_text(people):
    """B1: the signed version stays as it was signed."""
    agreement = signed_with(people, "safety", risk_assessment_date=date(2025, 7, 1))
    sha256 = agreement.current_version().sha256
    record_evidence(
        agreement,
        actor=people.coordinator,
        kind="risk_assessment",
        day=date(2026, 9, 1),
        note="Verslag preventiedienst",
    )
    assert unmet(agreement) == []
    assert agreement.current_version().sha256 == sha256
    activate_agreement(agreement, actor=people.coordinator)
    assert agreement.state == AgreementState.IN_FORCE


@pytest.mark.parametrize(
    ("kind", "day", "note", "field"),
    [
        ("risk_assessment", date(2026, 9, 15), "Verslag", "day"),
        ("accident_cover", date(2027, 8, 31), " ", "note"),
        ("weather", date(2026, 9, 1), "Verslag", "kind"),
    ],
)
def test_evidence_that_is_not_right_names_the_field(people, kind, day, note, field):
    agreement = make_agreement(people.trajectory, AgreementState.SIGNED)
    with pytest.raises(Invalid) as refusal:
        record_evidence(agreement, actor=people.coordinator, kind=kind, day=day, note=note)
    assert list(refusal.value.errors) == [field]


def test_evidence_by_the_host_refused(people):
    agreement = make_agreement(people.trajectory, AgreementState.SIGNED)
    with pytest.raises(Refused):
        record_evidence(
            agreement, actor=people.signatory, kind="accident_cover", day=date(2028, 1, 1), note="x"
        )


def test_evidence_once_in_force_refused(people):
    agreement = make_agreement(people.trajectory, AgreementState.IN_FORCE)
    with pytest.raises(NotNow):
        record_evidence(
            agreement,
            actor=people.coordinator,
            kind="accident_cover",
            day=date(2028, 1, 1),
            note="x",
        )


@pytest.mark.parametrize(
    ("code", "fact", "title"),
    [
        ("accident", "accident_valid_to", "Work-accident insurance"),
        ("liability", "liability_valid_to", "Liability insurance"),
    ],
)
def test_cover_that_ends_before_the_last_day_stops_activation(people, code, fact, title):
    """V17, V18: covered until the end; a longer cover can be recorded."""
    agreement = signed_with(people, code, **{fact: date(2027, 6, 24)})
    assert unmet(agreement) == [f"The cover does not last until the end: {title}."]
    record_evidence(
        agreement,
        actor=people.coordinator,
        kind=f"{code}_cover",
        day=date(2027, 6, 25),
        note="Verlengd",
    )
    assert unmet(agreement) == []


def test_recognition_that_ended_before_the_first_day_stops_activation(people):
    """V32, V34: recognised by this institution, for this programme, on the first day."""
    agreement = make_agreement(people.trajectory, AgreementState.SIGNED)
    site = people.trajectory.position.workplace.establishment
    site.recognitions.update(valid_to=date(2026, 9, 20))
    assert unmet(agreement) == [f"{site} is not recognised for this programme on the first day."]
    make_recognition(
        people.trajectory.pathway.programme,
        site,
        valid_from=date(2026, 9, 21),
        valid_to=date(2031, 8, 31),
        decided_on=date(2026, 9, 10),
    )
    assert unmet(agreement) == []


def test_conditions_are_shown_one_by_one_also_when_they_hold(people):
    agreement = make_agreement(people.trajectory, AgreementState.SIGNED)
    assert [(str(c.title), c.holds) for c in conditions_of(agreement)] == [
        ("Risk assessment", True),
        ("Work-accident insurance", True),
        ("Liability insurance", True),
        ("Recognition", True),
        ("Mentor and substitute", True),
    ]


def test_complete_and_terminate_end_it(people):
    agreement = make_agreement(people.trajectory, AgreementState.IN_FORCE)
    complete_agreement(agreement, actor=people.director)
    assert agreement.state == AgreementState.COMPLETED


def test_terminate_needs_a_reason(people):
    """V24: ended early with its reason."""
    agreement = make_agreement(people.trajectory, AgreementState.IN_FORCE)
    with pytest.raises(Invalid):
        terminate_agreement(agreement, actor=people.director, reason="")
    terminate_agreement(agreement, actor=people.director, reason="De ploeg stopt.")
    assert (agreement.state, agreement.end_reason) == ("terminated", "De ploeg stopt.")


def test_cancel_before_force_only(people):
    agreement = make_agreement(people.trajectory, AgreementState.SIGNED)
    with pytest.raises(Refused):
        cancel_agreement(agreement, actor=people.student, reason="Ik stop.")
    cancel_agreement(agreement, actor=people.coordinator, reason="De plaats gaat niet door.")
    assert agreement.state == AgreementState.CANCELLED
    other = make_agreement(state=AgreementState.IN_FORCE)
    actor = make_coordinator(other.institution)
    with pytest.raises(NotNow):
        cancel_agreement(other, actor=actor, reason="Te laat.")
