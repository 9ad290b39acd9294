"""How somebody draws along in a lottery."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.workflow import (
    ATTENTION,
    GOOD,
    HOST,
    NEUTRAL,
    STUDENT,
    WAITING,
    StateLabel,
    Transition,
    Workflow,
)
from matching.enums import WitnessState
from matching.workflow.requirements import (
    applies_not_in_the_round,
    day_to_reveal_is_not_over,
    lists_are_sealed,
    promises_can_change,
)

UNPUBLISHED = frozenset({WitnessState.ASKED, WitnessState.PROMISED})

OWN_LABELS: Mapping[str, StateLabel] = {
    WitnessState.ASKED: StateLabel(_("Waits for your promise"), ATTENTION, _("you"))
}

WITNESS = Workflow(
    name="witness",
    noun=_("part in a lottery"),
    states=WitnessState,
    initial=WitnessState.ASKED,
    transitions=(
        Transition(
            name="promise",
            sources=UNPUBLISHED,
            target=WitnessState.PROMISED,
            permission="matching.draw_along",
            label=_("Promise your secret"),
            done=_("promised a secret for the lottery"),
            requirements=(promises_can_change, applies_not_in_the_round),
            primary=True,
        ),
        Transition(
            name="reveal",
            sources=frozenset({WitnessState.PROMISED}),
            target=WitnessState.REVEALED,
            permission="matching.draw_along",
            label=_("Reveal your secret"),
            done=_("revealed the secret for the lottery"),
            requirements=(lists_are_sealed, day_to_reveal_is_not_over),
            primary=True,
        ),
        Transition(
            name="release",
            sources=UNPUBLISHED,
            target=WitnessState.RELEASED,
            permission="matching.lead_lottery",
            label=_("Take the request back"),
            done=_("took the request for the lottery back"),
            requirements=(promises_can_change,),
            danger=True,
        ),
    ),
    labels={
        WitnessState.ASKED: StateLabel(
            _("Asked, has not promised yet"), WAITING, _("who was asked")
        ),
        WitnessState.PROMISED: StateLabel(_("Promised"), GOOD),
        WitnessState.REVEALED: StateLabel(_("Revealed"), GOOD),
        WitnessState.RELEASED: StateLabel(_("Request taken back"), NEUTRAL),
    },
    audience_labels={STUDENT: OWN_LABELS, HOST: OWN_LABELS},
)
