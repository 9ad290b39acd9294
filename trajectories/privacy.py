"""What this room knows of people: students' files, their runs and their logs."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.privacy.enums import Basis, Category, Erase
from core.privacy.holds import Hold, holds
from core.privacy.people import keepers
from core.privacy.register import Holding, Personal, impersonal, register
from core.privacy.retention import Part, RetentionRule, register_rule
from partnerships.enums import Role
from partnerships.models import Mentor
from partnerships.standing import standing_of
from trajectories.enums import FINISHED_TRAJECTORIES
from trajectories.models import Trajectory

STUDY = Personal(Category.STUDIES)
WRITTEN = Personal(Category.WORDS, Erase.REMOVED)
SAID = Personal(Category.JUDGEMENT, Erase.REMOVED)

register(
    Holding(
        model="trajectories.Student",
        label=_("Your file as a student"),
        purpose=_("To guide you, and to find a place that fits you."),
        basis=Basis.TASK,
        kept=_("as long as your institution keeps your file"),
        person="user",
        data={
            "student_number": Personal(Category.IDENTITY, Erase.CODE),
            "home_postcode": Personal(Category.CONTACT, Erase.EMPTY),
            "birth_year_band": Personal(Category.IDENTITY),
            "institution": STUDY,
            "programme": STUDY,
            "working_student": STUDY,
            "entry_route": STUDY,
            "own_employer": Personal(Category.STUDIES, Erase.EMPTY),
            "credits_earned": STUDY,
        },
        plain=("user",),
        file=True,
    ),
    Holding(
        model="trajectories.Enrolment",
        label=_("Your enrolments"),
        purpose=_("To know what you study, and with which contract."),
        basis=Basis.TASK,
        kept=_("as long as your institution keeps your file"),
        person="student__user",
        data={
            "programme": STUDY,
            "contract": STUDY,
            "academic_year": STUDY,
            "credits_enrolled": STUDY,
            "new_credits": STUDY,
        },
        plain=("student",),
        file=True,
    ),
    Holding(
        model="trajectories.LearnerStatusPeriod",
        label=_("Your statuses: student, employee, jobseeker"),
        purpose=_("To keep your qualification within reach when your status changes."),
        basis=Basis.TASK,
        kept=_("as long as your institution keeps your file"),
        person="student__user",
        data={"status": STUDY, "valid_from": STUDY, "valid_to": STUDY, "evidence_kind": STUDY},
        plain=("student",),
        file=True,
    ),
    Holding(
        model="trajectories.Trajectory",
        label=_("Your trajectories at a workplace"),
        purpose=_("To follow how you learn at work."),
        basis=Basis.TASK,
        kept=_("as long as your institution keeps your file; reasons 2 years after the end"),
        person="student__user",
        data={
            "pathway": STUDY,
            "position": STUDY,
            "mentor": STUDY,
            "state": STUDY,
            "state_since": STUDY,
            "start_date": STUDY,
            "end_date": STUDY,
            "interrupt_reason": SAID,
            "end_reason": SAID,
        },
        actors=("coach",),
        plain=("student",),
        file=True,
    ),
    Holding(
        model="trajectories.LogEntry",
        label=_("Your log"),
        purpose=_("To show what you did and learned, day by day."),
        basis=Basis.TASK,
        kept=_("the texts until 2 years after the end of the trajectory; days and hours longer"),
        person="trajectory__student__user",
        data={
            "day": STUDY,
            "hours": STUDY,
            "text": WRITTEN,
            "question": SAID,
            "answer": WRITTEN,
            "state": STUDY,
            "state_since": STUDY,
        },
        actors=("confirmed_by",),
        plain=("trajectory",),
        file=True,
    ),
)
impersonal("trajectories.LogEntry_outcomes")
impersonal("trajectories.Pilot_partners")
impersonal("trajectories.Pilot_modalities")
impersonal(
    "trajectories.Modality", "code", "name_nl", "name_en", "description_nl", "description_en"
)
impersonal(
    "trajectories.Pilot",
    "code",
    "title_nl",
    "title_en",
    "funder",
    "research_questions_nl",
    "research_questions_en",
)
impersonal("trajectories.LearningOutcome", "code", "text_nl", "text_en")
impersonal(
    "trajectories.Pathway",
    "state",
    "code",
    "academic_year",
    "title_nl",
    "title_en",
    "description_nl",
    "description_en",
    "relevance_nl",
    "coordinator",
    "coach",
)
impersonal("trajectories.OutcomeLocation", "task_nl")
impersonal("trajectories.PathwayAcceptance", "accepted_by")
impersonal("trajectories.EligibilityCondition", "code", "text_nl", "text_en")
impersonal("trajectories.HostLimit")
impersonal("trajectories.Position", "code", "schedule_nl", "tasks")


@keepers.register
def students_of(user: Any) -> Q | None:
    """A coordinator keeps the files of the institution's students."""
    mine = standing_of(user).institutions({Role.COORDINATOR})
    return Q(student__institution__in=mine) if mine else None


@holds.register
def unfinished(person: Any) -> Iterator[Hold]:
    """Nobody disappears from a trajectory that is not over."""
    going_on = Trajectory.objects.exclude(state__in=FINISHED_TRAJECTORIES)
    involved = Q(student__user=person) | Q(mentor__user=person) | Q(coach=person)
    if (
        end := going_on.filter(involved)
        .order_by("-end_date")
        .values_list("end_date", flat=True)[:1]
    ):
        yield Hold(_("A trajectory is not over yet."), end[0])


def over(before: Any) -> Any:
    """Runs that were over before a day."""
    return Trajectory.objects.filter(state__in=FINISHED_TRAJECTORIES, state_since__lt=before)


register_rule(
    RetentionRule(
        code="logbooks",
        label=_("Logs, and reasons of interruptions and ends"),
        since=_("the end of the trajectory"),
        what=_("the texts go; days and hours stay"),
        rows=over,
        person="student__user",
        parts=(
            Part(
                model="trajectories.LogEntry",
                path="trajectory",
                erase={
                    "text": Erase.REMOVED,
                    "question": Erase.REMOVED,
                    "answer": Erase.REMOVED,
                },
            ),
            Part(
                model="trajectories.Trajectory",
                erase={"interrupt_reason": Erase.REMOVED, "end_reason": Erase.REMOVED},
            ),
        ),
    ),
    RetentionRule(
        code="mentors",
        label=_("Profiles of mentors"),
        since=_("the end of the last trajectory, or the day the profile was made"),
        what=_("occupation and certificate go; who guided whom stays"),
        rows=lambda before: Mentor.objects.filter(created_at__lt=before).exclude(
            trajectories__in=Trajectory.objects.filter(
                ~Q(state__in=FINISHED_TRAJECTORIES) | Q(state_since__gte=before)
            )
        ),
        person="user",
        parts=(
            Part(
                model="partnerships.Mentor",
                erase={"occupation": Erase.REMOVED, "certificate_date": Erase.EMPTY},
            ),
        ),
    ),
)
