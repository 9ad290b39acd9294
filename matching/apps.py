"""Wiring of matching."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """How a student gets a place."""

    name = "matching"
    verbose_name = _("matching")

    def ready(self) -> None:
        """Fill the registries of the ground floor; home and imports do so when loaded."""
        from core.permissions import register
        from matching import (  # noqa: F401
            deadlines,
            home,
            imports,
            notices,
            own_place_notices,
            rules,
        )

        register(rules.PERMISSIONS)
