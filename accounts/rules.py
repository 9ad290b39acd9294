"""Question two in this room: who looks with whose eyes."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.permissions import Rule


def may_impersonate(user: Any, person: Any) -> bool:
    """An administrator; as for whom: anybody who may sign in and is no administrator."""
    if not user.is_administrator:
        return False
    return person is None or (person.is_active and not person.is_administrator)


PERMISSIONS: Mapping[str, Rule] = {
    "accounts.impersonate": Rule(
        may_impersonate,
        _(
            "Only an administrator looks with somebody's eyes, never with those of another"
            " administrator or of somebody who is blocked."
        ),
        in_person=True,
    ),
}
