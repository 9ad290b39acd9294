"""students.csv, student_status_periods.csv and enrolments.csv: students of the institution."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.importing import (
    Code,
    Column,
    Importer,
    Problem,
    Reference,
    Row,
    Target,
    importers,
    same,
)
from partnerships.enums import Role
from partnerships.imports.people import PERSON, no_password
from partnerships.imports.scopes import OWN_DATA, host, institution, own, own_people, own_rows
from partnerships.models import Membership, Programme
from trajectories.enums import LearnerStatus
from trajectories.models import Enrolment, LearnerStatusPeriod, Student


def student_cell() -> Reference:
    """A cell with the address of a student."""
    return Reference(Student, "user__email", related=("user",), clean=str.lower)


def programme_cell() -> Reference:
    """A cell with the code of a programme."""
    return Reference(Programme, "code")


def of_this_institution(row: Row) -> Iterator[Problem]:
    """The programme belongs to the institution on the line."""
    if row["programme_code"].institution_id != row["institution_code"].pk:
        yield row.problem("programme_code", _("This programme belongs to another institution."))


def employer_fits(row: Row) -> Iterator[Problem]:
    """Only who learns at the own employer names one."""
    if row["own_employer_code"] and row["learner_status"] != LearnerStatus.EMPLOYEE:
        reason = _("An employer belongs to the status of an employee only.")
        yield row.problem("own_employer_code", reason)


STUDENTS = importers.register(
    Importer(
        name="students",
        title=_("Students"),
        order=170,
        permission=OWN_DATA,
        key=("email",),
        scope=own(lambda row: row["institution_code"].pk),
        checks=(of_this_institution, employer_fits),
        columns=(
            Column(
                name="email",
                example="marijke.ghijsels@student.hogeschool-leiezicht.example",
                other="loic.kerckhofs@student.hogeschool-leiezicht.example",
                synonyms=("e-mail", "mail"),
            ),
            Column(
                name="student_number",
                example="S1000003",
                other="S1000010",
                synonyms=("stamnummer", "number"),
            ),
            Column(name="first_name", example="Marijke", other="Loïc"),
            Column(
                name="last_name",
                example="Ghijsels",
                other="Kerckhofs",
                synonyms=("achternaam", "surname", "naam"),
            ),
            Column(
                name="institution_code",
                example="LEI",
                cell=institution(),
                meaning=_("code of the institution"),
            ),
            Column(
                name="programme_code",
                example="LEI-GRA-ELM",
                other="LEI-GRA-ORB",
                cell=programme_cell(),
                meaning=_("code of the programme"),
            ),
            Column(name="language", example="nl"),
            Column(
                name="learner_status",
                example="student_unpaid",
                other="employee_own_employer",
                cell=Code(LearnerStatus),
                meaning=_("status at the intake; the periods have a file of their own"),
            ),
            Column(name="working_student", example="no", other="yes"),
            Column(name="entry_route", example="regular", other="lateral_entrant"),
            Column(
                name="own_employer_code",
                example="",
                other="ORG-011",
                cell=host(),
                meaning=_("code of the host that employs the student"),
                required=False,
            ),
            Column(name="home_postcode", example="8790", other="9700"),
            Column(name="birth_year_band", example="2000-2004", other="1995-1999"),
            Column(name="credits_earned", example="30.0", other="57.0"),
        ),
        targets=(
            Target(
                name="user",
                model=User,
                key=("email",),
                fields=PERSON,
                new={"password": no_password},
                guard=own_people,
            ),
            Target(
                name="membership",
                model=Membership,
                key=("user", "organisation", "role"),
                fields={
                    "user": "user",
                    "organisation": "institution_code",
                    "role": lambda row: Role.STUDENT,
                },
                new={"valid_from": lambda row: timezone.localdate()},
                among={"valid_to": None},
            ),
            Target(
                name="student",
                model=Student,
                key=("user",),
                fields={
                    "institution": "institution_code",
                    "programme": "programme_code",
                    "own_employer": "own_employer_code",
                }
                | same("user", "student_number", "working_student", "entry_route")
                | same("home_postcode", "birth_year_band", "credits_earned"),
                guard=own_rows("institution"),
            ),
        ),
        rules={
            "a_student_number_is_used_once_per_institution": _(
                "Another student of the institution has this number."
            )
        },
    )
)

PERIODS = importers.register(
    Importer(
        name="student_status_periods",
        title=_("Statuses of students"),
        order=180,
        permission=OWN_DATA,
        key=("student_email", "start"),
        scope=own(lambda row: row["student_email"].institution_id),
        columns=(
            Column(
                name="student_email",
                example="marijke.ghijsels@student.hogeschool-leiezicht.example",
                other="loic.kerckhofs@student.hogeschool-leiezicht.example",
                cell=student_cell(),
                meaning=_("e-mail address of the student"),
            ),
            Column(name="status", example="employee_own_employer"),
            Column(name="start", example="2023-03-07", other="2024-05-28"),
            Column(name="end", example=""),
            Column(name="evidence_kind", example="employment_contract", other="employer_statement"),
        ),
        targets=(
            Target(
                name="period",
                model=LearnerStatusPeriod,
                key=("student", "valid_from"),
                fields={"student": "student_email", "valid_from": "start", "valid_to": "end"}
                | same("status", "evidence_kind"),
                guard=own_rows("student__institution"),
            ),
        ),
        rules={
            "status_ends_after_it_starts": _("The last day is before the first day."),
            "a_student_has_one_status_at_a_time": _(
                "This student already has a status in that period."
            ),
        },
    )
)

ENROLMENTS = importers.register(
    Importer(
        name="enrolments",
        title=_("Enrolments"),
        order=190,
        permission=OWN_DATA,
        key=("student_email", "programme_code", "academic_year"),
        scope=own(lambda row: row["student_email"].institution_id),
        checks=(of_this_institution,),
        columns=(
            Column(
                name="student_email",
                example="marijke.ghijsels@student.hogeschool-leiezicht.example",
                other="loic.kerckhofs@student.hogeschool-leiezicht.example",
                cell=student_cell(),
                meaning=_("e-mail address of the student"),
            ),
            Column(
                name="programme_code",
                example="LEI-GRA-ELM",
                other="LEI-GRA-ORB",
                cell=programme_cell(),
                meaning=_("code of the programme"),
            ),
            Column(
                name="institution_code",
                example="LEI",
                cell=institution(),
                meaning=_("code of the institution of the programme"),
            ),
            Column(name="enrolment_contract", example="degree"),
            Column(name="academic_year", example="2026-2027"),
            Column(name="credits_enrolled", example="57", other="45"),
            Column(name="new_credits", example="54", other="45"),
        ),
        targets=(
            Target(
                name="enrolment",
                model=Enrolment,
                key=("student", "programme", "academic_year"),
                fields={
                    "student": "student_email",
                    "programme": "programme_code",
                    "contract": "enrolment_contract",
                }
                | same("academic_year", "credits_enrolled", "new_credits"),
                guard=own_rows("student__institution"),
            ),
        ),
        rules={
            "new_credits_are_part_of_the_enrolled_credits": _(
                "The new credits are part of the enrolled credits."
            )
        },
    )
)
