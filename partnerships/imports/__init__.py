"""Files about who takes part, in the order in which they need each other."""

from django.utils.translation import gettext_lazy as _

from core.menu import Entry, entries
from core.workflow import ADMINISTRATOR, INSTITUTION
from partnerships.imports import (  # noqa: F401  (each registers its files when loaded)
    arrangements,
    hosts,
    organisations,
    people,
    programmes,
)

# Here, because this room knows who coordinates; the page is of the ground floor.
entries.register(
    Entry(
        label=_("Import"),
        url_name="import",
        icon="up",
        audiences=frozenset({INSTITUTION, ADMINISTRATOR}),
        order=95,
        permission="core.import_data",
        aside=True,
    )
)
