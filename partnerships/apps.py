"""Wiring of partnerships."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    """Who takes part."""

    name = "partnerships"
    verbose_name = _("partnerships")

    def ready(self) -> None:
        """Fill the registries of the ground floor; home and imports do so when loaded."""
        from core.permissions import register
        from partnerships import (  # noqa: F401
            attachments,
            deadlines,
            home,
            imports,
            notices,
            people_home,
            people_rules,
            rules,
        )

        register(rules.PERMISSIONS)
        register(people_rules.PEOPLE_PERMISSIONS)
        from core.people import provide_capacities
        from partnerships.standing import capacities_of

        provide_capacities(capacities_of)
        from accounts.openid.organisations import provide_numbers
        from partnerships.standing import numbers_of

        provide_numbers(numbers_of)
