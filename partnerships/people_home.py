"""What people and their sign-in add to the menu."""

from django.utils.translation import gettext_lazy as _

from core import menu
from core.workflow import ADMINISTRATOR, HOST, INSTITUTION

menu.entries.register(
    menu.Entry(
        label=_("People"),
        url_name="people:person-list",
        icon="person",
        audiences=frozenset({INSTITUTION, HOST, ADMINISTRATOR}),
        order=95,
        permission="partnerships.manage_people",
        aside=True,
    )
)
menu.entries.register(
    menu.Entry(
        label=_("Organisations"),
        url_name="partnerships:organisation-list",
        icon="building",
        audiences=frozenset({ADMINISTRATOR}),
        order=94,
        permission="partnerships.set_access_code",
        aside=True,
    )
)
