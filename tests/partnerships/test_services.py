"""Recognising, working together, arranging."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from core.constraints import ENDS_BEFORE_START
from core.errors import Invalid, Refused
from partnerships import services
from partnerships.enums import Compensation, Judgement, Role
from partnerships.models import FrameworkAgreement, Partnership, Recognition
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make.make_programme()


@pytest.fixture
def coordinator(programme):
    return make.make_coordinator(programme.institution)


def values(programme, coordinator, **changes):
    return {
        "valid_from": date(2026, 9, 15),
        "valid_to": date(2031, 9, 14),
        "judgement": Judgement.MEETS,
        "conditions_nl": "",
        "decided_on": date(2026, 9, 14),
        "risk_assessment_date": date(2026, 9, 1),
        "first_reviewer": coordinator,
        "second_reviewer": programme.director,
    } | changes


def recognise(programme, coordinator, **changes):
    actor = changes.pop("actor", coordinator)
    establishment = changes.pop("establishment", None) or make.make_establishment()
    return services.recognise_establishment(
        establishment,
        actor=actor,
        programme=programme,
        **values(programme, coordinator, **changes),
    )


def test_recognition_is_made_for_one_programme_and_site(programme, coordinator):
    """V32: a site is judged by two people before students are placed there."""
    recognition = recognise(programme, coordinator)
    assert list(Recognition.objects.all()) == [recognition]
    assert recognition.institution == programme.institution
    assert recognition.code == "REC-001"


def test_recognition_by_another_institution_is_refused(programme, coordinator):
    """V34: each institution decides for itself."""
    with pytest.raises(Refused):
        recognise(programme, coordinator, actor=make.make_coordinator())
    assert Recognition.objects.count() == 0


def test_recognition_by_a_coach_is_refused(programme, coordinator):
    coach = make.make_member(Role.COACH, programme.institution)
    with pytest.raises(Refused, match="coordinator or programme director"):
        recognise(programme, coordinator, actor=coach)


def test_recognition_needs_reviewers_of_the_institution(programme, coordinator):
    with pytest.raises(Invalid) as refusal:
        recognise(programme, coordinator, second_reviewer=make.make_coordinator())
    assert list(refusal.value.errors) == ["second_reviewer"]


def test_recognition_lasts_at_most_five_years(programme, coordinator):
    """domain.md 2.10: valid five years, a dated rule."""
    with pytest.raises(Invalid) as refusal:
        recognise(programme, coordinator, valid_to=date(2031, 9, 15))
    assert list(refusal.value.errors) == ["valid_to"]


def test_recognition_that_ends_before_it_starts_is_told_so(programme, coordinator):
    with pytest.raises(Invalid) as refused:
        recognise(programme, coordinator, valid_to=date(2026, 9, 14))
    assert refused.value.errors["valid_to"] == [ENDS_BEFORE_START]


def test_recognitions_of_a_site_and_programme_do_not_overlap(programme, coordinator):
    site = make.make_establishment()
    recognise(programme, coordinator, establishment=site)
    with pytest.raises(Invalid):
        recognise(
            programme,
            coordinator,
            establishment=site,
            valid_from=date(2031, 9, 14),
            valid_to=date(2032, 9, 13),
        )
    assert Recognition.objects.count() == 1


def test_one_institutions_verdict_does_not_bind_another(programme, coordinator):
    """V34: another institution may judge the same site otherwise."""
    site = make.make_establishment()
    recognise(programme, coordinator, establishment=site)
    other = make.make_programme()
    other_coordinator = make.make_coordinator(other.institution)
    verdict = recognise(
        other,
        other_coordinator,
        establishment=site,
        judgement=Judgement.CONDITIONAL,
        conditions_nl="Een tweede mentor.",
    )
    assert list(Recognition.objects.visible_to(other_coordinator)) == [verdict]


def test_database_refuses_one_reviewer_twice(programme, coordinator):
    recognition = recognise(programme, coordinator)
    with (
        pytest.raises(IntegrityError, match="a_recognition_has_two_different_reviewers"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE partnerships_recognition SET second_reviewer_id = first_reviewer_id"
            " WHERE id = %s",
            [recognition.pk],
        )


def test_partnership_starts_once():
    """V41: durable cooperation begins with a partnership."""
    host, coordinator = make.make_host(), make.make_coordinator()
    institution = coordinator.memberships.get().organisation
    start = {"actor": coordinator, "institution": institution, "started_on": date(2026, 9, 14)}
    partnership = services.start_partnership(host, **start)
    with pytest.raises(Invalid):
        services.start_partnership(host, **start)
    assert list(Partnership.objects.all()) == [partnership]


def test_partnership_for_another_institution_is_refused():
    with pytest.raises(Refused):
        services.start_partnership(
            make.make_host(),
            actor=make.make_coordinator(),
            institution=make.make_institution(),
            started_on=date(2026, 9, 14),
        )


ARRANGED = {
    "signed_on": date(2026, 9, 14),
    "valid_from": date(2026, 9, 14),
    "valid_to": date(2030, 8, 31),
    "review_due": date(2027, 5, 31),
    "objectives": "Leren in echte opdrachten.",
    "assessment": "De instelling beoordeelt.",
    "teaching_organisation": "Vaste dagen.",
    "entry_competences": "Practicum.",
    "exit_competences": "Volgens het traject.",
    "materials": "Werkkledij.",
    "content": "Vanuit de werkplek.",
    "guidance": "Wekelijks gesprek.",
    "compensation": Compensation.NONE,
    "expense_rule": "Openbaar vervoer.",
    "confidentiality": "Niets naar buiten.",
}


def test_arrangements_are_recorded_before_the_start():
    """V12: objectives, assessment, organisation, competences, materials, content, guidance."""
    partnership = make.make_partnership()
    coordinator = make.make_coordinator(partnership.institution)
    people = {
        "coordinator": coordinator,
        "host_signatory": make.make_member(Role.SIGNATORY, partnership.host),
    }
    framework = services.arrange_framework(partnership, actor=coordinator, **ARRANGED, **people)
    assert list(FrameworkAgreement.objects.all()) == [framework]


@pytest.mark.parametrize("name", ["objectives", "assessment", "guidance", "expense_rule"])
def test_no_arrangement_of_the_advice_can_be_left_out(name):
    """V12, V46: an empty arrangement is refused, and the field is named."""
    partnership = make.make_partnership()
    coordinator = make.make_coordinator(partnership.institution)
    people = {
        "coordinator": coordinator,
        "host_signatory": make.make_member(Role.SIGNATORY, partnership.host),
    }
    with pytest.raises(Invalid) as refusal:
        services.arrange_framework(
            partnership, actor=coordinator, **(ARRANGED | people | {name: ""})
        )
    assert list(refusal.value.errors) == [name]


@pytest.mark.parametrize(
    ("field", "stranger"),
    [
        ("host_signatory", lambda p: make.make_coordinator(p.institution)),
        ("host_signatory", lambda p: make.make_member(Role.CONTACT, make.make_host())),
        ("coordinator", lambda p: make.make_coordinator()),
        ("coordinator", lambda p: make.make_coordinator(p.institution, is_active=False)),
    ],
)
def test_arrangements_are_signed_for_by_the_two_partners(field, stranger):
    """V12: over the API too, and nobody learns a name by naming somebody."""
    partnership = make.make_partnership()
    coordinator = make.make_coordinator(partnership.institution)
    people = {
        "host_signatory": make.make_member(Role.SIGNATORY, partnership.host),
        "coordinator": coordinator,
    }
    with pytest.raises(Invalid) as refusal:
        services.arrange_framework(
            partnership, actor=coordinator, **people | {field: stranger(partnership)}
        )
    assert list(refusal.value.errors) == [field]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE partnerships_recognition SET institution_id = %(other)s",
        "UPDATE partnerships_partnership SET institution_id = %(host)s, host_id = %(other)s",
        "UPDATE partnerships_membership SET role = 'wbl_coordinator' WHERE role = 'mentor'",
        "UPDATE partnerships_membership SET role = 'host_contact' WHERE role = 'wbl_coordinator'",
    ],
)
def test_database_refuses_what_belongs_to_another_kind_or_institution(statement):
    """V34: also for raw SQL, a role opens doors in its own kind of organisation only."""
    make.make_recognition()
    make.make_partnership()
    make.make_coordinator()
    make.make_mentor()
    keys = {"other": make.make_institution().pk, "host": make.make_host().pk}
    with (
        pytest.raises(IntegrityError, match="does not agree"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, keys)
