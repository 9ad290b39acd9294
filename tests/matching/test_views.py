"""The pages of the intake, as each of its people uses them."""

import hashlib
import re
from datetime import date
from uuid import UUID

import pytest
from django.conf import settings
from django.urls import reverse

from matching import services
from matching.enums import ApplicationState, RefusalReason, RoundState
from matching.models import Acceptability, Application, IntakeRound, Offer, Rating, RoundSeal
from matching.services.lottery import own_secret
from partnerships.enums import Role
from tests import people
from tests.factories.matching import (
    make_application,
    make_condition,
    make_intake,
    make_ratings,
    make_round,
    marks_for,
    matched,
    rated,
)
from tests.factories.partnerships import make_institution, make_member
from tests.factories.trajectories import make_pathway, make_position, make_student
from trajectories.models import Trajectory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    def as_person(user):
        people.sign_in(client, user)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client

    return as_person


def page(name, obj):
    return reverse(f"matching:{name}", args=[obj.uuid])


def words(response) -> str:
    """The text of the page's main part without tags, spaces single."""
    body = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


@pytest.mark.parametrize("rows", [1, 3])
def test_round_list_asks_the_same_queries_for_one_and_three(
    rows, sign_in, django_assert_num_queries
):
    pathway = make_pathway()
    for __ in range(rows):
        intake = make_round(pathway, RoundState.OPEN)
        make_application(intake, ApplicationState.SUBMITTED)
    client = sign_in(pathway.coordinator)
    with django_assert_num_queries(7):
        response = client.get(reverse("matching:round-list"))
    assert len(response.context["table"].rows) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_application_list_asks_the_same_queries_for_one_and_three(
    rows, sign_in, django_assert_num_queries
):
    world = make_intake()
    for __ in range(rows):
        make_application(world.intake, ApplicationState.SUBMITTED)
    client = sign_in(world.coach)
    with django_assert_num_queries(10):
        response = client.get(reverse("matching:application-list"), {"page": 1})
    assert len(response.context["table"].rows) == rows


def test_a_coordinator_makes_edits_and_publishes_a_round(sign_in):
    """V28: criteria, weights and dates are set in the browser and published before it opens."""
    pathway = make_pathway()
    client = sign_in(pathway.coordinator)
    values = {
        "pathway": pathway.pk,
        "name": "Intake najaar",
        "opens_on": "2026-09-15",
        "closes_on": "2026-09-30",
        "institution_weight": 1,
        "host_weight": 2,
    }
    client.post(reverse("matching:round-create"), values)
    intake = IntakeRound.objects.get()
    client.post(page("round-edit", intake), values | {"name": "Intake herfst"})
    client.post(page("round-publish", intake))
    intake.refresh_from_db()
    found = (intake.name, intake.host_weight, intake.state)
    assert found == ("Intake herfst", 2, RoundState.PUBLISHED)
    assert RoundSeal.objects.count() == 1


def criteria_data(intake, **changes):
    rows = list(intake.criteria.all())
    data = {"form-TOTAL_FORMS": len(rows) + 1, "form-INITIAL_FORMS": len(rows)}
    names = [
        f"{n}_{lang}" for n in ("name", "anchor_1", "anchor_3", "anchor_5") for lang in ("nl", "en")
    ]
    for number, row in enumerate(rows):
        for name in ("code", "weight", *names):
            data[f"form-{number}-{name}"] = getattr(row, name)
    return data | changes


def test_the_criteria_page_saves_weights_and_shows_their_sum(sign_in):
    """V28: weights can change while the round is a draft."""
    intake = make_round()
    client = sign_in(intake.pathway.coordinator)
    response = client.post(
        page("round-set-criteria", intake), criteria_data(intake, **{"form-0-weight": 20})
    )
    assert response.status_code == 302
    assert list(intake.criteria.values_list("weight", flat=True)) == [20, 20, 20, 15, 10, 10]
    response = client.get(page("round-set-criteria", intake))
    assert response.context["weight_sum"] == 95


def test_the_criteria_page_takes_a_criterion_away(sign_in):
    intake = make_round()
    client = sign_in(intake.pathway.coordinator)
    client.post(
        page("round-set-criteria", intake), criteria_data(intake, **{"form-5-DELETE": "on"})
    )
    codes = list(intake.criteria.values_list("code", flat=True))
    assert codes == ["MOT", "RDY", "LRN", "ENT", "COM"]


def test_the_criteria_page_keeps_what_was_typed_after_a_mistake(sign_in):
    intake = make_round()
    client = sign_in(intake.pathway.coordinator)
    data = criteria_data(intake, **{"form-0-name_nl": "", "form-1-name_nl": "Zelfsturing"})
    response = client.post(page("round-set-criteria", intake), data)
    assert response.status_code == 200
    assert response.context["form"].errors[0] == {"name_nl": ["This field is required."]}
    assert response.context["form"].forms[1]["name_nl"].value() == "Zelfsturing"


def test_publishing_with_wrong_weights_says_why_it_cannot(sign_in):
    intake = make_round()
    intake.criteria.filter(code="FIT").delete()
    response = sign_in(intake.pathway.coordinator).post(page("round-publish", intake))
    assert response.status_code == 409
    assert response.context["form"].non_field_errors() == [
        "The weights of the criteria must add up to 100."
    ]


def test_the_page_of_a_verb_in_the_wrong_state_answers_409(sign_in):
    world = make_intake(RoundState.OPEN)
    assert sign_in(world.coordinator).get(page("round-match", world.intake)).status_code == 409


def test_a_student_applies_in_saved_steps(sign_in):
    """V26, V27: start, motivation, ranking, check, send: each step saved, without a script."""
    world = make_intake(RoundState.OPEN)
    student = make_student(world.intake.pathway.programme)
    client = sign_in(student.user)
    client.post(page("round-apply", world.intake))
    application = Application.objects.get()
    detail = client.get(page("application-detail", application))
    assert [action.name for action in detail.context["actions"]] == [
        "edit",
        "rank",
        "submit",
        "withdraw",
    ]
    assert [task["status_label"] for task in detail.context["tasks"]] == [
        "To do",
        "To do",
        "Not needed",
        "Not yet",
    ]
    client.post(
        page("application-edit", application),
        {"motivation": "Ik leer door te doen.", "motivation_language": "nl"},
    )
    client.post(
        page("application-rank", application),
        {f"rank_{world.position.uuid}": 2, f"rank_{world.other_position.uuid}": 1},
    )
    check = client.get(page("application-submit", application))
    assert [section["url"] for section in check.context["sections"]] == [
        page("application-edit", application),
        page("application-rank", application),
    ]
    client.post(page("application-submit", application))
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    found = list(application.preferences.values_list("position", flat=True))
    assert found == [world.other_position.pk, world.position.pk]


@pytest.mark.parametrize(
    ("ranks", "errors"),
    [
        ((1, 1), ["You gave this rank twice.", "You gave this rank twice."]),
        ((2, ""), ["Use the ranks 1, 2, 3 and so on, without leaving one out."]),
    ],
)
def test_the_ranking_page_refuses_gaps_and_doubles(ranks, errors, sign_in):
    """V27: no gaps, no double ranks; what was chosen is kept."""
    world = make_intake(RoundState.OPEN)
    application = make_application(world.intake)
    names = [f"rank_{p.uuid}" for p in (world.position, world.other_position)]
    response = sign_in(application.student.user).post(
        page("application-rank", application), dict(zip(names, ranks, strict=True))
    )
    form = response.context["form"]
    assert [text for texts in form.errors.values() for text in texts] == errors
    assert [form[name].value() for name in names] == [str(rank) for rank in ranks]
    assert application.preferences.count() == 0


def test_a_coach_checks_the_conditions_and_the_student_reads_which_failed(sign_in):
    """V26, V31: yes or no per published condition; a no names the condition."""
    world = make_intake()
    met, unmet = (make_condition(world.intake.pathway) for __ in range(2))
    application = make_application(world.intake, ApplicationState.SUBMITTED, [world.position])
    answers = {f"condition_{met.uuid}": "yes", f"condition_{unmet.uuid}": "no"}
    sign_in(world.coach).post(page("application-check", application), answers)
    application.refresh_from_db()
    assert application.state == ApplicationState.INELIGIBLE
    response = sign_in(application.student.user).get(page("application-detail", application))
    assert [row.condition for row in response.context["unmet_conditions"]] == [unmet]


def rating_data(intake, score=4):
    data = {}
    for criterion in intake.criteria.all():
        data[f"score_{criterion.uuid}"] = score
        data[f"note_{criterion.uuid}"] = "Gaf een voorbeeld."
    return data


def test_both_sides_rate_with_anchors_and_notes_and_nobody_types_a_total(sign_in):
    """V27, V28: director and host rate the same criteria; the form has no overall score."""
    world = make_intake()
    application = make_application(world.intake, ApplicationState.ELIGIBLE, [world.position])
    preference = application.preferences.get()
    client = sign_in(world.director)
    fields = client.get(page("application-rate", application)).context["form"].fields
    assert {name.split("_")[0] for name in fields} == {"score", "note"}
    assert len(fields) == 12
    client.post(page("application-rate", application), rating_data(world.intake, 5))
    sign_in(world.contact).post(page("preference-rate", preference), rating_data(world.intake, 3))
    application.refresh_from_db()
    assert application.state == ApplicationState.INTERVIEWED
    assert sorted(Rating.objects.values_list("score", flat=True)) == [3] * 6 + [5] * 6


def test_a_rating_without_a_note_stays_on_the_page(sign_in):
    world = make_intake()
    application = make_application(world.intake, ApplicationState.ELIGIBLE, [world.position])
    data = rating_data(world.intake)
    missing = next(name for name in data if name.startswith("note_"))
    data[missing] = ""
    response = sign_in(world.director).post(page("application-rate", application), data)
    assert response.context["form"].errors == {missing: ["This field is required."]}
    assert Rating.objects.count() == 0


def test_a_host_says_no_with_a_reason(sign_in):
    """V27: acceptability with a structured reason."""
    world = make_intake()
    application = make_application(world.intake, ApplicationState.ELIGIBLE, [world.position])
    preference = application.preferences.get()
    client = sign_in(world.contact)
    response = client.post(page("preference-judge", preference), {"acceptable": "no"})
    assert response.status_code == 400
    assert response.context["form"].errors == {"reason": ["Choose a reason from the list."]}
    client.post(
        page("preference-judge", preference),
        {"acceptable": "no", "reason": RefusalReason.TRAVEL, "note": "Geen bus."},
    )
    assert Acceptability.objects.get().reason == RefusalReason.TRAVEL


def test_nobody_sees_the_scores_of_others_before_the_seal(sign_in):
    """V28: raters are independent; even the coordinator sees only whether ratings are there."""
    world = make_intake()
    application = make_application(world.intake, ApplicationState.ELIGIBLE, [world.position])
    make_ratings(application, world.director, 5)
    for rating in Rating.objects.all():
        Rating.objects.filter(pk=rating.pk).update(note="GEHEIM-OORDEEL")
    for reader in (world.coordinator, world.coach, world.contact):
        response = sign_in(reader).get(page("application-detail", application))
        assert response.context["raters"] == []
        assert "GEHEIM-OORDEEL" not in words(response)
        assert "The institution has rated." in words(response)
    response = sign_in(world.director).get(page("application-detail", application))
    assert "GEHEIM-OORDEEL" in words(response)


def test_a_host_never_reads_the_rank_or_the_rest_of_the_list(sign_in):
    """V27: a host sees that it was chosen, not where it stands."""
    world = make_intake()
    application = make_application(
        world.intake, ApplicationState.ELIGIBLE, [world.other_position, world.position]
    )
    response = sign_in(world.contact).get(page("application-detail", application))
    place = world.position.workplace.establishment.organisation.name
    other = world.other_position.workplace.establishment.organisation.name
    assert [pair.uuid for pair in response.context["pairs"]] == [
        application.preferences.get(position=world.position).uuid
    ]
    assert place in words(response)
    assert other not in words(response)
    assert "2. " not in words(response).partition("Your places")[2].partition("Ratings")[0]


def test_a_host_does_not_read_why_a_student_withdrew(sign_in):
    world = make_intake()
    application = make_application(
        world.intake, ApplicationState.ELIGIBLE, [world.position, world.other_position]
    )
    services.withdraw_choice(
        application.preferences.get(rank=1),
        actor=application.student.user,
        reason=RefusalReason.OTHER,
        note="PERSOONLIJKE-REDEN",
    )
    response = sign_in(world.contact).get(page("application-detail", application))
    assert "The student withdrew this choice." in words(response)
    assert "PERSOONLIJKE-REDEN" not in words(response)
    response = sign_in(world.coach).get(page("application-detail", application))
    assert "PERSOONLIJKE-REDEN" in words(response)


def test_the_student_reads_a_reason_for_every_choice(sign_in):
    """V31, B3: result and reasons per ranked position; no cut-off below five places."""
    world = make_intake()
    low = rated(world, institution=3, host=3, other_host=3)
    rated(world, institution=5, host=5, other_host=2)
    matched(world)
    response = sign_in(low.student.user).get(page("application-detail", low))
    assert [(row.rank, row.kind, row.reason) for row in response.context["results"]] == [
        (
            1,
            "outranked_by_score",
            "There was 1 place. Others had a higher mark; yours was 3.00 out of 5.",
        ),
        (2, "placed", "You got this place."),
    ]
    assert "5.00" not in words(response)


def test_the_last_mark_is_told_from_five_places_on(sign_in):
    """B3: with five places or more the mark of the last student is no single person's secret."""
    world = make_intake(capacity=5)
    students = [rated(world, institution=4, host=4) for __ in range(5)]
    low = rated(world, institution=2, host=2)
    matched(world)
    response = sign_in(low.student.user).get(page("application-detail", low))
    assert [row.reason for row in response.context["results"]] == [
        "There were 5 places. Others had a higher mark; yours was 2.00 out of 5. "
        "The last student who got a place had 4.00."
    ]
    assert Offer.objects.count() == len(students)


def test_equal_marks_are_told_as_the_lottery(sign_in):
    world = make_intake()
    pair = [rated(world), rated(world)]
    matched(world)
    loser = next(a for a in pair if not Offer.objects.filter(application=a).exists())
    response = sign_in(loser.student.user).get(page("application-detail", loser))
    assert [row.reason for row in response.context["results"]] == [
        "There was 1 place. Your mark of 4.00 was equal to that of somebody else, "
        "and the lottery decided."
    ]


def test_a_refusal_is_told_with_its_reason(sign_in):
    """V31: the host's structured reason, and the student's own withdrawal."""
    world = make_intake()
    application = rated(world, other_host=4)
    services.judge_pair(
        application.preferences.get(rank=1),
        actor=world.contact,
        acceptable=False,
        reason=RefusalReason.TRAVEL,
    )
    application = Application.objects.get(pk=application.pk)
    services.withdraw_choice(
        application.preferences.get(rank=2),
        actor=application.student.user,
        reason=RefusalReason.SCHEDULE,
    )
    matched(world)
    response = sign_in(application.student.user).get(page("application-detail", application))
    assert [row.reason for row in response.context["results"]] == [
        "The host said that this is not possible: cannot be reached in a reasonable time.",
        "You withdrew this choice: working days or hours do not fit.",
    ]


def test_a_student_without_a_place_reads_who_helps(sign_in):
    """V30: the coach's name stands on the page."""
    world = make_intake()
    rated(world, host=5)
    low = rated(world, host=2)
    matched(world)
    response = sign_in(low.student.user).get(page("application-detail", low))
    assert f"{world.coach} helps you" in words(response)


def test_a_student_accepts_the_place_in_the_browser(sign_in):
    world = make_intake()
    application = rated(world)
    matched(world)
    client = sign_in(application.student.user)
    confirm = client.get(page("application-accept", application))
    assert world.position.schedule_nl in words(confirm)
    client.post(page("application-accept", application))
    application.refresh_from_db()
    assert application.state == ApplicationState.ACCEPTED
    assert Trajectory.objects.get().position == world.position


def test_a_student_declines_and_reads_who_helps(sign_in):
    world = make_intake()
    application = rated(world)
    matched(world)
    client = sign_in(application.student.user)
    client.post(page("application-decline", application))
    response = client.get(page("application-detail", application))
    assert f"{world.coach} helps you" in words(response)


def test_the_public_page_shows_criteria_procedure_and_hashes_without_signing_in(client):
    """V28, V38, B3: criteria, weights, procedure and hashes are public beforehand."""
    intake = make_round(state=RoundState.PUBLISHED)
    response = client.get(reverse("public-round", args=[intake.uuid]))
    assert [(c.code, c.weight) for c in response.context["criteria"]] == [
        ("MOT", 25),
        ("RDY", 20),
        ("LRN", 20),
        ("ENT", 15),
        ("COM", 10),
        ("FIT", 10),
    ]
    assert len(response.context["honesty"]) == 2
    sealed = RoundSeal.objects.get().sha256
    assert sealed in words(response)
    assert hashlib.sha256(response.context["document"].encode()).hexdigest() == sealed
    assert own_secret(intake) not in response.content.decode()


def test_the_public_page_of_a_draft_does_not_exist(client):
    assert client.get(reverse("public-round", args=[make_round().uuid])).status_code == 404


def test_the_public_page_gives_totals_and_never_a_person(client):
    """V38, B3: totals from five students on; no name, no mark, no random id."""
    world = make_intake(capacity=2)
    applications = [rated(world, host=3) for __ in range(5)]
    matched(world)
    response = client.get(reverse("public-round", args=[world.intake.uuid]))
    totals = response.context["totals"]
    assert (totals.students, totals.placed, totals.unplaced, totals.places) == (5, 2, 3, 4)
    body = response.content.decode()
    assert own_secret(world.intake) in body
    for application in applications:
        assert application.student.user.last_name not in body
        assert str(application.lottery_id) not in body


def test_the_public_page_gives_no_numbers_about_a_few_students(client):
    world = make_intake()
    rated(world)
    matched(world)
    response = client.get(reverse("public-round", args=[world.intake.uuid]))
    assert response.context["totals"].few is True
    assert "Students with a place" not in words(response)


def test_a_host_reads_no_name_of_another_host_in_the_history(sign_in):
    """V27: whoever gave the last rating may work for another host on the list."""
    world = make_intake()
    application = make_application(
        world.intake, ApplicationState.ELIGIBLE, [world.position, world.other_position]
    )
    services.rate_application(application, actor=world.director, marks=marks_for(world.intake))
    mine, others = application.preferences.order_by("rank")
    services.rate_pair(mine, actor=world.contact, marks=marks_for(world.intake))
    services.rate_pair(others, actor=world.other_contact, marks=marks_for(world.intake))
    address = reverse("matching:application-detail", args=[application.uuid])
    assert {e.who for e in sign_in(world.contact).get(address).context["timeline"]} == {""}
    names = {e.who for e in sign_in(world.coach).get(address).context["timeline"]}
    assert names == {str(world.other_contact), "The platform"}


@pytest.mark.parametrize("first", [0, 1])
def test_a_host_with_two_places_does_not_learn_which_the_student_prefers(sign_in, first):
    """V27: its own places stand in an order that says nothing."""
    world = make_intake()
    second = make_position(world.intake.pathway, world.position.host)
    positions = [world.position, second]
    application = make_application(
        world.intake, ApplicationState.ELIGIBLE, [positions[first], positions[1 - first]]
    )
    by_uuid = [UUID(int=1), UUID(int=2)]
    for position, key in zip(positions, by_uuid, strict=True):
        application.preferences.filter(position=position).update(uuid=key)
    address = reverse("matching:application-detail", args=[application.uuid])
    host = sign_in(world.contact)
    assert [pair.uuid for pair in host.get(address).context["pairs"]] == by_uuid
    listed = host.get(reverse("preference-list")).json()["items"]
    assert [row["id"] for row in listed] == [str(key) for key in by_uuid]


def test_how_many_applied_elsewhere_stays_there_whatever_role_one_looks_in(sign_in):
    """A coordinator who studies at another institution reads no counts of its rounds."""
    world = make_intake()
    make_application(world.intake, ApplicationState.SUBMITTED)
    reader = make_member(Role.STUDENT, world.intake.pathway.programme.institution)
    reader.memberships.create(
        organisation=make_institution(), role=Role.COORDINATOR, valid_from=date(2020, 1, 1)
    )
    address = reverse("matching:round-list")
    shown = []
    for who in (reader, world.coordinator):
        table = sign_in(who).get(address).context["table"]
        shown.append([row.get_cell("application_count") for row in table.rows])
    assert shown == [["–"], ["1"]]
