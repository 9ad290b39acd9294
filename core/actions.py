"""What can I do: the workflow table crossed with the rules, for buttons and for the API."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from core.models import StatefulRecord
from core.permissions import refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Action:
    """A verb that this person may use, and what still stands in its way."""

    name: str
    label: "StrOrPromise"
    url: str
    method: str
    primary: bool
    danger: bool
    unmet: tuple["StrOrPromise", ...]

    @property
    def allowed(self) -> bool:
        """True when nothing stands in the way."""
        return not self.unmet

    @property
    def reason(self) -> str:
        """What stands in the way, in one text."""
        return " ".join(str(sentence) for sentence in self.unmet)


def available_actions(obj: StatefulRecord, user: Any) -> list[Action]:
    """The verbs of the object's state that this person may use, in the table's order."""
    return [
        Action(
            name=step.name,
            label=step.label,
            url=action_url(obj, step.name),
            method="get" if step.form else "post",
            primary=step.primary,
            danger=step.danger,
            unmet=tuple(s for requirement in step.requirements for s in requirement(obj)),
        )
        for step in obj.workflow.transitions
        if not step.internal
        and obj.state in step.sources
        and refusal(user, step.permission, obj) is None
    ]


def action_url(obj: StatefulRecord, name: str) -> str:
    """The page of a verb, by one convention: ``<room>:<workflow>-<verb>``."""
    return reverse(f"{obj._meta.app_label}:{obj.workflow.name}-{name}", args=[obj.uuid])
