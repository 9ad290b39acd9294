"""One page per verb of a pathway."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from core.templatetags.words import hours
from core.views.pages import TransitionPage
from trajectories import services
from trajectories.design_forms import ConditionsForm, LimitsForm, PathwayForm, PlacesForm
from trajectories.models import Pathway
from trajectories.reports import coverage
from trajectories.views.pathways import design_groups
from trajectories.wording import paragraphs


class PathwayVerb(TransitionPage):
    """A verb of a pathway."""

    model = Pathway
    queryset_related = ("programme__institution",)
    detail_url_name: ClassVar[str] = "trajectories:pathway-detail"


class PathwayEdit(PathwayVerb):
    """Change the design."""

    action = "edit"
    service = services.edit_pathway
    form_class = PathwayForm
    success_message = _("The design is changed.")
    extra_context = {
        "meaning": _("In co-creation every change makes a new version, which all accept anew.")
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Choices within the own institution."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The fields in groups."""
        extra = {"fieldsets": design_groups(), "submit_label": _("Save the design")}
        return super().get_context_data(**extra | kwargs)


class PathwayPlaces(PathwayVerb):
    """Say where each outcome is learned."""

    action = "place-outcomes"
    service = services.place_outcomes
    form_class = PlacesForm
    success_message = _("The places of the learning outcomes are saved.")
    lead = _(
        "Start from what the workplace can teach. What it cannot, is learned at the institution."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        """The outcomes of this pathway's programme."""
        return super().get_form_kwargs() | {"pathway": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One group of fields for every outcome."""
        context = super().get_context_data(submit_label=_("Save the places"), **kwargs)
        return context | {"fieldsets": context["form"].fieldsets()}

    def run(self, form: Any) -> Any:
        """Save all places at once."""
        return services.place_outcomes(self.object, actor=self.request.user, places=form.places())


class PathwayConditions(PathwayVerb):
    """Set the conditions to apply."""

    action = "set-conditions"
    service = services.set_conditions
    form_class = ConditionsForm
    success_message = _("The conditions to apply are saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The conditions of this pathway."""
        return super().get_form_kwargs() | {"pathway": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The button saves."""
        return super().get_context_data(submit_label=_("Save the conditions"), **kwargs)


class PathwayLimits(PathwayVerb):
    """Limit hosts over all their positions, and the pathway over those of all hosts."""

    action = "set-limits"
    service = services.set_limits
    form_class = LimitsForm
    success_message = _("The limits are saved.")
    lead = _(
        "A host with several positions can take fewer students than these have places, and so can "
        "the pathway as a whole. The match then gives the places over all those positions "
        "together to the highest marks."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        """The hosts of this pathway."""
        return super().get_form_kwargs() | {"pathway": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The button saves."""
        return super().get_context_data(submit_label=_("Save the limits"), **kwargs)

    def run(self, form: Any) -> Any:
        """Save all limits at once."""
        return services.set_limits(
            self.object,
            actor=self.request.user,
            limits=form.limits(),
            students_at_most=form.cleaned_data["students_at_most"],
        )


class PathwayStartCoCreation(PathwayVerb):
    """Ask the hosts to think along."""

    action = "start-co-creation"
    service = services.start_co_creation
    success_message = _("The hosts see the design now, and can offer positions.")
    extra_context = {
        "meaning": paragraphs(
            _("Partner hosts see the design and can offer positions."),
            _("You can still change the design; every change is a new version."),
            _("The design is agreed once the institution and at least one host accept a version."),
        )
    }


class PathwayAccept(PathwayVerb):
    """Accept this version of the design."""

    action = "accept"
    service = services.accept_pathway
    success_message = _("You accepted the design.")
    extra_context = {
        "meaning": paragraphs(
            _("You accept this version for your organisation. A later change asks you anew."),
            _("Once both institution and host accept, the institution can open the pathway."),
        )
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is accepted, in short."""
        pathway = self.object
        gaps = sum(1 for row in coverage(pathway) if row.location is None)
        rows = [
            (_("Pathway"), pathway),
            (_("Version"), pathway.version),
            (_("Credits of work-based learning"), pathway.wbl_credits),
            (_("Planned hours"), hours(pathway.hours_planned)),
            (_("Learning outcomes without a place"), str(gaps)),
        ]
        return super().get_context_data(summary=rows, **kwargs)


class PathwayRevise(PathwayVerb):
    """Take an agreed design back into co-creation."""

    action = "revise"
    service = services.revise_pathway
    success_message = _("The design is in co-creation again, as a new version.")
    extra_context = {"meaning": _("A new version begins. Institution and host accept it anew.")}


class PathwayOpen(PathwayVerb):
    """Open the pathway."""

    action = "open"
    service = services.open_pathway
    success_message = _("The pathway is open. Everybody can read about it now.")
    extra_context = {
        "meaning": paragraphs(
            _("Everybody can read about this pathway, also without signing in."),
            _("The design stays as it is. An intake round can begin."),
        )
    }


class PathwayClose(PathwayVerb):
    """Close the pathway."""

    action = "close"
    service = services.close_pathway
    success_message = _("The pathway is closed. Trajectories that run go on.")
    extra_context = {
        "consequences": [
            _("No new positions and no new students. Trajectories that run go on."),
            _("The public page stays, and says that the pathway is closed."),
        ]
    }


class PathwayWithdraw(PathwayVerb):
    """Withdraw the design."""

    action = "withdraw"
    service = services.withdraw_pathway
    success_message = _("The pathway is withdrawn.")
    extra_context = {"consequences": [_("The design is given up. This cannot be undone.")]}
