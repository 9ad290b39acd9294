"""How a tripartite agreement moves."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.enums import REVISABLE, SIGNABLE, WAITING_FOR_FORCE, AgreementState
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
from trajectories.enums import FINISHED_TRAJECTORIES, TrajectoryState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def clauses_are_complete(agreement: Any) -> Iterator["StrOrPromise"]:
    """All ten clauses are filled in before the proposal (B1)."""
    for clause in agreement.incomplete_clauses():
        yield _("Complete the clause “%(title)s”.") % {"title": clause.title}


def dated_conditions_hold(agreement: Any) -> Iterator["StrOrPromise"]:
    """Risk assessment, covers, recognition and mentors hold on the first day (domain.md 8.2)."""
    yield from agreement.unmet_conditions()


def trajectory_is_not_over(agreement: Any) -> Iterator["StrOrPromise"]:
    """Nothing can come into force for a trajectory that ended, early or at its end."""
    if agreement.trajectory.state in FINISHED_TRAJECTORIES:
        yield _("The trajectory is over. Cancel this agreement.")


def trajectory_did_not_stop(agreement: Any) -> Iterator["StrOrPromise"]:
    """What stopped before its last day did not run its course."""
    if agreement.trajectory.state == TrajectoryState.ENDED_EARLY:
        yield _("The trajectory ended early. End this agreement early too.")


PREPARING = StateLabel(_("The institution is writing a new version"), WAITING, _("the institution"))

AGREEMENT = Workflow(
    name="agreement",
    noun=_("agreement"),
    states=AgreementState,
    initial=AgreementState.DRAFT,
    transitions=(
        Transition(
            name="edit",
            sources=frozenset({AgreementState.DRAFT}),
            target=None,
            permission="agreements.draft_agreement",
            label=_("Fill in the clauses"),
            done=_("worked on the clauses"),
        ),
        Transition(
            name="propose",
            sources=frozenset({AgreementState.DRAFT}),
            target=AgreementState.PROPOSED,
            permission="agreements.draft_agreement",
            label=_("Propose to host and student"),
            done=_("proposed the agreement"),
            requirements=(trajectory_is_not_over, clauses_are_complete),
            primary=True,
        ),
        Transition(
            name="sign",
            sources=SIGNABLE,
            target=None,
            permission="agreements.sign_agreement",
            label=_("Sign the agreement"),
            done=_("signed the agreement"),
            requirements=(trajectory_is_not_over,),
            primary=True,
        ),
        Transition(
            name="count-signature",
            sources=frozenset({AgreementState.PROPOSED}),
            target=AgreementState.PARTIALLY_SIGNED,
            permission="agreements.count_signature",
            label=_("First signature"),
            done=_("the agreement now waits for the other signatures"),
            internal=True,
        ),
        Transition(
            name="count-last-signature",
            sources=frozenset({AgreementState.PARTIALLY_SIGNED}),
            target=AgreementState.SIGNED,
            permission="agreements.count_signature",
            label=_("Last signature"),
            done=_("all three parties have signed"),
            internal=True,
        ),
        Transition(
            name="decline",
            sources=SIGNABLE,
            target=AgreementState.DECLINED,
            permission="agreements.decline_agreement",
            label=_("Decline, with a reason"),
            done=_("declined the agreement"),
            danger=True,
        ),
        Transition(
            name="revise",
            sources=REVISABLE,
            target=AgreementState.DRAFT,
            permission="agreements.draft_agreement",
            label=_("Make a new version"),
            done=_("began a new version"),
            requirements=(trajectory_is_not_over,),
        ),
        Transition(
            name="activate",
            sources=frozenset({AgreementState.SIGNED}),
            target=AgreementState.IN_FORCE,
            permission="agreements.activate_agreement",
            label=_("Put in force"),
            done=_("put the agreement in force"),
            requirements=(trajectory_is_not_over, dated_conditions_hold),
            primary=True,
        ),
        Transition(
            name="renew-evidence",
            sources=WAITING_FOR_FORCE,
            target=None,
            permission="agreements.activate_agreement",
            label=_("Record a newer date"),
            done=_("recorded a newer date for a condition"),
        ),
        Transition(
            name="complete",
            sources=frozenset({AgreementState.IN_FORCE}),
            target=AgreementState.COMPLETED,
            permission="agreements.activate_agreement",
            label=_("Complete the agreement"),
            done=_("completed the agreement"),
            requirements=(trajectory_did_not_stop,),
        ),
        Transition(
            name="cancel",
            sources=frozenset(
                {
                    AgreementState.DRAFT,
                    AgreementState.PROPOSED,
                    AgreementState.PARTIALLY_SIGNED,
                    AgreementState.SIGNED,
                    AgreementState.DECLINED,
                }
            ),
            target=AgreementState.CANCELLED,
            permission="agreements.activate_agreement",
            label=_("Cancel the agreement"),
            done=_("cancelled the agreement"),
            danger=True,
        ),
        Transition(
            name="terminate",
            sources=frozenset({AgreementState.IN_FORCE}),
            target=AgreementState.TERMINATED,
            permission="agreements.activate_agreement",
            label=_("End the agreement early"),
            done=_("ended the agreement early"),
            danger=True,
        ),
    ),
    labels={
        AgreementState.DRAFT: StateLabel(_("Draft"), NEUTRAL, _("the institution")),
        AgreementState.PROPOSED: StateLabel(
            _("Proposed, no signature yet"), WAITING, _("institution, host and student")
        ),
        AgreementState.PARTIALLY_SIGNED: StateLabel(
            _("Partly signed"), WAITING, _("the other signatures")
        ),
        AgreementState.SIGNED: StateLabel(
            _("Signed, not in force yet"), WAITING, _("the institution")
        ),
        AgreementState.IN_FORCE: StateLabel(_("In force"), GOOD),
        AgreementState.COMPLETED: StateLabel(pgettext_lazy("agreement", "Completed"), NEUTRAL),
        AgreementState.TERMINATED: StateLabel(pgettext_lazy("agreement", "Ended early"), ATTENTION),
        AgreementState.DECLINED: StateLabel(_("Declined"), ATTENTION, _("the institution")),
        AgreementState.CANCELLED: StateLabel(_("Cancelled"), NEUTRAL),
    },
    audience_labels={
        HOST: {
            AgreementState.DRAFT: PREPARING,
            AgreementState.PROPOSED: StateLabel(
                _("Ready for you to read and sign"), WAITING, _("you, the institution, the student")
            ),
        },
        STUDENT: {
            AgreementState.DRAFT: PREPARING,
            AgreementState.PROPOSED: StateLabel(
                _("Ready for you to read and sign"), WAITING, _("you, the institution, the host")
            ),
            AgreementState.SIGNED: StateLabel(
                _("Signed; the institution checks the last conditions"),
                WAITING,
                _("the institution"),
            ),
        },
    },
)
