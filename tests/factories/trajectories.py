"""Makers for what is learned and how it goes. States are reached as in life: by moving."""

from datetime import date
from decimal import Decimal
from itertools import count

from django.utils import timezone

from partnerships.enums import Role
from tests.factories.partnerships import (
    make_coordinator,
    make_establishment,
    make_member,
    make_mentor,
    make_programme,
    make_user,
    make_workplace,
)
from trajectories.enums import (
    AssessmentMoment,
    BirthBand,
    CompetenceMode,
    EnrolmentContract,
    EvidenceKind,
    Learnable,
    LearnerStatus,
    LearningKind,
    LogEntryState,
    PathwayState,
    Place,
    TargetGroup,
    TrajectoryState,
)
from trajectories.models import (
    EligibilityCondition,
    Enrolment,
    LearnerStatusPeriod,
    LearningOutcome,
    LogEntry,
    Modality,
    OutcomeLocation,
    Pathway,
    Position,
    Student,
    Trajectory,
)

_numbers = count(1)

WAY_TO_OPEN = [PathwayState.CO_CREATION, PathwayState.AGREED, PathwayState.OPEN]


def walk(obj, states) -> None:
    """Move a row along legal states without the services (the database still watches)."""
    for state in states:
        type(obj).objects.filter(pk=obj.pk).update(state=state, state_since=timezone.now())
    obj.refresh_from_db()


def make_modality(**fields) -> Modality:
    n = next(_numbers)
    values = {"code": f"MOD{n}", "name_nl": "Wekelijks", "description_nl": "Elke week."}
    return Modality.objects.create(**(values | fields))


def make_outcome(programme=None, **fields) -> LearningOutcome:
    n = next(_numbers)
    values = {
        "code": f"LO{n}",
        "sequence": n,
        "text_nl": f"Leest schema's ({n}).",
        "text_en": f"Reads diagrams ({n}).",
        "qf_level": 5,
        "learnable_at_workplace": Learnable.YES,
    }
    return LearningOutcome.objects.create(
        programme=programme or make_programme(), **(values | fields)
    )


def make_pathway(programme=None, state=PathwayState.OPEN, **fields) -> Pathway:
    """A pathway with one located outcome, moved to the asked state."""
    n = next(_numbers)
    programme = programme or make_programme()
    values = {
        "code": f"PW{n}",
        "academic_year": "2026-2027",
        "title_nl": f"Keuzetraject {n}",
        "title_en": f"Pathway {n}",
        "wbl_credits": 60,
        "hours_planned": Decimal("1650.0"),
        "competence_mode": CompetenceMode.BOTH,
        "target_group": TargetGroup.WHOLE_PROGRAMME,
        "own_employer_allowed": True,
        "description_nl": "Drie dagen per week in een technische ploeg.",
        "description_en": "Three days a week in a technical team.",
        "relevance_nl": "De sector vraagt het.",
        "start_date": date(2026, 9, 21),
        "end_date": date(2027, 6, 25),
    }
    values["modality"] = fields.pop("modality", None) or make_modality()
    values["coordinator"] = fields.pop("coordinator", None) or make_coordinator(
        programme.institution
    )
    values["coach"] = fields.pop("coach", None) or make_member(Role.COACH, programme.institution)
    pathway = Pathway.objects.create(programme=programme, **(values | fields))
    make_location(pathway, make_outcome(programme))
    if state in WAY_TO_OPEN:
        walk(pathway, WAY_TO_OPEN[: WAY_TO_OPEN.index(state) + 1])
    return pathway


def make_location(pathway: Pathway, outcome: LearningOutcome, **fields) -> OutcomeLocation:
    values = {
        "place": Place.WORKPLACE,
        "kind": LearningKind.ACQUIRE,
        "task_nl": "Een storing opsporen.",
        "assessment_moment": AssessmentMoment.FINAL,
    }
    return OutcomeLocation.objects.create(pathway=pathway, outcome=outcome, **(values | fields))


def make_position(pathway=None, host=None, **fields) -> Position:
    """A position at a new establishment (of the given host), with a mentor."""
    n = next(_numbers)
    workplace = fields.pop("workplace", None) or make_workplace(make_establishment(host))
    values = {
        "code": f"POS{n}",
        "capacity": 2,
        "weekdays": [1, 2, 3],
        "hours_per_week": Decimal("24.0"),
        "schedule_nl": "maandag, dinsdag en woensdag",
        "start_date": date(2026, 9, 21),
        "end_date": date(2027, 6, 25),
        "tasks": "Onderhoud en herstellingen.",
    }
    values["mentor"] = fields.pop("mentor", None) or make_mentor(workplace.establishment)
    return Position.objects.create(
        pathway=pathway or make_pathway(), workplace=workplace, **(values | fields)
    )


def make_student(programme=None, **fields) -> Student:
    """A student with the role that goes with it."""
    n = next(_numbers)
    programme = programme or make_programme()
    user = fields.pop("user", None) or make_member(Role.STUDENT, programme.institution)
    values = {
        "student_number": f"S{n:07d}",
        "home_postcode": "8790",
        "birth_year_band": BirthBand.BORN_2000,
        "credits_earned": Decimal("30.0"),
    }
    return Student.objects.create(
        user=user, institution=programme.institution, programme=programme, **(values | fields)
    )


def make_trajectory(position=None, student=None, state=TrajectoryState.RUNNING, **fields):
    """One student's run at a position, planned or running."""
    position = position or make_position()
    pathway = position.pathway
    trajectory = Trajectory.objects.create(
        student=student or make_student(pathway.programme),
        pathway=pathway,
        position=position,
        mentor=position.mentor,
        coach=pathway.coach,
        start_date=position.start_date,
        end_date=position.end_date,
        **fields,
    )
    if state == TrajectoryState.RUNNING:
        walk(trajectory, [TrajectoryState.RUNNING])
    return trajectory


def make_log_entry(trajectory=None, state=LogEntryState.WRITTEN, **fields) -> LogEntry:
    """The first day of a run in its log, moved to the asked state."""
    trajectory = trajectory or make_trajectory()
    values = {"day": trajectory.start_date, "hours": Decimal("7.50"), "text": "Een pomp nagekeken."}
    entry = LogEntry.objects.create(trajectory=trajectory, **(values | fields))
    if state != LogEntryState.WRITTEN:
        walk(entry, [state])
    return entry


def make_condition(pathway=None, **fields) -> EligibilityCondition:
    n = next(_numbers)
    values = {"code": f"EL{n}", "text_nl": f"Vak {n} is gevolgd.", "text_en": f"Took course {n}."}
    return EligibilityCondition.objects.create(
        pathway=pathway or make_pathway(), **(values | fields)
    )


def make_enrolment(student=None, **fields) -> Enrolment:
    student = student or make_student()
    values = {
        "programme": student.programme,
        "contract": EnrolmentContract.DEGREE,
        "academic_year": "2026-2027",
        "credits_enrolled": 60,
        "new_credits": 60,
    }
    return Enrolment.objects.create(student=student, **(values | fields))


def make_status(student=None, **fields) -> LearnerStatusPeriod:
    values = {
        "status": LearnerStatus.STUDENT_UNPAID,
        "valid_from": date(2026, 9, 1),
        "evidence_kind": EvidenceKind.ENROLMENT,
    }
    return LearnerStatusPeriod.objects.create(
        student=student or make_student(), **(values | fields)
    )


__all__ = [
    "make_condition",
    "make_enrolment",
    "make_location",
    "make_log_entry",
    "make_modality",
    "make_outcome",
    "make_pathway",
    "make_position",
    "make_status",
    "make_student",
    "make_trajectory",
    "make_user",
    "walk",
]
