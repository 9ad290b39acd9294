"""Question two in this room: who may do what, as a table of predicates with reasons."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.permissions import Rule
from partnerships.standing import standing_of


def reads_datasets(user: Any, obj: Any) -> bool:
    """Analyst of a ministry, or coordinator of an institution: each sees what is theirs."""
    return bool(standing_of(user).kept())


PERMISSIONS: Mapping[str, Rule] = {
    "reporting.see_datasets": Rule(
        reads_datasets,
        _(
            "Only analysts of the ministry and coordinators of institutions see datasets and "
            "what was fetched."
        ),
    ),
}
