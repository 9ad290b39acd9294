"""The verbs of an intake round, each a page: what it means, then one button."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.templatetags.words import human_date
from core.views.pages import Breadcrumb, TransitionPage
from matching import forms, reports, services
from matching.models import IntakeRound
from matching.views.rounds import rounds_crumb
from matching.workflow import FULL_WEIGHT


class RoundVerb(TransitionPage):
    """A verb of the coordinator: what it means, then one button."""

    model = IntakeRound
    detail_url_name = "matching:round-detail"
    queryset_related = ("pathway__programme",)
    consequences: ClassVar[Sequence[Any]] = ()
    meaning: ClassVar[Any] = ""

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list, then the round."""
        return [rounds_crumb(), *super().get_breadcrumbs()]

    def get_consequences(self) -> Sequence[Any]:
        """What pressing the button means."""
        return self.consequences

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what it means."""
        extra = {"consequences": self.get_consequences(), "meaning": self.meaning}
        return super().get_context_data(**extra | kwargs)


class RoundEdit(RoundVerb):
    """Change name, dates and weights of the parties."""

    action = "edit"
    service = services.edit_round
    form_class = forms.RoundEditForm

    def get_initial(self) -> dict[str, Any]:
        """As it stands."""
        return {name: getattr(self.object, name) for name in forms.RoundEditForm.base_fields}


class RoundSetCriteria(RoundVerb):
    """Change criteria and weights on one page, with their sum."""

    action = "set-criteria"
    service = services.set_criteria
    form_class: Any = forms.CriteriaFormSet
    template_name = "matching/round_criteria.html"

    def get_initial(self) -> Any:
        """One row per criterion."""
        return forms.criteria_initial(self.object)

    def run(self, form: Any) -> None:
        """Replace the criteria."""
        services.set_criteria(self.object, actor=self.request.user, criteria=form.criteria())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sum of the weights as they stand."""
        weights = self.object.criteria.values_list("weight", flat=True)
        return super().get_context_data(weight_sum=sum(weights), full_weight=FULL_WEIGHT, **kwargs)


class RoundPublish(RoundVerb):
    """Fix criteria and procedure."""

    action = "publish"
    service = services.publish_round
    consequences = (
        _("Criteria, weights, dates and procedure are fixed for everybody and cannot change."),
        _("They appear on a public page, with a hash that shows that they stayed the same."),
    )

    def get_consequences(self) -> Sequence[Any]:
        """Who draws along is promised for good as well."""
        if self.object.witnesses.drawing().exists():
            last = _("The secrets of everybody who draws along are promised for good.")
        else:
            last = _("The lottery's secret number is promised now and shown after the match.")
        return (*self.consequences, last)


class RoundOpen(RoundVerb):
    """Let students apply."""

    action = "open"
    service = services.open_round
    meaning = _("Students of this programme can apply from now on.")


class RoundStartRating(RoundVerb):
    """No more applications."""

    action = "start-rating"
    service = services.start_rating

    def get_consequences(self) -> Sequence[Any]:
        """Closing before the published day breaks a promise: say so."""
        closes_on = {"date": human_date(self.object.closes_on)}
        return (
            _("The published last day to apply is %(date)s. Nobody can apply after this.")
            % closes_on,
            _("Institution and hosts rate the applications, each without seeing the others."),
        )


class RoundSeal(RoundVerb):
    """Fix the input of the match."""

    action = "seal"
    service = services.seal_round
    consequences = (
        _("Lists, ratings and what is possible cannot change any more."),
        _("Their hash appears on the public page."),
    )

    def get_consequences(self) -> Sequence[Any]:
        """Also who takes no part, and that who draws along is asked for the secret."""
        return (*self.consequences, *self.left_out(), *self.asked())

    def left_out(self) -> Iterator[str]:
        """Who has a place from an earlier round."""
        there = reports.already_placed(self.object)
        if there:
            yield ngettext(
                "%(count)d student has a place in the pathway already and is left out: %(names)s.",
                "%(count)d students have a place in the pathway already and are left out: "
                "%(names)s.",
                len(there),
            ) % {"count": len(there), "names": ", ".join(str(row.student) for row in there)}

    def asked(self) -> Iterator[Any]:
        """Who draws along gets a message, and the match waits for it."""
        if self.object.witnesses.drawing().exists():
            yield _(
                "Who draws along in the lottery is asked for the secret. The match waits until all"
                " are in, or their last day has passed."
            )


class RoundMatch(RoundVerb):
    """Run the match."""

    action = "match"
    service = services.match_round
    consequences = (
        _("Every student reads the result and the reasons at the same moment."),
        _("The match runs once. Afterwards only the students accept or decline."),
    )


class RoundClose(RoundVerb):
    """End the round."""

    action = "close"
    service = services.close_round
    meaning = _("The round is over. Its pages stay readable.")
