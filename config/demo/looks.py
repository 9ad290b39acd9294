"""What each institution of the demonstration looks like: a colour of the list.

No logo: that is a file, which a copy of the database alone does not bring along.
"""

from config.demo.people import holders, person
from partnerships.accents import set_accent
from partnerships.enums import Accent, Role
from partnerships.models import Organisation

ACCENTS = {"LEI": Accent.BLUE, "TAX": Accent.GREEN, "DIJ": Accent.PLUM}


def colour_institutions() -> None:
    """Give each its colour, chosen by its coordinator as on the page."""
    for institution in Organisation.objects.filter(code__in=ACCENTS).order_by("code"):
        actor = person(holders(institution.pk, Role.COORDINATOR)[0])
        set_accent(institution, actor=actor, accent=ACCENTS[institution.code])
