"""How an intake round moves."""

from django.utils.translation import gettext_lazy as _

from core.workflow import (
    GOOD,
    NEUTRAL,
    WAITING,
    StateLabel,
    Transition,
    Workflow,
)
from matching.enums import RoundState
from matching.workflow.requirements import (
    everybody_answered,
    everybody_promised,
    own_employers_are_decided,
    pathway_is_open,
    ratings_are_complete,
    secrets_are_revealed,
    somebody_can_be_asked,
    weights_add_up,
)

ROUND = Workflow(
    name="round",
    noun=_("intake round"),
    states=RoundState,
    initial=RoundState.DRAFT,
    transitions=(
        Transition(
            name="edit",
            sources=frozenset({RoundState.DRAFT}),
            target=None,
            permission="matching.lead_round",
            label=_("Change the round"),
            done=_("changed the round"),
        ),
        Transition(
            name="set-criteria",
            sources=frozenset({RoundState.DRAFT}),
            target=None,
            permission="matching.lead_round",
            label=_("Change criteria and weights"),
            done=_("changed criteria and weights"),
        ),
        Transition(
            name="ask-witness",
            sources=frozenset({RoundState.DRAFT}),
            target=None,
            permission="matching.lead_round",
            label=_("Let somebody draw along in the lottery"),
            done=_("asked somebody to draw along in the lottery"),
            requirements=(somebody_can_be_asked,),
        ),
        Transition(
            name="publish",
            sources=frozenset({RoundState.DRAFT}),
            target=RoundState.PUBLISHED,
            permission="matching.lead_round",
            label=_("Publish criteria and procedure"),
            done=_("published criteria and procedure"),
            requirements=(weights_add_up, pathway_is_open, everybody_promised),
            primary=True,
        ),
        Transition(
            name="open",
            sources=frozenset({RoundState.PUBLISHED}),
            target=RoundState.OPEN,
            permission="matching.lead_round",
            label=_("Open for applications"),
            done=_("opened the round for applications"),
            primary=True,
        ),
        Transition(
            name="apply",
            sources=frozenset({RoundState.OPEN}),
            target=None,
            permission="matching.apply_in_round",
            label=_("Start your application"),
            done=_("started an application"),
            primary=True,
        ),
        Transition(
            name="start-rating",
            sources=frozenset({RoundState.OPEN}),
            target=RoundState.RATING,
            permission="matching.lead_round",
            label=_("Close applications and start rating"),
            done=_("closed applications and started the rating"),
            primary=True,
        ),
        Transition(
            name="seal",
            sources=frozenset({RoundState.RATING}),
            target=RoundState.SEALED,
            permission="matching.lead_round",
            label=_("Seal lists and ratings"),
            done=_("sealed lists and ratings"),
            requirements=(ratings_are_complete, own_employers_are_decided),
            primary=True,
        ),
        Transition(
            name="match",
            sources=frozenset({RoundState.SEALED}),
            target=RoundState.MATCHED,
            permission="matching.lead_round",
            label=_("Run the match"),
            done=_("ran the match"),
            requirements=(secrets_are_revealed,),
            primary=True,
        ),
        Transition(
            name="close",
            sources=frozenset({RoundState.MATCHED}),
            target=RoundState.CLOSED,
            permission="matching.lead_round",
            label=_("Close the round"),
            done=_("closed the round"),
            requirements=(everybody_answered,),
        ),
    ),
    labels={
        RoundState.DRAFT: StateLabel(_("Draft"), NEUTRAL, _("the institution")),
        RoundState.PUBLISHED: StateLabel(_("Published, opens soon"), WAITING, _("the institution")),
        RoundState.OPEN: StateLabel(_("Open for applications"), GOOD, _("students")),
        RoundState.RATING: StateLabel(
            _("Applications are being rated"), WAITING, _("institution and hosts")
        ),
        RoundState.SEALED: StateLabel(_("Sealed, ready for the match"), WAITING, _("the match")),
        RoundState.MATCHED: StateLabel(_("Matched, students answer"), WAITING, _("students")),
        RoundState.CLOSED: StateLabel(_("Closed"), NEUTRAL),
    },
)
