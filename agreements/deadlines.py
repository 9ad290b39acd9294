"""What has a last day in this room: everything that must be done before the first day."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.enums import SIGNABLE, WAITING_FOR_FORCE, AgreementState, SigningParty
from agreements.models import Agreement
from agreements.notices import (
    SIGNATURES,
    leaders,
    names,
    path,
    speakers_of_host,
    student,
    writers,
)
from agreements.reports import RELATED
from agreements.terms import RISK_ASSESSMENT_MONTHS
from core.deadlines.kinds import Audience, Deadline, register_deadline
from core.rule_codes import depends_on
from trajectories.enums import TrajectoryState
from trajectories.models import Trajectory

OPEN = _("Open the agreement")
INSTITUTION = "trajectory__student__institution_id"
WRITERS = _("coordinator and coach of the pathway")
SIGNERS = {
    SigningParty.INSTITUTION: leaders,
    SigningParty.HOST: speakers_of_host,
    SigningParty.STUDENT: student,
}


def trajectories_without_agreement() -> QuerySet[Trajectory]:
    """Planned trajectories for which nobody began an agreement."""
    rows = Trajectory.objects.filter(state=TrajectoryState.PLANNED, agreement__isnull=True)
    return rows.select_related("student__user", "pathway__coordinator", "coach")


def agreements_in(*states: str) -> QuerySet[Agreement]:
    """Agreements in one of these states that can come into force, with the people they name."""
    rows = Agreement.objects.to_come().filter(state__in=states)
    return rows.select_related(*RELATED, "trajectory__pathway__coordinator")


def who_did_not_sign(agreement: Any) -> list[Any]:
    """The people of the parties whose signature is missing."""
    missing = agreement.open_parties()
    return [person for party in missing for person in SIGNERS[party](agreement)]


DRAFT = register_deadline(
    Deadline(
        name="agreements.draft",
        label=_("Trajectories without an agreement"),
        rows=trajectories_without_agreement,
        due_path="start_date",
        institution_path="student__institution_id",
        owner=Audience(
            words=WRITERS,
            people=lambda row: [row.pathway.coordinator, row.coach],
            subject=_("Draft the agreement of %(student)s"),
        ),
        path=lambda row: reverse("trajectories:trajectory-detail", args=[row.uuid]),
        values=lambda row: {"student": row.student},
        link=_("Open the trajectory"),
    )
)
FINISH = register_deadline(
    Deadline(
        name="agreements.finish",
        label=_("Agreements that are not proposed yet"),
        rows=lambda: agreements_in(AgreementState.DRAFT, AgreementState.DECLINED),
        due_path="start_date",
        institution_path=INSTITUTION,
        owner=Audience(
            words=WRITERS,
            people=writers,
            subject=_("Complete and propose the agreement of %(student)s"),
        ),
        path=path,
        values=names,
        link=OPEN,
    )
)
SIGN = register_deadline(
    Deadline(
        name="agreements.sign",
        label=_("Agreements that wait for a signature"),
        rows=lambda: agreements_in(*SIGNABLE),
        due_path="start_date",
        institution_path=INSTITUTION,
        owner=Audience(
            words=_("the parties that did not sign yet"),
            people=who_did_not_sign,
            subject=_("Read and sign the agreement of %(student)s"),
        ),
        escalation=Audience(
            words=WRITERS,
            people=writers,
            subject=_("A signature is missing on the agreement of %(student)s"),
        ),
        path=path,
        values=names,
        topic=SIGNATURES,
        link=OPEN,
    )
)
ACTIVATE = register_deadline(
    Deadline(
        name="agreements.activate",
        label=_("Signed agreements that are not in force yet"),
        rows=lambda: agreements_in(AgreementState.SIGNED),
        due_path="start_date",
        institution_path=INSTITUTION,
        owner=Audience(
            words=_("the coordinators and programme directors of the institution"),
            people=leaders,
            subject=_("Put the agreement of %(student)s in force"),
        ),
        path=path,
        values=names,
        topic=SIGNATURES,
        link=OPEN,
    )
)


def agreements_that_start(first: date, last: date | None) -> int:
    """How many agreements start in a period and are not in force yet."""
    rows = Agreement.objects.filter(state__in=WAITING_FOR_FORCE, start_date__gte=first)
    return (rows.filter(start_date__lte=last) if last else rows).count()


depends_on(
    RISK_ASSESSMENT_MONTHS,
    _("agreements that start in this period and are not in force yet"),
    agreements_that_start,
)
