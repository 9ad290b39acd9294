"""The way of a request to be forgotten."""

from django.utils.translation import gettext_lazy as _

from core.privacy.enums import CaseState
from core.workflow import ATTENTION, GOOD, NEUTRAL, WAITING, StateLabel, Transition, Workflow

ASKED = frozenset({CaseState.ASKED})

ERASURE = Workflow(
    name="erasure",
    noun=_("request to be forgotten"),
    states=CaseState,
    initial=CaseState.ASKED,
    transitions=(
        Transition(
            name="approve",
            sources=ASKED,
            target=CaseState.APPROVED,
            permission="core.decide_erasure",
            label=_("Erase this person's data"),
            done=_("Approved the request"),
            primary=True,
            danger=True,
        ),
        Transition(
            name="refuse",
            sources=ASKED,
            target=CaseState.REFUSED,
            permission="core.decide_erasure",
            label=_("Refuse the request"),
            done=_("Refused the request"),
        ),
        Transition(
            name="withdraw",
            sources=ASKED,
            target=CaseState.WITHDRAWN,
            permission="core.withdraw_erasure",
            label=_("Withdraw the request"),
            done=_("Withdrew the request"),
            form=False,
        ),
        Transition(
            name="finish",
            sources=frozenset({CaseState.APPROVED}),
            target=CaseState.DONE,
            permission="core.decide_erasure",
            label=_("Finish"),
            done=_("Erased the data"),
            internal=True,
        ),
    ),
    labels={
        CaseState.ASKED: StateLabel(_("Asked"), WAITING, _("who decides on it")),
        CaseState.APPROVED: StateLabel(_("Approved"), WAITING, _("the platform")),
        CaseState.DONE: StateLabel(_("Erased"), GOOD),
        CaseState.REFUSED: StateLabel(_("Refused"), ATTENTION),
        CaseState.WITHDRAWN: StateLabel(_("Withdrawn"), NEUTRAL),
    },
)
