"""Question two, may you do this to it: a table of small predicates with their reasons.

Every room writes its table in ``rules.py`` and registers it when the application
starts. ``user.has_perm("matching.submit_application", application)`` asks it, in pages,
API, services, tasks and commands alike. What no table names is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from core.errors import Refused
from core.people import impersonator_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Predicate = Callable[[Any, Any], bool]
UNKNOWN: "StrOrPromise" = _("No rule allows this.")
ONLY_IN_PERSON: "StrOrPromise" = _(
    "Only the person can do this. You look with somebody else's eyes: stop that first."
)


@dataclass(frozen=True)
class Rule:
    """Who may: a predicate of the person and the object, and the reason when it says no.

    ``in_person``: never an administrator who looks with the person's eyes (ADR 0013).
    """

    allows: Predicate
    reason: "StrOrPromise"
    in_person: bool = False


_table: dict[str, Rule] = {}


def register(rules: Mapping[str, Rule]) -> None:
    """Add a room's permission table. A name can stand in one table only."""
    for name, rule in rules.items():
        if _table.get(name, rule) is not rule:
            message = f"The permission {name} stands in two tables."
            raise ValueError(message)
        _table[name] = rule


def table() -> dict[str, Rule]:
    """Every permission of the platform by name, for documentation and tests."""
    return dict(sorted(_table.items()))


def refusal(user: Any, permission: str, obj: Any = None) -> "StrOrPromise | None":
    """The reason why this person may not, or None when the person may."""
    rule = _table.get(permission)
    if rule is None:
        return UNKNOWN
    if not user.is_authenticated or not user.is_active:
        return _("Sign in first.")
    if rule.in_person and impersonator_of(user) is not None:
        return ONLY_IN_PERSON
    return None if rule.allows(user, obj) else rule.reason


def require(user: Any, permission: str, obj: Any = None) -> None:
    """Raise `Refused` with the reason when this person may not."""
    reason = refusal(user, permission, obj)
    if reason is not None:
        raise Refused(reason)
