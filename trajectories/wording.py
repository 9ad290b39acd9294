"""Words that pages, tables and API share."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.dates import WEEKDAYS
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from core.templatetags.words import number

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from trajectories.models import Position


def weekday_words(days: Iterable[int]) -> str:
    """Days of the week by their ISO numbers (1 is Monday), such as "Monday and Tuesday"."""
    names = [str(WEEKDAYS[day - 1]) for day in sorted(days)]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def percent(value: Decimal) -> str:
    """A percentage such as "37.5 %"; the input is 37.5."""
    return f"{number(value)}\N{NO-BREAK SPACE}%"


def paragraphs(*sentences: "StrOrPromise") -> "StrOrPromise":
    """Sentences as paragraphs of their own, translated when shown."""
    return format_lazy("\n\n".join(["{}"] * len(sentences)), *sentences)


def public_host_name(position: "Position") -> str:
    """The host's name, except for one person: that is personal data (domain.md 3.1)."""
    profile = getattr(position.host, "host_profile", None)
    if profile is None or not profile.is_one_person:
        return str(position.host)
    place = position.workplace.establishment.municipality
    return _("A one-person business in %(place)s") % {"place": place}
