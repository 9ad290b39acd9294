"""How an application moves."""

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
from matching.enums import RATABLE_APPLICATIONS, UNDECIDED_APPLICATIONS, ApplicationState
from matching.workflow.requirements import (
    has_motivation,
    has_no_place,
    has_preferences,
    is_in_the_ranking,
    lists_are_not_sealed,
    round_is_open,
    round_is_rating,
)

APPLICATION = Workflow(
    name="application",
    noun=_("application"),
    states=ApplicationState,
    initial=ApplicationState.DRAFT,
    transitions=(
        Transition(
            name="edit",
            sources=frozenset({ApplicationState.DRAFT}),
            target=None,
            permission="matching.write_application",
            label=_("Continue your application"),
            done=_("worked on the application"),
        ),
        Transition(
            name="rank",
            sources=frozenset({ApplicationState.DRAFT}),
            target=None,
            permission="matching.write_application",
            label=_("Rank the positions"),
            done=_("ranked the positions"),
        ),
        Transition(
            name="name-employer",
            sources=frozenset({ApplicationState.DRAFT}),
            target=None,
            permission="matching.write_application",
            label=_("Learn at your own employer"),
            done=_("said whether the own employer would be the host"),
        ),
        Transition(
            name="submit",
            sources=frozenset({ApplicationState.DRAFT}),
            target=ApplicationState.SUBMITTED,
            permission="matching.write_application",
            label=_("Check and send"),
            done=_("submitted the application"),
            requirements=(has_motivation, has_preferences, round_is_open, has_no_place),
            primary=True,
        ),
        Transition(
            name="check",
            sources=frozenset({ApplicationState.SUBMITTED}),
            target=ApplicationState.ELIGIBLE,
            permission="matching.check_application",
            label=_("Check the conditions"),
            done=_("checked the conditions: eligible"),
            requirements=(lists_are_not_sealed,),
            primary=True,
        ),
        Transition(
            name="refuse",
            sources=frozenset({ApplicationState.SUBMITTED}),
            target=ApplicationState.INELIGIBLE,
            permission="matching.check_application",
            label=_("Not eligible"),
            done=_("checked the conditions: not eligible"),
            requirements=(lists_are_not_sealed,),
            internal=True,
        ),
        Transition(
            name="rate",
            sources=RATABLE_APPLICATIONS,
            target=None,
            permission="matching.rate_application",
            label=_("Rate this application"),
            done=_("rated the application"),
            requirements=(round_is_rating, is_in_the_ranking),
            primary=True,
        ),
        Transition(
            name="rate-pair",
            sources=RATABLE_APPLICATIONS,
            target=None,
            permission="matching.rate_pair",
            label=_("Rate for your place"),
            done=_("rated the application for a place"),
            requirements=(round_is_rating, is_in_the_ranking),
            internal=True,
        ),
        Transition(
            name="judge",
            sources=RATABLE_APPLICATIONS,
            target=None,
            permission="matching.rate_pair",
            label=_("Say whether it can work"),
            done=_("said whether the student can learn at a place"),
            requirements=(lists_are_not_sealed, is_in_the_ranking),
            internal=True,
        ),
        Transition(
            name="withdraw-choice",
            sources=RATABLE_APPLICATIONS | {ApplicationState.SUBMITTED},
            target=None,
            permission="matching.write_application",
            label=_("Withdraw this choice"),
            done=_("withdrew a choice"),
            requirements=(lists_are_not_sealed, is_in_the_ranking),
            internal=True,
        ),
        Transition(
            name="finish-interviews",
            sources=frozenset({ApplicationState.ELIGIBLE}),
            target=ApplicationState.INTERVIEWED,
            permission="matching.finish_application",
            label=_("Interviews are done"),
            done=_("both sides have rated the application"),
            internal=True,
        ),
        Transition(
            name="fix-place",
            sources=frozenset({ApplicationState.ELIGIBLE}),
            target=ApplicationState.INTERVIEWED,
            permission="matching.finish_application",
            label=_("No rating is needed"),
            done=_("has a place at the own employer and needs no rating"),
            internal=True,
        ),
        Transition(
            name="resume-interviews",
            sources=frozenset({ApplicationState.INTERVIEWED}),
            target=ApplicationState.ELIGIBLE,
            permission="matching.finish_application",
            label=_("Rate after all"),
            done=_("must be rated after all, without a place at the own employer"),
            internal=True,
        ),
        Transition(
            name="place",
            sources=frozenset({ApplicationState.INTERVIEWED}),
            target=ApplicationState.PLACED,
            permission="matching.lead_application",
            label=_("Place"),
            done=_("got a place in the match"),
            internal=True,
        ),
        Transition(
            name="leave-unplaced",
            sources=frozenset({ApplicationState.INTERVIEWED}),
            target=ApplicationState.UNPLACED,
            permission="matching.lead_application",
            label=_("No place"),
            done=_("got no place in the match"),
            internal=True,
        ),
        Transition(
            name="accept",
            sources=frozenset({ApplicationState.PLACED}),
            target=ApplicationState.ACCEPTED,
            permission="matching.answer_offer",
            label=_("Accept this place"),
            done=_("accepted the place"),
            primary=True,
        ),
        Transition(
            name="decline",
            sources=frozenset({ApplicationState.PLACED}),
            target=ApplicationState.DECLINED,
            permission="matching.answer_offer",
            label=_("Decline this place"),
            done=_("declined the place"),
            danger=True,
        ),
        Transition(
            name="leave-out",
            sources=UNDECIDED_APPLICATIONS,
            target=ApplicationState.WITHDRAWN,
            permission="matching.lead_application",
            label=_("Leave out of this round"),
            done=_("was left out: the student has a place in the pathway already"),
            internal=True,
        ),
        Transition(
            name="withdraw",
            sources=UNDECIDED_APPLICATIONS,
            target=ApplicationState.WITHDRAWN,
            permission="matching.write_application",
            label=_("Withdraw your application"),
            done=_("withdrew the application"),
            requirements=(lists_are_not_sealed,),
            danger=True,
        ),
    ),
    labels={
        ApplicationState.DRAFT: StateLabel(_("Draft"), NEUTRAL, _("the student")),
        ApplicationState.SUBMITTED: StateLabel(
            _("Submitted, conditions to be checked"), WAITING, _("the trajectory coach")
        ),
        ApplicationState.ELIGIBLE: StateLabel(
            _("Eligible, to be rated"), WAITING, _("institution and host")
        ),
        ApplicationState.INELIGIBLE: StateLabel(_("Not eligible"), ATTENTION),
        ApplicationState.INTERVIEWED: StateLabel(
            _("Ready, waits for the match"), WAITING, _("the match")
        ),
        ApplicationState.PLACED: StateLabel(
            _("Placed, waits for the student's answer"), WAITING, _("the student")
        ),
        ApplicationState.UNPLACED: StateLabel(
            _("Without a place"), ATTENTION, _("the trajectory coach")
        ),
        ApplicationState.ACCEPTED: StateLabel(_("Place accepted"), GOOD),
        ApplicationState.DECLINED: StateLabel(_("Place declined"), NEUTRAL),
        ApplicationState.WITHDRAWN: StateLabel(_("Withdrawn"), NEUTRAL),
    },
    audience_labels={
        STUDENT: {
            ApplicationState.DRAFT: StateLabel(_("Not sent yet"), ATTENTION, _("you")),
            ApplicationState.SUBMITTED: StateLabel(
                _("We are checking the conditions"), WAITING, _("the trajectory coach")
            ),
            ApplicationState.ELIGIBLE: StateLabel(
                _("Institution and host are looking at your application"),
                WAITING,
                _("institution and host"),
            ),
            ApplicationState.INELIGIBLE: StateLabel(
                _("You do not meet all the conditions"), ATTENTION
            ),
            ApplicationState.INTERVIEWED: StateLabel(
                _("Everything is ready, the match follows"), WAITING, _("the match")
            ),
            ApplicationState.PLACED: StateLabel(_("You have a place!"), GOOD, _("you")),
            ApplicationState.UNPLACED: StateLabel(
                _("No place this time; your coach helps you on"),
                ATTENTION,
                _("your trajectory coach"),
            ),
            ApplicationState.ACCEPTED: StateLabel(_("You accepted your place"), GOOD),
            ApplicationState.DECLINED: StateLabel(_("You declined your place"), NEUTRAL),
        },
        HOST: {
            ApplicationState.ELIGIBLE: StateLabel(
                _("Waits for you and the institution"), WAITING, _("you and the institution")
            ),
        },
    },
)
