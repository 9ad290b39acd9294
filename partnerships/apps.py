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
        from partnerships import home, imports, rules  # noqa: F401

        register(rules.PERMISSIONS)
        from core.people import provide_capacities
        from partnerships.standing import capacities_of

        provide_capacities(capacities_of)
