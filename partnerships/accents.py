"""Which colour an institution chose for its pages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.history import acting
from core.permissions import require
from core.versions import locked
from partnerships.models import Organisation

CHANGE = "partnerships.change_look"


@transaction.atomic
def set_accent(institution: Organisation, *, actor: Any, accent: str) -> Organisation:
    """Choose the colour of an institution's pages; an empty one is the platform's own.

    Raises `Refused` when the actor does not coordinate the institution, `Invalid` for a colour
    that is not on the list.
    """
    require(actor, CHANGE, institution)
    row = locked(Organisation, institution.pk)
    row.accent = accent
    try:
        row.clean_fields({field.name for field in row._meta.fields} - {"accent"})
    except ValidationError as error:
        raise Invalid(_("Choose a colour of the list."), error.message_dict) from error
    with acting(actor, "partnerships.organisation.set_accent"):
        row.save(update_fields=["accent"])
    institution.accent = row.accent
    return institution
