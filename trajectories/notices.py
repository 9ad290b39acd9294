"""What students, mentors, coaches and hosts hear of designs and runs."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.notifications.enums import Delivery
from core.notifications.kinds import Kind, Topic, register_kind, register_topic
from core.notifications.notices import Notice, after
from core.workflow import HOST, INSTITUTION, STUDENT
from partnerships.enums import HOST_DECIDERS
from partnerships.standing import staff_of

PATHWAY, RUN, ENTRY = "trajectories.pathway", "trajectories.trajectory", "trajectories.logentry"

LOG = register_topic(
    Topic(
        name="trajectories.log",
        label=_("The log of a trajectory"),
        audiences=frozenset({HOST, STUDENT}),
        default=Delivery.DAILY,
    )
)
RUNS = register_topic(
    Topic(
        name="trajectories.runs",
        label=_("Interruption and end of a trajectory"),
        audiences=frozenset({INSTITUTION, HOST, STUDENT}),
    )
)
DESIGNS = register_topic(
    Topic(
        name="trajectories.designs",
        label=_("The design of pathways"),
        audiences=frozenset({INSTITUTION, HOST}),
    )
)


def mentor(run: Any) -> Iterable[Any]:
    """The mentor of a run."""
    return [run.mentor.user]


def student_of_entry(entry: Any) -> Iterable[Any]:
    """Who wrote a log entry."""
    return [entry.trajectory.student.user]


def mentor_of_entry(entry: Any) -> Iterable[Any]:
    """Who confirms a log entry."""
    return mentor(entry.trajectory)


def people_of_run(run: Any) -> Iterable[Any]:
    """Student, mentor and coach."""
    return [run.student.user, run.mentor.user, run.coach]


def hosts_of_design(pathway: Any) -> list[Any]:
    """Who decides for the hosts that offer positions."""
    hosts = pathway.positions.values_list("workplace__establishment__organisation", flat=True)
    return list(staff_of(set(hosts), HOST_DECIDERS))


def partners_of_design(pathway: Any) -> Iterable[Any]:
    """Coordinator and coach, and the hosts."""
    return [pathway.coordinator, pathway.coach, *hosts_of_design(pathway)]


def path_of_run(run: Any) -> str:
    """The run, at its log."""
    return reverse("trajectories:trajectory-detail", args=[run.uuid])


def path_of_entry(entry: Any) -> str:
    """The log entry."""
    return reverse("trajectories:logentry-detail", args=[entry.uuid])


def path_of_design(pathway: Any) -> str:
    """The pathway."""
    return reverse("trajectories:pathway-detail", args=[pathway.uuid])


def names_of_run(run: Any) -> Mapping[str, Any]:
    """Whose run."""
    return {"student": run.student, "pathway": run.pathway}


def names_of_entry(entry: Any) -> Mapping[str, Any]:
    """Whose day."""
    return {"student": entry.trajectory.student, "day": entry.day}


def names_of_design(pathway: Any) -> Mapping[str, Any]:
    """Which pathway."""
    return {"pathway": pathway}


ABOUT = {
    RUN: (path_of_run, names_of_run),
    ENTRY: (path_of_entry, names_of_entry),
    PATHWAY: (path_of_design, names_of_design),
}


def _told(model: str, verb: str, people: Any, kind: Kind) -> None:
    path, values = ABOUT[model]
    notice = Notice(kind=register_kind(kind), people=people, path=path, values=values)
    after(model, verb, notice)


_told(
    RUN,
    "log",
    mentor,
    Kind(
        name="trajectories.logged",
        topic=LOG,
        subject=_("%(student)s wrote in the log"),
        text=_("Confirm the day, or ask a question about it."),
        link=_("Open the log"),
    ),
)
_told(
    ENTRY,
    "ask",
    student_of_entry,
    Kind(
        name="trajectories.asked",
        topic=LOG,
        subject=_("Your mentor asks something about %(day)s"),
        text=_("Read the question, and send the day again with your answer."),
        link=_("Answer the question"),
    ),
)
_told(
    ENTRY,
    "rewrite",
    mentor_of_entry,
    Kind(
        name="trajectories.rewritten",
        topic=LOG,
        subject=_("%(student)s answered your question about %(day)s"),
        text=_("Confirm the day, or ask again."),
        link=_("Open the log"),
    ),
)
_told(
    ENTRY,
    "confirm",
    student_of_entry,
    Kind(
        name="trajectories.confirmed",
        topic=LOG,
        subject=_("Your mentor confirmed %(day)s"),
        text=_("The hours of this day count."),
        link=_("Open the log"),
    ),
)
_told(
    RUN,
    "interrupt",
    people_of_run,
    Kind(
        name="trajectories.interrupted",
        topic=RUNS,
        subject=_("The trajectory of %(student)s is interrupted"),
        text=_("The reason stands with the trajectory."),
        link=_("Open the trajectory"),
    ),
)
_told(
    RUN,
    "resume",
    people_of_run,
    Kind(
        name="trajectories.resumed",
        topic=RUNS,
        subject=_("The trajectory of %(student)s goes on"),
        text=_("The interruption is over."),
        link=_("Open the trajectory"),
    ),
)
_told(
    RUN,
    "complete",
    people_of_run,
    Kind(
        name="trajectories.completed",
        topic=RUNS,
        subject=_("The trajectory of %(student)s is completed"),
        text=_("The pathway was %(pathway)s."),
        link=_("Open the trajectory"),
    ),
)
_told(
    RUN,
    "end-early",
    people_of_run,
    Kind(
        name="trajectories.ended_early",
        topic=RUNS,
        subject=_("The trajectory of %(student)s ended early"),
        text=_("The reason stands with the trajectory."),
        link=_("Open the trajectory"),
    ),
)
_told(
    PATHWAY,
    "start-co-creation",
    hosts_of_design,
    Kind(
        name="trajectories.co_creation",
        topic=DESIGNS,
        subject=_("Think along about the design of %(pathway)s"),
        text=_("Read the design, propose changes to the institution, and accept it."),
        link=_("Open the design"),
    ),
)
_told(
    PATHWAY,
    "agree",
    partners_of_design,
    Kind(
        name="trajectories.agreed",
        topic=DESIGNS,
        subject=_("Institution and hosts agree on %(pathway)s"),
        text=_("The institution can open the pathway now."),
        link=_("Open the design"),
    ),
)
