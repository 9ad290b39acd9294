"""Roles of people in words."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from partnerships.models import Membership


def in_words(role: Membership) -> Any:
    """The role with its organisation and its period."""
    words = {"role": role, "start": date_format(role.valid_from)}
    if role.valid_to:
        words["end"] = date_format(role.valid_to)
        return _("%(role)s, from %(start)s until %(end)s") % words
    return _("%(role)s, since %(start)s") % words
