"""What this room adds to a person's home page and menu."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements import deadlines, reports
from agreements.enums import SIGNABLE, AgreementState
from core import menu
from core.finding import searched_lists
from core.todo import Figure, Todo, figure_sources, todo_sources
from core.workflow import HOST, INSTITUTION, STUDENT

menu.entries.register(
    menu.Entry(
        label=_("Agreements"),
        url_name="agreements:agreement-list",
        icon="document",
        audiences=frozenset({INSTITUTION, HOST, STUDENT}),
        order=55,
    )
)


searched_lists.register("agreements:agreement-list")


@todo_sources.register
def to_draft(user: Any) -> Iterable[Todo]:
    """Planned trajectories without an agreement, for who writes them."""
    if not user.has_perm("agreements.draft_agreement"):
        return
    for trajectory in reports.trajectories_to_draft(user):
        yield Todo(
            text=_("Draft the agreement of %(student)s") % {"student": trajectory.student},
            url=reverse("agreements:agreement-create", query={"q": str(trajectory.student)}),
            due=deadlines.DRAFT.due(trajectory),
            who=str(trajectory.position.host),
        )


@todo_sources.register
def to_finish(user: Any) -> Iterable[Todo]:
    """Drafts to complete and propose, and refusals to answer, for who writes them."""
    if not user.has_perm("agreements.draft_agreement"):
        return
    for agreement in reports.agreements_to_finish(user):
        declined = agreement.state == AgreementState.DECLINED
        verb = "detail" if declined else "edit"
        text = DECLINED if declined else UNFINISHED
        yield Todo(
            text=text % {"student": agreement.trajectory.student},
            url=reverse(f"agreements:agreement-{verb}", args=[agreement.uuid]),
            due=deadlines.FINISH.due(agreement),
            who=str(agreement.host),
        )


UNFINISHED = _("Complete and propose the agreement of %(student)s")
DECLINED = _("Read why the agreement of %(student)s was declined")


@todo_sources.register
def to_sign(user: Any) -> Iterable[Todo]:
    """Agreements that wait for this person's signature, until their first day."""
    for agreement in reports.agreements_to_sign(user):
        yield Todo(
            text=_("Read and sign the agreement of %(student)s")
            % {"student": agreement.trajectory.student},
            url=reverse("agreements:agreement-sign", args=[agreement.uuid]),
            due=deadlines.SIGN.due(agreement),
            who=str(agreement.host),
        )


@todo_sources.register
def to_activate(user: Any) -> Iterable[Todo]:
    """Agreements that all three signed, for who puts them in force."""
    for agreement in reports.agreements_to_activate(user):
        yield Todo(
            text=_("Put the agreement of %(student)s in force")
            % {"student": agreement.trajectory.student},
            url=reverse("agreements:agreement-detail", args=[agreement.uuid]),
            due=deadlines.ACTIVATE.due(agreement),
            who=str(agreement.host),
        )


@todo_sources.register
def to_end(user: Any) -> Iterable[Todo]:
    """What stays open after a trajectory ended early, for who ends agreements."""
    for agreement in reports.agreements_to_end(user):
        yield Todo(
            text=_("End the agreement of %(student)s: the trajectory ended early")
            % {"student": agreement.trajectory.student},
            url=reverse("agreements:agreement-detail", args=[agreement.uuid]),
            due=timezone.localdate(agreement.trajectory.state_since),
            who=str(agreement.host),
        )


@figure_sources.register
def waiting(user: Any, audience: str) -> Iterable[Figure]:
    """How many agreements wait for signatures, for institution and host."""
    if audience in {INSTITUTION, HOST}:
        address = reverse("agreements:agreement-list")
        yield Figure(
            value=reports.count_in(user, SIGNABLE),
            label=_("agreements that wait for signatures"),
            url=f"{address}?state=waiting",
        )
