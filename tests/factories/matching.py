"""Makers for how a student gets a place. States are reached as in life: by moving."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from zoneinfo import ZoneInfo

from core.importing import importer_named, run_import
from matching import services
from matching.enums import ApplicationState, LotteryParty, Party, RoundState, SealKind
from matching.models import (
    Application,
    Criterion,
    IntakeRound,
    LotteryWitness,
    OwnEmployerPlace,
    Preference,
    Rating,
)
from matching.services.contents import criteria_content, inputs_content
from matching.services.default_criteria import DEFAULT_CRITERIA
from matching.services.lots import lottery_id_of
from matching.services.ratings import Mark
from matching.services.seals import seal
from partnerships.enums import Role
from tests.factories.partnerships import make_member
from tests.factories.trajectories import make_pathway, make_position, make_student, walk
from tests.sample import csv_file
from trajectories.models import EligibilityCondition

_numbers = count(1)

SENT = datetime(2026, 9, 10, 12, 0, tzinfo=ZoneInfo("Europe/Brussels"))
ROUND_WAY = [
    RoundState.PUBLISHED,
    RoundState.OPEN,
    RoundState.RATING,
    RoundState.SEALED,
    RoundState.MATCHED,
    RoundState.CLOSED,
]
APPLICATION_WAYS = {
    ApplicationState.DRAFT: [],
    ApplicationState.SUBMITTED: [ApplicationState.SUBMITTED],
    ApplicationState.ELIGIBLE: [ApplicationState.SUBMITTED, ApplicationState.ELIGIBLE],
    ApplicationState.INELIGIBLE: [ApplicationState.SUBMITTED, ApplicationState.INELIGIBLE],
    ApplicationState.INTERVIEWED: [
        ApplicationState.SUBMITTED,
        ApplicationState.ELIGIBLE,
        ApplicationState.INTERVIEWED,
    ],
}


def make_condition(pathway, **fields) -> EligibilityCondition:
    n = next(_numbers)
    values = {
        "code": f"CND{n}",
        "text_nl": f"Is ingeschreven ({n}).",
        "text_en": f"Is enrolled ({n}).",
    }
    return EligibilityCondition.objects.create(pathway=pathway, **(values | fields))


def make_round(pathway=None, state=RoundState.DRAFT, **fields) -> IntakeRound:
    """A round with the default criteria, moved to the asked state; sealed as in life."""
    n = next(_numbers)
    pathway = pathway or make_pathway()
    values = {"name": f"Intake {n}", "opens_on": date(2026, 9, 1), "closes_on": date(2026, 9, 18)}
    intake = IntakeRound.objects.create(pathway=pathway, **(values | fields))
    Criterion.objects.bulk_create(
        Criterion(intake_round=intake, sequence=place, **row)
        for place, row in enumerate(DEFAULT_CRITERIA, start=1)
    )
    move_round(intake, state)
    return intake


def move_round(intake: IntakeRound, state: str) -> None:
    """Walk a round on to a state, sealing on the way what life would have sealed."""
    if state == RoundState.DRAFT:
        return
    first = ROUND_WAY.index(intake.state) + 1 if intake.state != RoundState.DRAFT else 0
    for step in ROUND_WAY[first : ROUND_WAY.index(state) + 1]:
        if step == RoundState.PUBLISHED:
            seal_as_life(intake, SealKind.CRITERIA, criteria_content(intake))
        if step == RoundState.SEALED:
            seal_as_life(intake, SealKind.INPUTS, inputs_content(intake))
        walk(intake, [step])


def seal_as_life(intake: IntakeRound, kind: str, content) -> None:
    seal(intake, kind, content, actor=intake.pathway.coordinator)


def make_application(
    intake=None, state=ApplicationState.DRAFT, positions=(), **fields
) -> Application:
    """An application with its list, moved to the asked state."""
    intake = intake or make_round(state=RoundState.OPEN)
    student = fields.pop("student", None) or make_student(intake.pathway.programme)
    values = {
        "motivation": "Ik leer het best door te doen.",
        "lottery_id": lottery_id_of(student.pk, intake.pathway_id),
    }
    application = Application.objects.create(
        intake_round=intake, student=student, **(values | fields)
    )
    for rank, position in enumerate(positions, start=1):
        Preference.objects.create(application=application, position=position, rank=rank)
    if APPLICATION_WAYS[state]:
        Application.objects.filter(pk=application.pk).update(submitted_at=SENT)
        walk(application, APPLICATION_WAYS[state])
    return application


COLUMNS = "application_code,student_email,pathway_code,submitted_at,motivation_language"


def import_applications(pathway, students, own_employer="no", position=""):
    """A file as an operator brings it in, one line a student; the outcome, also of a refusal."""
    lines = [
        f"APP-{student.pk},{student.user.email},{pathway.code},2026-09-10T12:00:00+02:00,nl,"
        f"Ik leer het best door te doen.,{own_employer},{position}"
        for student in students
    ]
    text = "\n".join([f"{COLUMNS},motivation,own_employer,own_employer_position", *lines])
    return run_import(importer_named("applications"), csv_file(text), actor=None)


def make_own_place(application, position, confirmed_by=None, agreed_by=None, offered=False):
    """A place at the own employer, with the words that were given so far."""
    Application.objects.filter(pk=application.pk).update(own_employer=True)
    place = OwnEmployerPlace.objects.create(application=application, position=position)
    if confirmed_by:
        services.confirm_own_place(place, actor=confirmed_by, seat_offered_to_all=offered)
    if agreed_by:
        services.agree_own_place(place, actor=agreed_by)
    return place


def make_ratings(application, rater, score=4, position=None, **fields) -> list[Rating]:
    """A whole rating: one score on every criterion; for a position when a host gives it."""
    party = Party.HOST if position else Party.INSTITUTION
    return [
        Rating.objects.create(
            application=application,
            position=position,
            rater=rater,
            party=party,
            criterion=criterion,
            score=score,
            note="Gaf een duidelijk voorbeeld.",
            **fields,
        )
        for criterion in application.intake_round.criteria.all()
    ]


SENTENCES = {
    LotteryParty.STUDENTS: "Vijf woorden van de studenten samen.",
    LotteryParty.HOSTS: "Een zin die bij geen bedrijf past.",
}


def make_witness(intake, party=LotteryParty.STUDENTS, *, promised=True, **fields):
    """Somebody who draws along in a draft round, with the promise of `SENTENCES`."""
    if "user" in fields:
        user = fields.pop("user")
    elif party == LotteryParty.STUDENTS:
        user = make_student(intake.pathway.programme).user
    else:
        position = intake.pathway.positions.first() or make_position(intake.pathway)
        user = make_member(Role.CONTACT, position.host)
    witness = LotteryWitness.objects.create(intake_round=intake, party=party, user=user, **fields)
    if promised:
        services.promise_secret(witness, actor=user, sentence=SENTENCES[party])
    return witness


def marks_for(intake, score=4, note="Gaf een duidelijk voorbeeld.") -> dict:
    """Marks for every criterion, as the rating services take them."""
    return {criterion.uuid: Mark(score, note) for criterion in intake.criteria.all()}


@dataclass
class Intake:
    """A round with everybody in it, as most tests need it."""

    intake: IntakeRound
    coordinator: object
    coach: object
    director: object
    contact: object
    position: object
    other_contact: object
    other_position: object


def make_intake(state=RoundState.RATING, capacity=1) -> Intake:
    """A round of a pathway with two hosts that each offer a position."""
    pathway = make_pathway()
    position = make_position(pathway, capacity=capacity)
    other = make_position(pathway, capacity=capacity)
    return Intake(
        intake=make_round(pathway, state),
        coordinator=pathway.coordinator,
        coach=pathway.coach,
        director=pathway.programme.director,
        contact=make_member(Role.CONTACT, position.host),
        position=position,
        other_contact=make_member(Role.CONTACT, other.host),
        other_position=other,
    )


def rated(world: Intake, institution=4, host=4, other_host=None, **fields) -> Application:
    """An eligible application that both sides rated: first choice ``position``."""
    positions = [world.position] if other_host is None else [world.position, world.other_position]
    application = make_application(
        world.intake, ApplicationState.ELIGIBLE, positions=positions, **fields
    )
    make_ratings(application, world.director, institution)
    make_ratings(application, world.contact, host, world.position)
    if other_host is not None:
        make_ratings(application, world.other_contact, other_host, world.other_position)
    walk(application, [ApplicationState.INTERVIEWED])
    return application


def matched(world: Intake) -> None:
    """Seal and match the round as its coordinator."""
    services.seal_round(world.intake, actor=world.coordinator)
    services.match_round(world.intake, actor=world.coordinator)
