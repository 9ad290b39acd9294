"""Filters of collections: those of the pages, but a program that leaves a value empty, or asks
for neither yes nor no, hears it. A form sends its empty fields along; a program made a mistake.
"""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError

YES_OR_NO = frozenset({"true", "false"})
SAY_YES_OR_NO = _("Say true or false.")


class Filters(DjangoFilterBackend):
    """The filters of the view's ``filterset_class``."""

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        """The rows as asked; 400 with the parameter that is not right."""
        known = getattr(getattr(view, "filterset_class", None), "base_filters", {})
        for name, one in known.items():
            for value in request.query_params.getlist(name):
                _require_meant(name, one, value)
        return super().filter_queryset(request, queryset, view)


def _require_meant(name: str, one: Any, value: str) -> None:
    if isinstance(one, django_filters.BooleanFilter):
        if value not in YES_OR_NO:
            raise ValidationError({name: [SAY_YES_OR_NO]})
    elif not value and not isinstance(one, django_filters.CharFilter):
        raise ValidationError({name: [_("Leave it out, or say what you look for.")]})
