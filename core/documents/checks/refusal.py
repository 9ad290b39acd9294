"""How a file is refused: one kind of error, whatever was wrong inside."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.errors import Invalid

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DAMAGED: "StrOrPromise" = _("This file is damaged. Open it, save it anew, and try again.")
TWO_IN_ONE: "StrOrPromise" = _(
    "This file is two things at once: something is hidden before or behind it. Open it, save it"
    " anew, and try again."
)
TOO_MUCH_INSIDE: "StrOrPromise" = _(
    "This file unpacks to far more than it seems: that can bring a computer down. Save it as PDF."
)


class RefusedFile(Invalid):
    """A file that is not taken in, with what is wrong and how to mend it."""

    def __init__(self, reason: "StrOrPromise") -> None:
        super().__init__(reason, {"file": [reason]})
