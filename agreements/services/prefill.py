"""Facts that the platform knows already when an agreement is drafted."""

from typing import Any

from django.utils.translation import override

from agreements.enums import ClauseCode
from matching.enums import OfferAnswer
from matching.models import Offer, OwnEmployerPlace
from partnerships.models import FrameworkAgreement, Recognition
from trajectories.enums import LearnerStatus
from trajectories.models import Trajectory

# Who insures work accidents: the employer for an employee, the training body's organiser
# decides for VDAB contracts; else the institution is the duty-holder (domain.md 2.2).
INSURED_BY_INSTITUTION = frozenset({LearnerStatus.STUDENT_UNPAID, LearnerStatus.JOBSEEKER_EXEMPTED})
INSURED_BY_HOST = frozenset({LearnerStatus.STUDENT_PAID, LearnerStatus.EMPLOYEE})
ANSWER_DAYS = "10"


def known_facts(trajectory: Trajectory) -> dict[str, dict[str, Any]]:
    """Facts by clause code, as JSON values; what is unknown is left out."""
    with override("nl"):
        facts = {
            ClauseCode.PRESENCE: _presence(trajectory),
            ClauseCode.ACCIDENT: _accident(trajectory),
            ClauseCode.DISPUTES: {"answer_days": ANSWER_DAYS},
            ClauseCode.SAFETY: _safety(trajectory),
            ClauseCode.ABSENCE: _absence(trajectory),
            **_arranged(trajectory),
        }
    return {str(code): values for code, values in facts.items()}


def _presence(trajectory: Trajectory) -> dict[str, Any]:
    position = trajectory.position
    return {
        "hours_per_week": str(position.hours_per_week),
        "hours_total": str(trajectory.pathway.hours_planned),
        "schedule": position.schedule_nl,
    }


def _accident(trajectory: Trajectory) -> dict[str, Any]:
    """Who must take the policy, from the student's status on the first day."""
    periods = trajectory.student.status_periods.all()
    period = periods.valid_on(trajectory.start_date).first()
    status = period.status if period else None
    if status is None and _at_own_employer(trajectory):
        status = LearnerStatus.EMPLOYEE
    if status in INSURED_BY_INSTITUTION:
        return {"accident_holder": trajectory.student.institution.name}
    if status in INSURED_BY_HOST:
        return {"accident_holder": trajectory.position.host.name}
    return {}


def _at_own_employer(trajectory: Trajectory) -> bool:
    """Whether student, host and institution agreed so at the intake that led here (V35): an
    earlier run, where the student was an employee, may have ended.
    """
    taken = Offer.objects.filter(
        application__student=trajectory.student,
        position__pathway=trajectory.pathway_id,
        answer=OfferAnswer.ACCEPTED,
    )
    agreed = OwnEmployerPlace.objects.fixed().filter(
        application=taken.order_by("-match_run").values("application")[:1],
        position=trajectory.position,
    )
    return agreed.exists()


def _safety(trajectory: Trajectory) -> dict[str, Any]:
    facts = {"guide": str(trajectory.mentor)}
    recognition = recognition_for(trajectory)
    if recognition:
        facts["risk_assessment_date"] = recognition.risk_assessment_date.isoformat()
    return facts


def _absence(trajectory: Trajectory) -> dict[str, Any]:
    substitute = trajectory.mentor.substitute
    return {"substitute_mentor": str(substitute)} if substitute else {}


def _arranged(trajectory: Trajectory) -> dict[Any, dict[str, Any]]:
    """What institution and host arranged for all their students (V12)."""
    framework = framework_for(trajectory)
    if framework is None:
        return {}
    return {
        ClauseCode.ETHICS: {"confidentiality": framework.confidentiality},
        ClauseCode.COSTS: {
            "compensation": framework.compensation,
            "expense_rule": framework.expense_rule,
        },
    }


def framework_for(trajectory: Trajectory) -> FrameworkAgreement | None:
    """The arrangement of institution and host that holds on the first day."""
    frameworks = FrameworkAgreement.objects.filter(
        partnership__institution=trajectory.student.institution_id,
        partnership__host=trajectory.position.host,
    )
    return frameworks.valid_on(trajectory.start_date).first()


def recognition_for(trajectory: Trajectory) -> Recognition | None:
    """The institution's recognition of the workplace that holds on the first day."""
    recognitions = Recognition.objects.filter(
        institution=trajectory.student.institution_id,
        establishment=trajectory.position.workplace.establishment_id,
        programme=trajectory.pathway.programme_id,
    )
    return recognitions.valid_on(trajectory.start_date).first()
