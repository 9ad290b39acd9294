"""Under which code the Flemish access management knows an organisation."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.history import acting
from core.permissions import require
from core.versions import locked
from partnerships.models import Organisation

SET = "partnerships.set_access_code"


@transaction.atomic
def set_access_code(organisation: Organisation, *, access_code: str, actor: Any) -> Organisation:
    """Write down the code; an empty one takes it away. No actor is an operator at the machine.

    Raises `Refused` for who is no administrator, `Invalid` for what is no code, or is another
    organisation's.
    """
    if actor is not None:
        require(actor, SET, organisation)
    row = locked(Organisation, organisation.pk)
    row.access_code = access_code.strip().upper() or None
    try:
        row.clean_fields(exclude=["name_en"])
        row.validate_unique()
    except ValidationError as error:
        raise Invalid(_("Please check the code."), error.message_dict) from error
    with acting(actor, "partnerships.organisation.set_access_code"):
        row.save(update_fields=["access_code"])
    organisation.access_code = row.access_code
    return organisation
