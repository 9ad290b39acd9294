"""A body of JSON means what it says: a text is no number, and yes is ``true``. Decimals are texts.

Serializers are made for forms, where everything is text, and take 0 for “0” and “yes” for true.
A program that sends another type than the description promises has a mistake; it hears where.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

TEXT, YES_OR_NO = _("This must be a text."), _("This must be true or false.")
NUMBER, LIST = _("This must be a whole number."), _("This must be a list.")
LISTS = (serializers.ListField, serializers.ManyRelatedField, serializers.ListSerializer)


def complaints(field: Any, value: Any) -> Any:
    """What has another type than promised, in the shape of a serializer's own errors."""
    if value is None:
        return None
    if isinstance(field, LISTS):
        return _of_list(field, value)
    if isinstance(field, serializers.Serializer):
        return _of_object(field, value)
    if isinstance(field, serializers.BooleanField):
        return None if isinstance(value, bool) else [YES_OR_NO]
    if isinstance(field, serializers.IntegerField):
        return None if type(value) is int else [NUMBER]
    if isinstance(field, serializers.CharField | serializers.DecimalField):
        return None if isinstance(value, str) else [TEXT]
    return None


def _of_object(field: Any, value: Any) -> Any:
    if not isinstance(value, Mapping):
        return None  # the serializer says so itself
    found = {
        name: complaints(field.fields[name], value[name]) for name in value.keys() & _taken(field)
    }
    return {name: said for name, said in found.items() if said} or None


def _taken(field: Any) -> set[str]:
    return {name for name, inner in field.fields.items() if not inner.read_only}


def _of_list(field: Any, value: Any) -> Any:
    if not isinstance(value, list):
        return [LIST]
    child = getattr(field, "child", None) or field.child_relation
    found = {number: complaints(child, one) for number, one in enumerate(value)}
    return {number: said for number, said in found.items() if said} or None
