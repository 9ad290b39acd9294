"""The number that a person tells when something went wrong."""

from typing import Any

from django import template

from core.requests import request_id

register = template.Library()


@register.inclusion_tag("components/request_number.html")
def request_number() -> dict[str, Any]:
    """A line with the number of this request, by which operators find it in the log."""
    return {"number": request_id()}
