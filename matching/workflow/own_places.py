"""How a request to learn at the own employer moves (V35)."""

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
from matching.enums import UNDECIDED_OWN_PLACES, OwnPlaceState
from matching.workflow.requirements import student_takes_part

OWN_PLACE = Workflow(
    name="ownplace",
    noun=_("place at the own employer"),
    states=OwnPlaceState,
    initial=OwnPlaceState.ASKED,
    transitions=(
        Transition(
            name="confirm",
            sources=frozenset({OwnPlaceState.ASKED}),
            target=OwnPlaceState.CONFIRMED,
            permission="matching.answer_for_employer",
            label=_("Yes, our worker can learn here"),
            done=_("confirmed that the own worker can learn there"),
            requirements=(student_takes_part,),
            primary=True,
        ),
        Transition(
            name="decline",
            sources=frozenset({OwnPlaceState.ASKED}),
            target=OwnPlaceState.DECLINED,
            permission="matching.answer_for_employer",
            label=_("No, this is not possible"),
            done=_("declined to have the own worker learn there"),
            requirements=(student_takes_part,),
            danger=True,
        ),
        Transition(
            name="agree",
            sources=frozenset({OwnPlaceState.CONFIRMED}),
            target=OwnPlaceState.AGREED,
            permission="matching.decide_own_place",
            label=_("Agree with the own employer"),
            done=_("agreed with the place at the own employer"),
            requirements=(student_takes_part,),
            primary=True,
        ),
        Transition(
            name="refuse",
            sources=UNDECIDED_OWN_PLACES,
            target=OwnPlaceState.REFUSED,
            permission="matching.decide_own_place",
            label=_("Refuse the own employer"),
            done=_("refused the place at the own employer"),
            requirements=(student_takes_part,),
            danger=True,
        ),
        Transition(
            name="ask-again",
            sources=frozenset(OwnPlaceState)
            - {OwnPlaceState.ASKED, OwnPlaceState.WITHDRAWN, OwnPlaceState.NOT_TAKEN},
            target=OwnPlaceState.ASKED,
            permission="matching.decide_own_place",
            label=_("Ask the employer again"),
            done=_("asked the employer again"),
            requirements=(student_takes_part,),
        ),
        Transition(
            name="withdraw",
            sources=UNDECIDED_OWN_PLACES | {OwnPlaceState.AGREED},
            target=OwnPlaceState.WITHDRAWN,
            permission="matching.withdraw_own_place",
            label=_("Do not learn at your own employer"),
            done=_("withdrew the request to learn at the own employer"),
            requirements=(student_takes_part,),
            danger=True,
        ),
        Transition(
            name="not-take",
            sources=frozenset({OwnPlaceState.AGREED}),
            target=OwnPlaceState.NOT_TAKEN,
            permission="matching.withdraw_own_place",
            label=_("Decline this place"),
            done=_("declined the place at the own employer after the match"),
            internal=True,
        ),
    ),
    labels={
        OwnPlaceState.ASKED: StateLabel(
            _("Waits for the employer's answer"), WAITING, _("the employer")
        ),
        OwnPlaceState.CONFIRMED: StateLabel(
            _("Confirmed by the employer, waits for the institution"),
            WAITING,
            _("the coordinator"),
        ),
        OwnPlaceState.DECLINED: StateLabel(_("The employer says no"), ATTENTION),
        OwnPlaceState.AGREED: StateLabel(_("Agreed: place at the own employer"), GOOD),
        OwnPlaceState.REFUSED: StateLabel(_("The institution says no"), ATTENTION),
        OwnPlaceState.WITHDRAWN: StateLabel(_("Withdrawn by the student"), NEUTRAL),
        OwnPlaceState.NOT_TAKEN: StateLabel(_("Agreed, but declined by the student"), NEUTRAL),
    },
    audience_labels={
        STUDENT: {
            OwnPlaceState.ASKED: StateLabel(
                _("Your employer has not answered yet"), WAITING, _("your employer")
            ),
            OwnPlaceState.CONFIRMED: StateLabel(
                _("Your employer says yes, the institution decides"),
                WAITING,
                _("the coordinator"),
            ),
            OwnPlaceState.DECLINED: StateLabel(_("Your employer says no"), ATTENTION),
            OwnPlaceState.AGREED: StateLabel(_("You learn at your own employer"), GOOD),
            OwnPlaceState.WITHDRAWN: StateLabel(_("You withdrew this request"), NEUTRAL),
            OwnPlaceState.NOT_TAKEN: StateLabel(_("You declined this place"), NEUTRAL),
        },
        HOST: {
            OwnPlaceState.ASKED: StateLabel(_("Waits for your answer"), WAITING, _("you")),
            OwnPlaceState.CONFIRMED: StateLabel(
                _("You said yes, the institution decides"), WAITING, _("the institution")
            ),
            OwnPlaceState.DECLINED: StateLabel(_("You said no"), NEUTRAL),
            OwnPlaceState.AGREED: StateLabel(_("Agreed: your worker learns with you"), GOOD),
            OwnPlaceState.NOT_TAKEN: StateLabel(_("Your worker declined this place"), NEUTRAL),
        },
    },
)
