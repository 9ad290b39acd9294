"""Who looks after whose rights: filled by the rooms that know who keeps which files."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from core.registry import Registry

# The people whose files this person keeps, as a condition on accounts; None for nobody.
keepers: Registry[Callable[[Any], Q | None]] = Registry()


def kept_people(user: Any) -> QuerySet[Any]:
    """The people whose requests this person handles: a platform administrator everybody's."""
    people = get_user_model()._default_manager.all()
    if getattr(user, "is_administrator", False):
        return people
    conditions = _conditions(user)
    return people.filter(_any(conditions)) if conditions else people.none()


def keeps_files(user: Any, person: Any) -> bool:
    """Handles the requests of this person; of anybody (no query), when none is named."""
    if person is None:
        return bool(getattr(user, "is_administrator", False) or _conditions(user))
    return kept_people(user).filter(pk=person.pk).exists()


def _conditions(user: Any) -> list[Q]:
    if not user.is_authenticated:
        return []
    return [found for keeper in keepers if (found := keeper(user)) is not None]


def _any(conditions: list[Q]) -> Q:
    whole = conditions[0]
    for condition in conditions[1:]:
        whole |= condition
    return whole
