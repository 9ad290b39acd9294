"""The pages, as people use them."""

from datetime import date

import pytest
from django.urls import reverse

from core.people import audience_of
from core.todo import figures_for, todos_for
from partnerships.enums import Role
from tests import people
from tests.factories.partnerships import (
    make_coordinator,
    make_establishment,
    make_host,
    make_member,
    make_mentor,
    make_partnership,
    make_programme,
    make_workplace,
)
from tests.factories.trajectories import (
    make_enrolment,
    make_log_entry,
    make_modality,
    make_outcome,
    make_pathway,
    make_position,
    make_status,
    make_student,
    make_trajectory,
)
from trajectories.enums import LearnerStatus, LogEntryState, PathwayState, Place
from trajectories.models import LogEntry, Pathway, Position

pytestmark = pytest.mark.django_db


def page(name, row=None):
    return reverse(f"trajectories:{name}", args=[row.uuid] if row else [])


def sign_in(client, person) -> None:
    """Sign in, reading English."""
    person.language = "en"
    person.save()
    people.sign_in(client, person)


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def run():
    return make_trajectory(make_position(start_date=date(2026, 9, 1)))


def test_a_coordinator_designs_a_pathway_and_places_its_outcomes(client):
    """V2, V3, V5, V11 on two pages."""
    programme = make_programme()
    outcome = make_outcome(programme)
    coordinator = make_coordinator(programme.institution)
    coach = make_member(Role.COACH, programme.institution)
    sign_in(client, coordinator)
    answer = client.post(
        page("pathway-create"),
        {
            "programme": programme.pk,
            "title_nl": "Keuzetraject techniek",
            "description_nl": "Drie dagen per week.",
            "relevance_nl": "De sector vraagt het.",
            "modality": make_modality().pk,
            "competence_mode": "both",
            "target_group": "whole_programme",
            "academic_year": "2026-2027",
            "start_date": "2026-09-21",
            "end_date": "2027-06-25",
            "wbl_credits": "60",
            "hours_planned": "1650",
            "coordinator": coordinator.pk,
            "coach": coach.pk,
        },
    )
    pathway = Pathway.objects.get()
    assert answer.url == page("pathway-detail", pathway)
    places = {
        f"place_{outcome.pk}": "both",
        f"kind_{outcome.pk}": "acquire",
        f"task_nl_{outcome.pk}": "Meten.",
        f"assessment_moment_{outcome.pk}": "exam",
    }
    client.post(page("pathway-place-outcomes", pathway), places)
    assert [row.place for row in pathway.outcome_locations.all()] == [Place.BOTH]


def test_a_place_without_a_task_comes_back_beside_the_field(client):
    pathway = make_pathway(state=PathwayState.DRAFT)
    outcome = pathway.outcome_locations.get().outcome
    sign_in(client, pathway.coordinator)
    answer = client.post(page("pathway-place-outcomes", pathway), {f"place_{outcome.pk}": "both"})
    assert sorted(answer.context["form"].errors) == [
        f"assessment_moment_{outcome.pk}",
        f"kind_{outcome.pk}",
        f"task_nl_{outcome.pk}",
    ]


def test_conditions_are_written_one_on_a_line(client):
    pathway = make_pathway(state=PathwayState.DRAFT)
    sign_in(client, pathway.coordinator)
    url = page("pathway-set-conditions", pathway)
    client.post(url, {"conditions": "Vak 1 | Course 1\r\nVak 2"})
    shown = client.get(url).context["form"]["conditions"].value()
    assert sorted(shown.splitlines()) == ["Vak 1 | Course 1", "Vak 2"]


def test_the_page_of_a_pathway_shows_gap_remark_and_comparison(client):
    """B2: the gap shows, and the page says that it blocks nothing."""
    pathway = make_pathway(make_programme(total_credits=90, wbl_credits=20), wbl_credits=28)
    make_outcome(pathway.programme)
    sign_in(client, pathway.coordinator)
    shown = text(client.get(page("pathway-detail", pathway)))
    assert shown.count("No place yet") == 1
    assert shown.count("Remarks never block a pathway.") == 1
    assert shown.count("8 credits more at work than the regular route") == 1
    assert shown.count("Less than one third of this associate degree") == 1


def test_who_worked_on_a_design_is_shown_to_the_parties_only(client):
    pathway = make_pathway()
    make_position(pathway)
    name = str(pathway.coordinator)
    found = {}
    for who, person in {
        "coach": pathway.coach,
        "student": make_student(pathway.programme).user,
        "outsider": make_coordinator(),
    }.items():
        sign_in(client, person)
        response = client.get(page("pathway-detail", pathway))
        found[who] = (name in text(response), response.context["timeline"] is not None)
    assert found == {"coach": (True, True), "student": (True, False), "outsider": (False, False)}


def test_a_host_accepts_from_its_to_do_list_and_the_design_is_agreed(client):
    """Journey step 3: the design is made together."""
    pathway, host = make_pathway(state=PathwayState.CO_CREATION), make_host()
    make_position(pathway, host)
    contact = make_member(Role.CONTACT, host)
    sign_in(client, pathway.coordinator)
    client.post(page("pathway-accept", pathway))
    assert [todo.url for todo in todos_for(contact)] == [page("pathway-detail", pathway)]
    sign_in(client, contact)
    client.post(page("pathway-accept", pathway))
    pathway.refresh_from_db()
    assert pathway.state == PathwayState.AGREED
    assert [todo.text for todo in todos_for(pathway.coordinator)] == [
        f"Open {pathway.title}: institution and host agreed"
    ]


def test_a_partner_offers_a_position_and_changes_it(client):
    pathway = make_pathway(state=PathwayState.CO_CREATION)
    host = make_partnership(pathway.programme.institution).host
    workplace = make_workplace(make_establishment(host))
    mentor = make_mentor(workplace.establishment)
    sign_in(client, make_member(Role.CONTACT, host))
    values = {
        "workplace": workplace.pk,
        "mentor": mentor.pk,
        "capacity": "2",
        "weekdays": ["1", "3"],
        "hours_per_week": "16",
        "schedule_nl": "maandag en woensdag",
        "start_date": "2026-09-21",
        "end_date": "2027-06-25",
        "tasks": "Onderhoud.",
    }
    client.post(page("position-create", pathway), values)
    position = Position.objects.get()
    client.post(page("position-edit", position), values | {"capacity": "4"})
    position.refresh_from_db()
    assert (position.capacity, position.weekdays, position.host) == (4, [1, 3], host)
    assert position.minimum == 0
    wrong = client.post(page("position-edit", position), values | {"minimum": "3"})
    assert list(wrong.context["form"].errors) == ["minimum"]
    client.post(page("position-edit", position), values | {"minimum": "2"})
    position.refresh_from_db()
    assert position.minimum == 2
    summary = client.get(page("position-detail", position)).context["summary"]
    told = {str(row[0]): str(row[1]) for row in summary}
    assert told["Code"] == position.code
    assert told["Takes at least so many students, or none"].startswith("2; not in rounds")
    told = client.get(page("pathway-detail", pathway)).content.decode()
    assert "at least 2 students, or none" in told
    foreign = client.post(
        page("position-edit", position), values | {"workplace": make_workplace().pk}
    )
    assert list(foreign.context["form"].errors) == ["workplace"]


def test_the_log_goes_from_student_to_mentor_and_back(client, run):
    """Journey step 6, V13: write, ask, answer, confirm; each finds it on the home page."""
    student, mentor = run.student.user, run.mentor.user
    sign_in(client, student)
    client.post(
        page("trajectory-log", run), {"day": "2026-09-14", "hours": "7.25", "text": "Gemeten."}
    )
    entry = LogEntry.objects.get()
    assert [(todo.text, todo.url) for todo in todos_for(mentor)] == [
        (f"Confirm 1 day in the log of {run.student}", page("trajectory-detail", run) + "#log")
    ]
    sign_in(client, mentor)
    client.post(page("logentry-ask", entry), {"question": "Waarmee?"})
    assert [todo.url for todo in todos_for(student)] == [page("logentry-rewrite", entry)]
    sign_in(client, student)
    form = client.get(page("logentry-rewrite", entry))
    assert form.context["form"]["text"].value() == "Gemeten."
    client.post(
        page("logentry-rewrite", entry),
        {"day": "2026-09-14", "hours": "7.25", "text": "Gemeten.", "answer": "De klauw."},
    )
    sign_in(client, mentor)
    done = client.post(page("logentry-confirm", entry))
    entry.refresh_from_db()
    assert (entry.state, done.url) == (
        LogEntryState.CONFIRMED,
        page("trajectory-detail", run) + "#log",
    )


def test_a_day_in_the_future_comes_back_beside_the_field(client, run):
    sign_in(client, run.student.user)
    answer = client.post(
        page("trajectory-log", run), {"day": "2026-09-15", "hours": "7.25", "text": "Gemeten."}
    )
    assert answer.status_code == 400
    assert answer.context["form"].errors == {"day": ["This day has still to come."]}
    assert answer.context["form"]["text"].value() == "Gemeten."


def test_the_page_of_a_run_shows_progress_and_what_the_reader_can_do(client, run):
    entry = make_log_entry(run, day=date(2026, 9, 14))
    found = {}
    for person in (run.student.user, run.mentor.user, run.coach):
        sign_in(client, person)
        response = client.get(page("trajectory-detail", run))
        assert response.context["progress"].logged == entry.hours
        verbs = [action.name for action in response.context["actions"]]
        found[person] = verbs + [a.name for a in response.context["log"][0]["actions"]]
    assert list(found.values()) == [
        ["log"],
        ["confirm", "ask"],
        ["interrupt", "complete", "end-early"],
    ]


def test_a_coach_has_all_own_students_in_one_list(client, run):
    """V13: hours, last day and what waits, and nobody else's students."""
    make_log_entry(run)
    make_trajectory(make_position(make_pathway(run.pathway.programme)))
    sign_in(client, run.coach)
    response = client.get(page("trajectory-list"), {"whose": "mine"})
    rows = [(row.hours_logged, row.entries_waiting) for row in response.context["object_list"]]
    assert rows == [(7.5, 1)]
    shown = figures_for(run.coach, audience_of(response.wsgi_request))
    url = page("trajectory-list") + "?whose=mine"
    assert [figure.value for figure in shown if figure.url == url] == [1]


def test_the_file_of_a_student_shows_statuses_as_a_history(client):
    student = make_student()
    make_status(student, valid_to=date(2026, 12, 31))
    make_status(student, status=LearnerStatus.EMPLOYEE, valid_from=date(2027, 1, 1))
    make_enrolment(student)
    sign_in(client, student.user)
    assert client.get(page("my-file")).url == page("student-detail", student)
    response = client.get(page("student-detail", student))
    assert [row.status for row in response.context["statuses"]] == [
        LearnerStatus.EMPLOYEE,
        LearnerStatus.STUDENT_UNPAID,
    ]
    assert text(response).count("Tuesday 1 September 2026 until Thursday 31 December 2026") == 1


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("pathway-list", 11),
        ("position-list", 10),
        ("student-list", 10),
        ("trajectory-list", 10),
    ],
)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_for_one_and_three_rows(
    client, django_assert_num_queries, name, queries, rows
):
    pathway = make_pathway()
    for _ in range(rows):
        make_log_entry(make_trajectory(make_position(pathway)))
    for _ in range(rows - 1):
        make_pathway(pathway.programme)
    sign_in(client, pathway.coordinator)
    with django_assert_num_queries(queries):
        response = client.get(page(name), {"page": 1})
    assert len(response.context["object_list"]) == rows


def test_who_worked_on_a_position_is_not_for_students(client):
    """A student reads the place; its history names people of the host."""
    position = make_position(make_pathway())
    address = page("position-detail", position)
    shown = []
    for reader in (make_student(position.pathway.programme).user, position.pathway.coach):
        sign_in(client, reader)
        shown.append(client.get(address).context["timeline"] is not None)
    assert shown == [False, True]


def test_who_left_cannot_be_chosen_as_coach_of_a_design(client):
    pathway = make_pathway(state=PathwayState.DRAFT)
    gone, inactive = (make_member(Role.COACH, pathway.programme.institution) for __ in range(2))
    gone.memberships.update(valid_from=date(2020, 1, 1), valid_to=date(2026, 9, 13))
    type(inactive).objects.filter(pk=inactive.pk).update(is_active=False)
    sign_in(client, pathway.coordinator)
    form = client.get(page("pathway-edit", pathway)).context["form"]
    assert list(form.fields["coach"].queryset) == [pathway.coach]
