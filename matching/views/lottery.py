"""The pages of a lottery: asking somebody, and what whoever was asked does (B3)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.actions import Action
from core.templatetags.words import human_date
from core.views.pages import Breadcrumb, ScopedDetailPage, TransitionPage
from matching import forms_lottery as forms
from matching import reports, services
from matching.enums import PUBLIC_ROUNDS, RoundState
from matching.models import LotteryWitness
from matching.views.round_verbs import RoundVerb
from matching.views.rounds import round_crumb, rounds_crumb

RELATED = ("user", "intake_round__pathway__programme")


class RoundAskWitness(RoundVerb):
    """Ask somebody to draw along."""

    action = "ask-witness"
    service = services.ask_witness
    form_class = forms.AskForm
    template_name = "matching/round_ask_witness.html"
    success_message = _("Asked. You see in the round how far everybody is.")


class WitnessDetail(ScopedDetailPage):
    """What a lottery asks of somebody, and how far it is."""

    model = LotteryWitness
    template_name = "matching/witness_detail.html"
    queryset_related = RELATED

    def get_heading(self) -> Any:
        """Which lottery."""
        return _("Lottery of %(round)s") % {"round": self.object.intake_round.name}

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list and the round, for whoever can open a draft round."""
        leads = self.request.user.has_perm("matching.lead_lottery", self.object)
        return [rounds_crumb(), *([round_crumb(self.object.intake_round)] if leads else [])]

    def get_summary(self) -> list[tuple[Any, ...]]:
        """For whom, in which round, and what was promised."""
        row = self.object
        rows: list[tuple[Any, ...]] = [
            (_("Pathway"), row.intake_round.pathway),
            (_("Draws along"), row.user),
            (_("Speaks for"), row.get_party_display()),
        ]
        if row.reveal_by:
            rows.append((_("Last day to reveal"), human_date(row.reveal_by)))
        if row.intake_round.state in PUBLIC_ROUNDS:
            url = reverse("public-round", args=[row.intake_round.uuid])
            rows.append((_("Public page"), _("How this round works"), url))
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How far it is in words; to the person itself also what it is for."""
        row = self.object
        own = row.user_id == self.request.user.pk
        far = reports.how_far_you_are if own else reports.how_far
        context = super().get_context_data(
            far=far(row, row.intake_round.state),
            own=own,
            changes=row.intake_round.state == RoundState.DRAFT,
            barred=services.drawers_do_not_apply(row.intake_round),
            **kwargs,
        )
        actions = [self.shown(one) for one in context["actions"] if self.is_of_use(one)]
        return context | {"actions": actions}

    def is_of_use(self, action: Action) -> bool:
        """What became impossible for good is not worth a line; that a secret is too early is, and
        that whoever applies cannot promise.
        """
        open_still = {
            "promise": self.object.intake_round.state == RoundState.DRAFT,
            "reveal": not self.object.reveal_by,
        }
        return action.allowed or open_still.get(action.name, False)

    def shown(self, action: Action) -> Action:
        """Whoever promised can promise something else; that is not what comes next."""
        if action.name == "promise" and self.object.sha256:
            return replace(action, primary=False, label=_("Promise another secret"))
        return action


class WitnessVerb(TransitionPage):
    """A verb of somebody's part in a lottery."""

    model = LotteryWitness
    detail_url_name = "matching:witness-detail"
    queryset_related = RELATED
    keeps_drafts = False  # a secret is kept nowhere

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The own page, by the name that it has."""
        name = _("Lottery of %(round)s") % {"round": self.object.intake_round.name}
        return [rounds_crumb(), (name, self.get_detail_url())]


class WitnessPromise(WitnessVerb):
    """Promise a secret."""

    action = "promise"
    service = services.promise_secret
    form_class = forms.PromiseForm
    template_name = "matching/witness_promise.html"
    success_message = _("Promised. Keep your secret: you need it when the lists are sealed.")


class WitnessReveal(WitnessVerb):
    """Reveal the promised secret."""

    action = "reveal"
    service = services.reveal_secret
    form_class = forms.RevealForm
    template_name = "matching/witness_reveal.html"
    success_message = _("Revealed. Your secret draws along; you need not do anything more.")


class WitnessRelease(WitnessVerb):
    """Take the request back."""

    action = "release"
    service = services.release_witness
    template_name = "matching/witness_release.html"
    success_message = _("The request is taken back. You can ask somebody else.")

    def get_success_url(self) -> str:
        """To the round, where somebody else can be asked."""
        return reverse("matching:round-detail", args=[self.object.intake_round.uuid])
