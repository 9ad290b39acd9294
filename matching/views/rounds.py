"""Intake rounds: the list, a new one, and the page of each."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import scope
from core.people import audience_of
from core.templatetags.words import human_date
from core.views.pages import (
    Breadcrumb,
    ScopedDetailPage,
    ScopedListPage,
    ServiceFormPage,
)
from core.workflow import INSTITUTION
from matching import filters, forms, reports, services, tables
from matching.enums import PUBLIC_ROUNDS
from matching.models import Application, IntakeRound
from matching.workflow import APPLICATION, OWN_PLACE


def rounds_crumb() -> Breadcrumb:
    """The list of rounds as a step of the way here."""
    return (_("Intake"), reverse("matching:round-list"))


def round_crumb(intake: IntakeRound) -> Breadcrumb:
    """A round as a step of the way here."""
    return (str(intake), reverse("matching:round-detail", args=[intake.uuid]))


class RoundList(ScopedListPage):
    """Intake rounds in the reader's scope."""

    model = IntakeRound
    table_class = tables.RoundTable
    filterset_class = filters.RoundFilter
    queryset_related = ("pathway__programme",)
    heading = _("Intake")
    lead = _("Rounds in which students apply for a place in a pathway.")
    empty_text = _("There is no intake round yet.")
    create_url_name = "matching:round-create"
    create_permission = "matching.create_round"
    create_label = _("Start an intake round")

    def get_queryset(self) -> Any:
        """With the number of applications."""
        return reports.with_application_count(super().get_queryset())

    def get_table_kwargs(self) -> dict[str, Any]:
        """How many applied is for the institution."""
        kwargs = super().get_table_kwargs()
        if audience_of(self.request) != INSTITUTION:
            kwargs["exclude"] = ("application_count",)
        return kwargs


class RoundDetail(ScopedDetailPage):
    """A round: dates, criteria, how many stand where, seals."""

    model = IntakeRound
    template_name = "matching/round_detail.html"
    queryset_related = ("pathway__programme", "pathway__coach")

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list first."""
        return [rounds_crumb()]

    def get_summary(self) -> list[tuple[Any, ...]]:
        """What one must know to apply or to lead."""
        intake = self.object
        rows: list[tuple[Any, ...]] = [
            (_("Pathway"), intake.pathway),
            (_("Opens on"), human_date(intake.opens_on)),
            (_("Last day to apply"), human_date(intake.closes_on)),
            (_("Weight of the institution's ratings"), intake.institution_weight),
            (_("Weight of the host's ratings"), intake.host_weight),
        ]
        if intake.state in PUBLIC_ROUNDS:
            url = reverse("public-round", args=[intake.uuid])
            rows.append((_("Public page"), _("How this round works"), url))
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Criteria, counts and closings for the institution, seals, the own application."""
        intake, user = self.object, self.request.user
        own = scope(Application, user).filter(intake_round=intake, student__user=user)
        leads = user.has_perm("matching.lead_round", intake)
        return super().get_context_data(
            criteria=intake.criteria.all(),
            weight_sum=sum(row.weight for row in intake.criteria.all()),
            counts=self.get_counts(),
            seals=intake.seals.without_text().select_related("sealed_by"),
            own=own.first(),
            leads=leads,
            drawing=reports.drawing_of(intake) if leads else [],
            lottery=intake.witnesses.drawing().filter(user=user).first(),
            closed=reports.closed_in(intake) if leads else [],
            own_places=self.get_own_places() if leads else [],
            **kwargs,
        )

    def get_own_places(self) -> list[dict[str, Any]]:
        """Who asked to learn at the own employer, how far that is, on which kind of seat (V35)."""
        return [
            {
                "place": row,
                "label": OWN_PLACE.label(row.state, INSTITUTION).label,
                "seat": reports.seat_in_words(row),
                "due": reports.awaited_by(row),
            }
            for row in reports.own_places_in(self.object)
        ]

    def get_counts(self) -> list[tuple[Any, int, str]]:
        """For whoever handles applications: words of the state, how many, the list behind it."""
        user = self.request.user
        if not user.has_perm("matching.see_counts", self.object):
            return []
        address = reverse("matching:application-list")
        return [
            (
                APPLICATION.label(state, INSTITUTION).label,
                count,
                f"{address}?round={self.object.uuid}&state={state}" if state != "draft" else "",
            )
            for state, count in reports.counts_per_state(self.object)
        ]


class RoundCreate(ServiceFormPage):
    """A new round."""

    permission = "matching.create_round"
    form_class = forms.RoundForm
    heading = _("Start an intake round")
    lead = _("You begin with six criteria, which you can still change before you publish them.")
    submit_label = _("Make the round")
    success_message = _("The round is a draft: only your institution sees it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Only pathways that the person leads."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list first."""
        return [rounds_crumb()]

    def run(self, form: Any) -> IntakeRound:
        """Make it."""
        return services.create_round(actor=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        """To the new round."""
        return reverse("matching:round-detail", args=[self.result.uuid])

    def get_cancel_url(self) -> str:
        """Back to the list."""
        return reverse("matching:round-list")
