"""What forbids erasure: reasons that follow from the data, and holds that somebody laid."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from core.models import LegalHold
from core.registry import Registry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Hold:
    """A reason in words, and the last day on which it holds; None while nobody knows."""

    reason: "StrOrPromise"
    until: date | None = None


# What follows from a room's own rows.
holds: Registry[Callable[[Any], Iterable[Hold]]] = Registry()


def holds_on(person: Any) -> list[Hold]:
    """Everything that forbids to erase this person today."""
    laid = LegalHold.objects.in_force().filter(person=person).values_list("reason", "until")
    found = [Hold(reason, until) for reason, until in laid]
    return found + [hold for source in holds for hold in source(person)]
