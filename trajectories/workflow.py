"""How pathways, trajectories and log entries move."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from core.workflow import (
    ATTENTION,
    GOOD,
    HOST,
    INSTITUTION,
    NEUTRAL,
    STUDENT,
    WAITING,
    StateLabel,
    Transition,
    Workflow,
)
from trajectories.enums import (
    EDITABLE_PATHWAYS,
    HOST_PATHWAYS,
    LogEntryState,
    PathwayState,
    TrajectoryState,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def has_outcomes(pathway: Any) -> Iterator["StrOrPromise"]:
    """A pathway without located outcomes has nothing to talk about."""
    if not pathway.outcome_locations.exists():
        yield _("Say first where at least one learning outcome is learned.")


def has_positions(pathway: Any) -> Iterator["StrOrPromise"]:
    """A pathway opens when at least one host offers a place."""
    if not pathway.positions.exists():
        yield _("No host offers a position yet.")


PATHWAY = Workflow(
    name="pathway",
    noun=_("pathway"),
    states=PathwayState,
    initial=PathwayState.DRAFT,
    transitions=(
        Transition(
            name="start-co-creation",
            sources=frozenset({PathwayState.DRAFT}),
            target=PathwayState.CO_CREATION,
            permission="trajectories.design_pathway",
            label=_("Ask the hosts to think along"),
            done=_("asked the hosts to think along"),
            requirements=(has_outcomes,),
            primary=True,
        ),
        Transition(
            name="edit",
            sources=EDITABLE_PATHWAYS,
            target=None,
            permission="trajectories.design_pathway",
            label=_("Change the design"),
            done=_("changed the design"),
        ),
        Transition(
            name="place-outcomes",
            sources=EDITABLE_PATHWAYS,
            target=None,
            permission="trajectories.design_pathway",
            label=_("Say where each outcome is learned"),
            done=_("changed where outcomes are learned"),
        ),
        Transition(
            name="set-conditions",
            sources=EDITABLE_PATHWAYS,
            target=None,
            permission="trajectories.design_pathway",
            label=_("Set the conditions to apply"),
            done=_("changed the conditions to apply"),
        ),
        Transition(
            name="set-limits",
            sources=HOST_PATHWAYS - {PathwayState.CLOSED},
            target=None,
            permission="trajectories.design_pathway",
            label=_("Limit the number of students"),
            done=_("changed how many students the hosts and the pathway take"),
            requirements=(has_positions,),
        ),
        Transition(
            name="accept",
            sources=frozenset({PathwayState.CO_CREATION}),
            target=None,
            permission="trajectories.accept_pathway",
            label=_("Accept this design"),
            done=_("accepted the design"),
            primary=True,
        ),
        Transition(
            name="agree",
            sources=frozenset({PathwayState.CO_CREATION}),
            target=PathwayState.AGREED,
            permission="trajectories.agree_pathway",
            label=_("Record that both sides agree"),
            done=_("institution and host agreed on the design"),
            internal=True,
        ),
        Transition(
            name="open",
            sources=frozenset({PathwayState.AGREED}),
            target=PathwayState.OPEN,
            permission="trajectories.design_pathway",
            label=_("Open the pathway"),
            done=_("opened the pathway"),
            requirements=(has_positions,),
            primary=True,
        ),
        Transition(
            name="revise",
            sources=frozenset({PathwayState.AGREED}),
            target=PathwayState.CO_CREATION,
            permission="trajectories.design_pathway",
            label=_("Take it back into co-creation"),
            done=_("took the design back into co-creation, as a new version"),
        ),
        Transition(
            name="close",
            sources=frozenset({PathwayState.OPEN}),
            target=PathwayState.CLOSED,
            permission="trajectories.design_pathway",
            label=_("Close the pathway"),
            done=_("closed the pathway"),
        ),
        Transition(
            name="withdraw",
            sources=frozenset({PathwayState.DRAFT, PathwayState.CO_CREATION, PathwayState.AGREED}),
            target=PathwayState.WITHDRAWN,
            permission="trajectories.design_pathway",
            label=_("Withdraw the pathway"),
            done=_("withdrew the pathway"),
            danger=True,
        ),
    ),
    labels={
        PathwayState.DRAFT: StateLabel(_("Draft"), NEUTRAL, _("the institution")),
        PathwayState.CO_CREATION: StateLabel(
            _("Being designed together"), WAITING, _("institution and hosts")
        ),
        PathwayState.AGREED: StateLabel(_("Agreed, not open yet"), WAITING, _("the institution")),
        PathwayState.OPEN: StateLabel(_("Open"), GOOD),
        PathwayState.CLOSED: StateLabel(_("Closed"), NEUTRAL),
        PathwayState.WITHDRAWN: StateLabel(_("Withdrawn"), ATTENTION),
    },
    audience_labels={
        HOST: {
            PathwayState.CO_CREATION: StateLabel(
                _("You are asked to think along"), WAITING, _("you and the institution")
            ),
        },
    },
)


TRAJECTORY = Workflow(
    name="trajectory",
    noun=_("trajectory"),
    states=TrajectoryState,
    initial=TrajectoryState.PLANNED,
    transitions=(
        Transition(
            name="start",
            sources=frozenset({TrajectoryState.PLANNED}),
            target=TrajectoryState.RUNNING,
            permission="trajectories.run_trajectory",
            label=_("Start the trajectory"),
            done=_("started the trajectory"),
            internal=True,
        ),
        Transition(
            name="log",
            sources=frozenset({TrajectoryState.RUNNING}),
            target=None,
            permission="trajectories.log_in_trajectory",
            label=_("Write in your log"),
            done=_("wrote in the log"),
            primary=True,
        ),
        Transition(
            name="interrupt",
            sources=frozenset({TrajectoryState.RUNNING}),
            target=TrajectoryState.INTERRUPTED,
            permission="trajectories.guide_trajectory",
            label=_("Interrupt the trajectory"),
            done=_("interrupted the trajectory"),
        ),
        Transition(
            name="resume",
            sources=frozenset({TrajectoryState.INTERRUPTED}),
            target=TrajectoryState.RUNNING,
            permission="trajectories.guide_trajectory",
            label=_("Resume the trajectory"),
            done=_("resumed the trajectory"),
            primary=True,
        ),
        Transition(
            name="complete",
            sources=frozenset({TrajectoryState.RUNNING}),
            target=TrajectoryState.COMPLETED,
            permission="trajectories.guide_trajectory",
            label=_("Complete the trajectory"),
            done=_("completed the trajectory"),
        ),
        Transition(
            name="end-early",
            sources=frozenset(
                {TrajectoryState.PLANNED, TrajectoryState.RUNNING, TrajectoryState.INTERRUPTED}
            ),
            target=TrajectoryState.ENDED_EARLY,
            permission="trajectories.guide_trajectory",
            label=_("End the trajectory early"),
            done=_("ended the trajectory early"),
            danger=True,
        ),
    ),
    labels={
        TrajectoryState.PLANNED: StateLabel(
            _("Waits for the agreement"), WAITING, _("the signatures on the agreement")
        ),
        TrajectoryState.RUNNING: StateLabel(_("Running"), GOOD),
        TrajectoryState.INTERRUPTED: StateLabel(
            _("Interrupted"), ATTENTION, _("the trajectory coach")
        ),
        TrajectoryState.COMPLETED: StateLabel(_("Completed"), NEUTRAL),
        TrajectoryState.ENDED_EARLY: StateLabel(_("Ended early"), ATTENTION),
    },
    audience_labels={
        STUDENT: {
            TrajectoryState.PLANNED: StateLabel(
                _("First the agreement"), WAITING, _("the agreement")
            ),
            TrajectoryState.RUNNING: StateLabel(_("You are on your way"), GOOD),
        },
    },
)


LOG_ENTRY = Workflow(
    name="logentry",
    noun=_("log entry"),
    states=LogEntryState,
    initial=LogEntryState.WRITTEN,
    transitions=(
        Transition(
            name="confirm",
            sources=frozenset({LogEntryState.WRITTEN}),
            target=LogEntryState.CONFIRMED,
            permission="trajectories.confirm_log_entry",
            label=_("Confirm"),
            done=_("confirmed the log entry"),
            primary=True,
            form=False,
        ),
        Transition(
            name="ask",
            sources=frozenset({LogEntryState.WRITTEN}),
            target=LogEntryState.RETURNED,
            permission="trajectories.confirm_log_entry",
            label=_("Ask a question"),
            done=_("returned the log entry with a question"),
        ),
        Transition(
            name="rewrite",
            sources=frozenset({LogEntryState.RETURNED}),
            target=LogEntryState.WRITTEN,
            permission="trajectories.rewrite_log_entry",
            label=_("Answer and send again"),
            done=_("sent the log entry again"),
            primary=True,
        ),
    ),
    labels={
        LogEntryState.WRITTEN: StateLabel(_("Waits for the mentor"), WAITING, _("the mentor")),
        LogEntryState.CONFIRMED: StateLabel(_("Confirmed"), GOOD),
        LogEntryState.RETURNED: StateLabel(
            _("The mentor has a question"), ATTENTION, _("the student")
        ),
    },
    audience_labels={
        HOST: {LogEntryState.WRITTEN: StateLabel(_("Waits for you"), WAITING, _("you"))},
        INSTITUTION: {},
    },
)
