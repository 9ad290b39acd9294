"""What has a last day: each room registers its own, with who is told and in which words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.deadlines.enums import Moment, Whom
from core.notifications.kinds import Kind, Topic, register_kind, register_topic

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

REMINDERS = register_topic(Topic(name="core.reminders", label=_("Reminders of last days")))

People = Callable[[Any], Iterable[Any]]


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Who is told of a last day: in words, as people of a row, and what the message says.

    ``subject`` holds the names of the deadline's values, and ``due`` for the last day.
    """

    words: "StrOrPromise"
    people: People
    subject: "StrOrPromise"


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """One kind of last day.

    ``rows`` are those that still wait for somebody, with what the words need; ``due_path``
    and ``institution_path`` lead from a row to its last day and to the key of the
    institution whose calendar counts. The page, the home page and the reminders take the last
    day from here (`due`), so that they cannot tell different days.
    """

    name: str
    label: "StrOrPromise"
    rows: Callable[[], QuerySet[Any]]
    due_path: str
    owner: Audience
    escalation: Audience | None = None
    path: Callable[[Any], str]
    values: Callable[[Any], Mapping[str, Any]]
    institution_path: str = ""
    topic: Topic = REMINDERS
    link: "StrOrPromise" = ""

    def __str__(self) -> str:
        return str(self.label)

    def due(self, row: Any) -> date:
        """The last day of a row."""
        return _follow(row, self.due_path)

    def institution(self, row: Any) -> int | None:
        """Key of the institution whose calendar counts; None for the general one."""
        return _follow(row, self.institution_path) if self.institution_path else None

    def audience(self, whom: str) -> Audience | None:
        """Who is told; None where nobody looks after the owner."""
        return self.owner if whom == Whom.OWNER else self.escalation

    def kind(self, whom: str, moment: str) -> Kind:
        """What is told to whom on which side of the last day."""
        return _kinds[self.name, whom, moment]


def _follow(row: Any, path: str) -> Any:
    """The value at the end of a path as queries write it ("trajectory__student__institution")."""
    return reduce(getattr, path.split("__"), row)


deadlines: dict[str, Deadline] = {}
_kinds: dict[tuple[str, str, str], Kind] = {}

TEXTS: dict[tuple[str, str], "StrOrPromise"] = {
    (Whom.OWNER, Moment.BEFORE): _("The last day is %(due)s."),
    (Whom.OWNER, Moment.AFTER): _("The last day was %(due)s. Please do it today."),
    (Whom.ESCALATION, Moment.BEFORE): _("The last day is %(due)s. Perhaps you can help."),
    (Whom.ESCALATION, Moment.AFTER): _("The last day was %(due)s. Please see what is wrong."),
}


def register_deadline(deadline: Deadline) -> Deadline:
    """Make a kind of last day known. Raises ValueError when another one has its name."""
    if deadlines.setdefault(deadline.name, deadline) is not deadline:
        message = f"The deadline {deadline.name} is registered twice."
        raise ValueError(message)
    for (whom, moment), text in TEXTS.items():
        audience = deadline.audience(whom)
        if audience:
            _kinds[deadline.name, whom, moment] = register_kind(
                Kind(
                    name=f"{deadline.name}.{whom}.{moment}",
                    topic=deadline.topic,
                    subject=audience.subject,
                    text=text,
                    link=deadline.link,
                )
            )
    return deadline
