"""Code lists of agreements, with named sets of states beside them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AgreementState(models.TextChoices):
    """Life of a tripartite agreement."""

    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("proposed")
    PARTIALLY_SIGNED = "partially_signed", _("partially signed")
    SIGNED = "signed", _("signed")
    IN_FORCE = "in_force", _("in force")
    COMPLETED = "completed", pgettext_lazy("agreement", "completed")
    TERMINATED = "terminated", _("terminated")
    DECLINED = "declined", _("declined")
    CANCELLED = "cancelled", _("cancelled")


SIGNABLE = frozenset({AgreementState.PROPOSED, AgreementState.PARTIALLY_SIGNED})
# The parties can still ask for other words: what was frozen stays, a new version follows.
REVISABLE = SIGNABLE | {AgreementState.SIGNED, AgreementState.DECLINED}
# Before the first day: a condition can still be mended.
WAITING_FOR_FORCE = SIGNABLE | {AgreementState.SIGNED}
# It binds nobody, and cannot any more.
ENDED_AGREEMENTS = frozenset(
    {AgreementState.COMPLETED, AgreementState.TERMINATED, AgreementState.CANCELLED}
)


class SigningParty(models.TextChoices):
    """The three parties (V15)."""

    INSTITUTION = "institution", _("institution")
    HOST = "host", pgettext_lazy("party", "host organisation")
    STUDENT = "student", _("student")


class ResponsibleParty(models.TextChoices):
    """Who carries a clause (B1)."""

    INSTITUTION = "institution", _("institution")
    HOST = "host", pgettext_lazy("party", "host organisation")
    STUDENT = "student", _("student")
    TOGETHER = "together", _("the three parties together")


class ClauseCode(models.TextChoices):
    """The ten clauses of the advice, in its order (V16 to V25)."""

    PRESENCE = "presence", _("Volume and period of presence")
    ACCIDENT = "accident", _("Work-accident insurance")
    LIABILITY = "liability", _("Civil liability")
    DISPUTES = "disputes", _("Disputes")
    ETHICS = "ethics", _("Professional ethics")
    SAFETY = "safety", _("Safety and health")
    MENTOR_TRAINING = "mentor_training", _("Training of mentors")
    ABSENCE = "absence", _("Absence of student or mentor")
    TERMINATION = "termination", _("Ending the agreement")
    COSTS = "costs", _("Allowance and refund of costs")


class HealthSurveillance(models.TextChoices):
    """Who follows the student's health, where the risks ask for it (domain.md 2.4)."""

    NOT_NEEDED = "not_needed", _("not needed: the risks do not ask for it")
    HOST = "host", _("the host organisation")
    INSTITUTION = "institution", _("the institution, in consultation with the host organisation")


class EvidenceKind(models.TextChoices):
    """What can be renewed beside a signed text, with its own date (domain.md 8.2)."""

    RISK_ASSESSMENT = "risk_assessment", _("risk assessment made on")
    ACCIDENT_COVER = "accident_cover", _("work-accident insurance covers until")
    LIABILITY_COVER = "liability_cover", _("liability insurance covers until")
