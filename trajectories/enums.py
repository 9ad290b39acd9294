"""Code lists of learning, with named sets of states beside them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Learnable(models.TextChoices):
    """Can an outcome be learned at a workplace?"""

    YES = "yes", _("yes")
    PARTLY = "partly", _("partly, the rest at the institution")
    NO = "no", _("no")


class Place(models.TextChoices):
    """Where an outcome is learned (V11)."""

    WORKPLACE = "workplace", _("at the workplace")
    INSTITUTION = "institution", _("at the institution")
    BOTH = "both", _("at the workplace and the institution")


class LearningKind(models.TextChoices):
    """New competence or known competence (V2)."""

    ACQUIRE = "acquire", _("newly learned")
    APPLY = "apply", _("known already, applied")


class CompetenceMode(models.TextChoices):
    """What a pathway is mainly about (V2)."""

    ACQUIRE = "acquire", _("mainly acquiring")
    APPLY = "apply", _("mainly applying")
    BOTH = "both", _("acquiring and applying")


class AssessmentMoment(models.TextChoices):
    """When an outcome is assessed."""

    CONTINUOUS = "continuous", _("throughout")
    MID_TERM = "mid_term", _("mid-term")
    FINAL = "final", _("at the end")
    PORTFOLIO = "portfolio", _("in a portfolio")
    EXAM = "exam", _("in an examination")


class TargetGroup(models.TextChoices):
    """For whom a pathway is meant (V2)."""

    WHOLE_PROGRAMME = "whole_programme", _("every student of the programme")
    LATERAL_ENTRANTS = "lateral_entrants", _("lateral entrants first")


class LearnerStatus(models.TextChoices):
    """Legal status of a learner (statuut; domain.md 2.2)."""

    STUDENT_UNPAID = "student_unpaid", _("student, unpaid")
    STUDENT_PAID = "student_paid", _("student, paid")
    EMPLOYEE = "employee_own_employer", _("employee, learns at the own employer")
    JOBSEEKER_CONTRACT = "jobseeker_vdab_contract", _("jobseeker with a VDAB contract")
    JOBSEEKER_EXEMPTED = "jobseeker_exempted", _("jobseeker with an exemption")
    SELF_EMPLOYED = "self_employed", _("self-employed")
    OTHER = "other", _("other")


class EntryRoute(models.TextChoices):
    """How a student came in."""

    REGULAR = "regular", _("regular")
    LATERAL = "lateral_entrant", _("lateral entrant")


class BirthBand(models.TextChoices):
    """Years of birth in bands: never a date (privacy)."""

    BORN_2005 = "2005-2009", "2005-2009"
    BORN_2000 = "2000-2004", "2000-2004"
    BORN_1995 = "1995-1999", "1995-1999"
    BORN_1990 = "1990-1994", "1990-1994"
    BORN_1980 = "1980-1989", "1980-1989"
    BORN_1970 = "1970-1979", "1970-1979"


class EnrolmentContract(models.TextChoices):
    """Kind of contract with the institution (domain.md 1.1)."""

    DEGREE = "degree", _("degree contract")
    CREDIT = "credit", _("credit contract")
    EXAM = "exam", _("exam contract")


class EvidenceKind(models.TextChoices):
    """Evidence of a status that was seen; the document itself is not kept."""

    ENROLMENT = "enrolment_certificate", _("certificate of enrolment")
    STUDENT_CONTRACT = "student_contract", _("student employment contract")
    EMPLOYMENT = "employment_contract", _("employment contract")
    EMPLOYER = "employer_statement", _("statement of the employer")
    VDAB_CONTRACT = "vdab_contract", _("contract with VDAB")
    VDAB_EXEMPTION = "vdab_exemption_decision", _("decision of VDAB on the exemption")
    REGISTER = "business_register_extract", _("extract from the business register")
    DECLARATION = "self_declaration", _("own declaration")


class PathwayState(models.TextChoices):
    """Life of a pathway's design."""

    DRAFT = "draft", _("draft")
    CO_CREATION = "in_co_creation", _("in co-creation")
    AGREED = "agreed", _("agreed")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    WITHDRAWN = "withdrawn", _("withdrawn")


# What everybody may read about (V37).
PUBLIC_PATHWAYS = frozenset({PathwayState.OPEN, PathwayState.CLOSED})
# What hosts see: from the moment they are asked to think along.
HOST_PATHWAYS = PUBLIC_PATHWAYS | {PathwayState.CO_CREATION, PathwayState.AGREED}
# Files bring limits in before a design is shared, as they do with positions.
LIMITED_PATHWAYS = frozenset(PathwayState) - {PathwayState.CLOSED, PathwayState.WITHDRAWN}
EDITABLE_PATHWAYS = frozenset({PathwayState.DRAFT, PathwayState.CO_CREATION})


class TrajectoryState(models.TextChoices):
    """Life of one student's run."""

    PLANNED = "planned", _("planned")
    RUNNING = "running", _("running")
    INTERRUPTED = "interrupted", _("interrupted")
    COMPLETED = "completed", _("completed")
    ENDED_EARLY = "ended_early", _("ended early")


ACTIVE_TRAJECTORIES = frozenset({TrajectoryState.RUNNING, TrajectoryState.INTERRUPTED})
FINISHED_TRAJECTORIES = frozenset({TrajectoryState.COMPLETED, TrajectoryState.ENDED_EARLY})


class LogEntryState(models.TextChoices):
    """Life of a line in a student's log."""

    WRITTEN = "written", _("written")
    CONFIRMED = "confirmed", _("confirmed")
    RETURNED = "returned", _("returned with a question")
