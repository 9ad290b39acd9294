"""A coordinator brings in what is the own institution's, and nothing of another's."""

import pytest

from accounts.models import User
from core.errors import Refused
from core.importing import importer_named, importers_for, preview_import, run_import
from partnerships.models import EstablishmentUnit, Membership, Organisation, Programme, Recognition
from tests.factories.partnerships import (
    make_coordinator,
    make_establishment,
    make_host,
    make_institution,
    make_member,
    make_partnership,
    make_programme,
    make_recognition,
    make_user,
    number,
)
from tests.factories.trajectories import make_pathway, make_position, make_student
from tests.sample import csv_file
from trajectories.enums import PathwayState
from trajectories.models import EligibilityCondition, Position, Student

pytestmark = pytest.mark.django_db

PEOPLE = "email,first_name,last_name,role,organisation_code,language,job_title,valid_from\n"
STUDENTS = (
    "email,student_number,first_name,last_name,institution_code,programme_code,language,"
    "learner_status,working_student,entry_route,own_employer_code,home_postcode,"
    "birth_year_band,credits_earned\n"
)


def found(outcome) -> list[tuple]:
    return [(p.line, p.column, p.value, str(p.reason)) for p in outcome.problems]


def bring(name: str, text: str, actor):
    return run_import(importer_named(name), csv_file(text), actor=actor)


def person_line(organisation, email="ann@voorbeeld.example", role="host_contact", last="Nys"):
    return f"{email},Ann,{last},{role},{organisation.code},nl,Contact,2026-01-01\n"


def student_line(programme, email="sam@student.example", last="Maes") -> str:
    codes = f"{programme.institution.code},{programme.code}"
    return f"{email},S0000001,Sam,{last},{codes},nl,student_unpaid,no,regular,,8790,2000-2004,0\n"


def test_coordinator_sees_the_own_kinds_and_administrator_the_reference_data():
    kinds = {one.name for one in importers_for(make_coordinator())}
    assert kinds == {
        "organisations",
        "establishments",
        "people",
        "mentors",
        "programmes",
        "learning_outcomes",
        "pathways",
        "outcome_placements",
        "eligibility",
        "positions",
        "limits",
        "frameworks",
        "recognitions",
        "students",
        "student_status_periods",
        "enrolments",
        "intake_criteria",
        "eligibility_answers",
        "ratings",
    }
    administrator = {one.name for one in importers_for(make_user(is_administrator=True))}
    assert administrator == {
        "institutions",
        "organisations",
        "other_organisations",
        "establishments",
        "modalities",
        "pilots",
    }


@pytest.mark.parametrize("role", ["trajectory_coach", "programme_director", "student"])
def test_others_than_coordinators_are_refused(role):
    actor = make_member(role, make_institution())
    with pytest.raises(Refused):
        preview_import(importer_named("students"), csv_file(STUDENTS), actor=actor)


def test_students_of_another_institution_are_problems_and_nothing_is_written():
    """D4: a coordinator writes nothing of another institution; all or nothing per file."""
    ours, theirs = make_programme(), make_programme()
    actor = make_coordinator(ours.institution)
    text = STUDENTS + student_line(ours) + student_line(theirs, email="lou@student.example")
    outcome = bring("students", text, actor)
    reason = "This belongs to another institution."
    assert found(outcome) == [(3, "email", "lou@student.example", reason)]
    assert [outcome.made, Student.objects.count()] == [0, 0]
    assert not User.objects.filter(email="sam@student.example").exists()


def test_students_of_the_own_institution_come_in():
    ours = make_programme()
    outcome = bring("students", STUDENTS + student_line(ours), make_coordinator(ours.institution))
    assert [found(outcome), outcome.made] == [[], 1]
    student = Student.objects.get()
    assert [student.institution, student.user.email] == [ours.institution, "sam@student.example"]
    assert Membership.objects.get(user=student.user).role == "student"


def test_a_person_known_elsewhere_is_not_renamed():
    ours = make_programme()
    elsewhere = make_student(user=make_member("student", make_institution()))
    line = student_line(ours, email=elsewhere.user.email, last="Anders")
    outcome = bring("students", STUDENTS + line, make_coordinator(ours.institution))
    reason = "This person also works or studies elsewhere; only they can change their own data."
    assert found(outcome) == [(2, "email", elsewhere.user.email, reason)]
    elsewhere.user.refresh_from_db()
    assert elsewhere.user.last_name != "Anders"


def test_a_row_of_another_institution_cannot_be_taken_over_by_its_code():
    ours, theirs = make_programme(), make_programme()
    actor = make_coordinator(ours.institution)
    text = (
        "programme_code,institution_code,name_nl,name_en,programme_type,qualification_kind,"
        "qf_level,total_credits,wbl_credits,isced_f,language,shortage_occupation,track,"
        "vdab_recognised,director_email\n"
        f"{theirs.code},{ours.institution.code},Graduaat,,associate_degree,educational,5,120,45,"
        f"0714,nl,no,day,no,{ours.director.email}\n"
    )
    outcome = bring("programmes", text, actor)
    reason = "This belongs to another institution."
    assert found(outcome) == [(2, "programme_code", theirs.code, reason)]
    assert Programme.objects.get(code=theirs.code).institution == theirs.institution


def test_people_of_a_host_shared_with_others_are_not_for_one_institution_to_name():
    """Who speaks for a host sees every institution's students there."""
    host, institution = make_host(), make_institution()
    make_partnership(institution, host)
    make_partnership(make_institution(), host)
    outcome = bring("people", PEOPLE + person_line(host), make_coordinator(institution))
    reason = "Another institution works with this host too."
    assert found(outcome) == [(2, "email", "ann@voorbeeld.example", reason)]


def test_people_of_the_own_host_and_institution_come_in():
    host, institution = make_host(), make_institution()
    make_partnership(institution, host)
    coach = person_line(institution, "bo@voorbeeld.example", "trajectory_coach")
    outcome = bring("people", PEOPLE + person_line(host) + coach, make_coordinator(institution))
    assert [found(outcome), outcome.made] == [[], 2]


def test_people_of_another_institution_are_problems():
    institution = make_institution()
    line = person_line(make_institution(), role="wbl_coordinator")
    outcome = bring("people", PEOPLE + line, make_coordinator(institution))
    reason = "This belongs to another institution."
    assert found(outcome) == [(2, "email", "ann@voorbeeld.example", reason)]


ESTABLISHMENTS = (
    "establishment_number,organisation_code,name,street,house_number,box,postcode,municipality,"
    "province_code,is_main,public_transport,wheelchair_accessible,valid_from\n"
)


def site_line(key, host) -> str:
    return f"{key},{host.code},Nieuwe naam,Dijk,1,,9000,Gent,BE-VOV,yes,no,no,2020-01-01\n"


def test_any_coordinator_adds_a_site_but_changes_none_of_a_shared_host():
    host, institution = make_host(), make_institution()
    make_partnership(make_institution(), host)
    site, actor = make_establishment(host), make_coordinator(institution)
    added = bring("establishments", ESTABLISHMENTS + site_line(number("8"), host), actor)
    assert [found(added), added.made] == [[], 1]
    changed = bring("establishments", ESTABLISHMENTS + site_line(site.number, host), actor)
    reason = "Another institution works with this host too."
    assert found(changed) == [(2, "establishment_number", site.number, reason)]
    assert not EstablishmentUnit.objects.filter(pk=site.pk, name="Nieuwe naam").exists()


def test_recognition_of_another_institution_stays_as_it_is():
    """V34: each institution judges its own workplaces."""
    recognition = make_recognition()
    ours = make_programme()
    reviewers = f"{make_coordinator(ours.institution).email}|{ours.director.email}"
    text = (
        "recognition_code,institution_code,establishment_number,programme_code,valid_from,"
        "valid_to,judgement,conditions_nl,decided_on,reviewer_emails,risk_assessment_date\n"
        f"{recognition.code},{ours.institution.code},{recognition.establishment.number},"
        f"{ours.code},2026-09-01,2030-08-31,meets,,2026-08-01,{reviewers},2026-07-01\n"
    )
    outcome = bring("recognitions", text, make_coordinator(ours.institution))
    reason = "This belongs to another institution."
    assert found(outcome) == [(2, "recognition_code", recognition.code, reason)]
    assert Recognition.objects.get().institution == recognition.institution


def test_an_agreed_design_is_not_changed_by_a_file():
    """V4: what institution and hosts agreed on, nobody changes from outside."""
    pathway = make_pathway(state=PathwayState.AGREED)
    text = f"condition_code,pathway_code,text_nl,text_en\nC1,{pathway.code},Is ingeschreven.,\n"
    outcome = bring("eligibility", text, None)
    reason = "Institution and hosts agreed on this design already; change it together."
    assert found(outcome) == [(2, "condition_code", "C1", reason)]
    assert not EligibilityCondition.objects.exists()


def test_an_institution_is_never_turned_into_a_host_by_its_code():
    institution = make_institution()
    text = (
        "organisation_code,name,legal_form,organisation_kind,enterprise_number,nace_division,"
        "nace_section,sector_nl,sector_en,employees,size_class,is_one_person,email\n"
        f"{institution.code},Bedrijf,NV,company,{number('1')},28,C,Machines,Machinery,140,"
        "medium,no,info@bedrijf.example\n"
    )
    outcome = bring("organisations", text, make_coordinator(institution))
    assert [problem.line for problem in outcome.problems] == [2]
    assert Organisation.objects.get(code=institution.code).kind == "institution"


def test_who_is_named_must_have_the_role_in_that_very_organisation():
    ours = make_programme()
    stranger = make_member("programme_director", make_institution())
    text = (
        "programme_code,institution_code,name_nl,name_en,programme_type,qualification_kind,"
        "qf_level,total_credits,wbl_credits,isced_f,language,shortage_occupation,track,"
        "vdab_recognised,director_email\n"
        f"NEW,{ours.institution.code},Graduaat,,associate_degree,educational,5,120,45,0714,nl,"
        f"no,day,no,{stranger.email}\n"
    )
    outcome = bring("programmes", text, make_coordinator(ours.institution))
    reason = "This person does not have that role in the organisation of this line."
    assert found(outcome) == [(2, "director_email", stranger.email, reason)]


@pytest.mark.parametrize(
    ("column", "cell", "kept"),
    [("", "", 2), (",minimum", ",", 0), (",minimum", ",3", 3), (",minimum", ",1", None)],
)
def test_a_file_without_minimum_leaves_it_as_it_is(column, cell, kept):
    """V27: files of before the minimum still come in; an empty cell is none."""
    position = make_position(capacity=4, minimum=2)
    site, mentor = position.workplace.establishment, position.mentor.user
    header = (
        "position_code,establishment_number,pathway_code,capacity,mentor_email,weekdays,"
        f"hours_per_week,schedule_nl,start_date,end_date,tasks{column}\n"
    )
    line = (
        f"{site.number},{position.pathway.code},4,{mentor.email},1|2,16,ma en di,"
        f"2026-09-21,2027-06-25,Taken{cell}\n"
    )
    outcome = bring("positions", f"{header}{position.code},{line}NEW-1,{line}", None)
    found = dict(Position.objects.values_list("code", "minimum"))
    if kept is None:
        assert "or that minimum is 1" in str(outcome.problems[0].reason)
        kept, made = 2, None
    else:
        assert not outcome.problems
        made = 0 if kept == 2 else kept
    assert (found[position.code], found.get("NEW-1")) == (kept, made)


def test_a_position_stays_in_its_pathway():
    position = make_position()
    other = make_pathway(position.pathway.programme)
    site, mentor = position.workplace.establishment, position.mentor.user
    text = (
        "position_code,establishment_number,pathway_code,capacity,mentor_email,weekdays,"
        "hours_per_week,schedule_nl,start_date,end_date,tasks\n"
        f"{position.code},{site.number},{other.code},2,{mentor.email},1|2,16,ma en di,"
        "2026-09-21,2027-06-25,Taken\n"
    )
    outcome = bring("positions", text, None)
    reason = "A position stays in its pathway; make a new one."
    assert found(outcome) == [(2, "pathway_code", other.code, reason)]
