"""What would happen, before it does: the same register, counted for one person."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from core.privacy.enums import Erase
from core.privacy.register import Holding, holdings

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

GOES = _("goes altogether")
WIPED = _("names and texts go, the rest stays without a name")
STAYS = _("stays, without a name")


@dataclass(frozen=True)
class Line:
    """One table: how many rows, and what is left of them."""

    label: "StrOrPromise"
    rows: int
    left: "StrOrPromise"


def left_of(holding: Holding) -> "StrOrPromise":
    """What erasure leaves of a table, in words."""
    if holding.delete:
        return GOES
    changes = any(column.erase is not Erase.KEEP for column in holding.data.values())
    return WIPED if changes else STAYS


def preview(person: Any, *, own: bool) -> list[Line]:
    """Every table that holds something of the person; ``own`` words address the person."""
    counted = [(holding, holding.rows_of(person).count()) for holding in holdings()]
    return [
        Line(holding.named(own=own), rows, left_of(holding)) for holding, rows in counted if rows
    ]
