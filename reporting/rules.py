"""Question two in this room: who may do what, as a table of predicates with reasons."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.permissions import Rule
from partnerships.enums import Role
from partnerships.standing import standing_of


def analyses(user: Any, obj: Any) -> bool:
    """Ministry analyst, for any organisation."""
    return standing_of(user).has(Role.ANALYST)


PERMISSIONS: Mapping[str, Rule] = {
    "reporting.see_datasets": Rule(
        analyses, _("Only analysts of the ministry see datasets and what was fetched.")
    ),
}
