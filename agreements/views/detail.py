"""The page of one agreement: how it stands, who signed, what must hold on the first day."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from agreements.conditions import Condition, Mend, conditions_of
from agreements.enums import AgreementState
from agreements.models import Agreement
from agreements.reports import RELATED, agreement_timeline, party_lines
from agreements.rules import drafts, leads
from agreements.views.common import edit_url, list_crumb
from core.views.pages import Breadcrumb, ScopedDetailPage

BEFORE_FORCE = frozenset(
    {
        AgreementState.DRAFT,
        AgreementState.PROPOSED,
        AgreementState.PARTIALLY_SIGNED,
        AgreementState.SIGNED,
    }
)


class AgreementDetail(ScopedDetailPage):
    """One agreement."""

    model = Agreement
    permission = "agreements.read_agreement"
    template_name = "agreements/agreement_detail.html"
    queryset_related = RELATED

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list of agreements."""
        return [list_crumb()]

    def get_summary(self) -> list[tuple[Any, ...]]:
        """Who, where, when."""
        agreement, run = self.object, self.object.trajectory
        first, last = date_format(agreement.start_date), date_format(agreement.end_date)
        rows = [
            (_("Student"), run.student),
            (_("Institution"), agreement.institution),
            (_("Host organisation"), agreement.host),
            (_("Workplace"), run.position.workplace.establishment.address),
            (_("Mentor"), run.mentor),
            (_("Pathway"), run.pathway),
            (_("Period"), _("%(first)s until %(last)s") % {"first": first, "last": last}),
        ]
        reasons = [
            (_("Why it was declined"), agreement.decline_reason),
            (_("Why it ended"), agreement.end_reason),
        ]
        return rows + [row for row in reasons if row[1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Versions and signatures; the conditions for the institution, before force."""
        agreement = self.object
        versions = list(agreement.versions.prefetch_related("signatures"))
        staff = drafts(self.request.user, agreement)
        shown = staff and agreement.state in BEFORE_FORCE
        extra = {
            "versions": versions,
            "parties": party_lines(versions[0]) if versions else [],
            "is_draft": agreement.state == AgreementState.DRAFT,
            "reads_draft": staff,
            "conditions": self.conditions() if shown else [],
            "timeline": agreement_timeline(agreement, self.request.user),
        }
        return super().get_context_data(**extra | kwargs)

    def conditions(self) -> list[dict[str, Any]]:
        """Each dated condition with the address where it is mended."""
        return [
            {"title": c.title, "holds": c.holds, "sentence": c.sentence, "url": self.mend_url(c)}
            for c in conditions_of(self.object)
        ]

    def mend_url(self, condition: Condition) -> str | None:
        """Where to put an unmet condition right; None when it holds or others must do it."""
        agreement, user = self.object, self.request.user
        if condition.holds:
            return None
        if condition.mend is Mend.RECOGNITION:
            site = agreement.trajectory.position.workplace.establishment
            may = user.has_perm("partnerships.recognise_establishment", agreement.institution)
            return reverse("partnerships:recognition-create", args=[site.uuid]) if may else None
        if agreement.state == AgreementState.DRAFT:
            return edit_url(agreement)
        verb = "renew-evidence" if condition.mend is Mend.EVIDENCE else "revise"
        may = leads(user, agreement) if condition.mend is Mend.EVIDENCE else True
        return reverse(f"agreements:agreement-{verb}", args=[agreement.uuid]) if may else None
