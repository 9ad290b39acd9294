"""Workflows as data: a room writes one table of states and moves; everything else follows.

From the table come the buttons and the API's actions (`core.actions`), the guarded move
itself (`core.transitions`), the trigger and constraints in PostgreSQL, the words that each
audience reads, and the diagram in the documentation.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Requirement = Callable[[Any], Iterable["StrOrPromise"]]

NEUTRAL, WAITING, GOOD, ATTENTION = "neutral", "waiting", "good", "attention"
ICONS = {NEUTRAL: "document", WAITING: "clock", GOOD: "check", ATTENTION: "alert"}

INSTITUTION, HOST, STUDENT, MINISTRY, OBSERVER, ADMINISTRATOR, PUBLIC = AUDIENCES = (
    "institution",
    "host",
    "student",
    "ministry",
    "observer",
    "administrator",
    "public",
)


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One verb: who may (a permission), from which states, to which, and what it asks first.

    ``target=None`` is a verb that leaves the state as it is. ``requirements`` yield the
    sentences that still stand in the way ("The insurance is not filled in.").
    ``form`` says that the button leads to a page first; without it one press does it.
    ``internal`` is a consequence of another verb: never a button, never an address.
    """

    name: str
    sources: frozenset[str]
    target: str | None
    permission: str
    label: "StrOrPromise"
    done: "StrOrPromise"
    requirements: tuple[Requirement, ...] = ()
    primary: bool = False
    danger: bool = False
    form: bool = True
    internal: bool = False


@dataclass(frozen=True)
class StateLabel:
    """How a state reads, with its tone, and on whom it waits."""

    label: "StrOrPromise"
    tone: str = NEUTRAL
    waiting_for: "StrOrPromise" = ""


@dataclass(frozen=True, kw_only=True)
class Workflow:
    """A noun's states and moves. Checked on creation: every state has words, every move states."""

    name: str
    noun: "StrOrPromise"
    states: type[models.TextChoices]
    initial: str
    transitions: tuple[Transition, ...]
    labels: Mapping[str, StateLabel]
    audience_labels: Mapping[str, Mapping[str, StateLabel]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = set(self.states.values)
        used = {s for t in self.transitions for s in (*t.sources, t.target or self.initial)}
        if set(self.labels) != known or not used <= known:
            message = f"The workflow {self.name} and its states do not agree."
            raise ValueError(message)

    def transition(self, name: str) -> Transition:
        """The verb of that name; KeyError when the table has none."""
        for transition in self.transitions:
            if transition.name == name:
                return transition
        raise KeyError(name)

    def label(self, state: str, audience: str) -> StateLabel:
        """How this audience reads this state."""
        return self.audience_labels.get(audience, {}).get(state, self.labels[state])

    def moves(self) -> list[tuple[str, str]]:
        """Every allowed change of state, sorted."""
        return sorted({(s, t.target) for t in self.transitions if t.target for s in t.sources})

    def triggers(self) -> list[pgtrigger.Trigger]:
        """PostgreSQL refuses moves that the table does not hold, also for raw SQL."""
        return [
            pgtrigger.FSM(name=f"{self.name}_moves", field="state", transitions=self.moves()),
            pgtrigger.Trigger(
                name=f"{self.name}_begins",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=(
                    f"IF NEW.state <> '{self.initial}' THEN RAISE EXCEPTION "
                    f"'A {self.name} begins as {self.initial}, not as %', NEW.state; "
                    "END IF; RETURN NEW;"
                ),
            ),
        ]

    def constraints(self) -> list[models.CheckConstraint]:
        """The column holds a state of the table and nothing else."""
        condition = Q(state__in=self.states.values)
        return [models.CheckConstraint(condition=condition, name=f"{self.name}_state_is_known")]


@dataclass(frozen=True)
class Badge:
    """A state as a page shows it."""

    label: "StrOrPromise"
    tone: str
    icon: str
    since: Any
    waiting_for: "StrOrPromise"


def badge(obj: Any, audience: str) -> Badge:
    """The badge of a stateful record for a reader."""
    words = obj.workflow.label(obj.state, audience)
    return Badge(words.label, words.tone, ICONS[words.tone], obj.state_since, words.waiting_for)


ALREADY = _("This cannot be done any more: the state is now “%(state)s”.")
