"""Wiring of agreements."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    """What the three parties promise."""

    name = "agreements"
    verbose_name = _("agreements")

    def ready(self) -> None:
        """Fill the registries of the ground floor; home and imports do so when loaded."""
        from agreements import deadlines, home, imports, notices, rules  # noqa: F401
        from core.permissions import register

        register(rules.PERMISSIONS)
