"""Wiring of quality."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QualityConfig(AppConfig):
    """Whether it was good."""

    name = "quality"
    verbose_name = _("quality")

    def ready(self) -> None:
        """Fill the registries of the ground floor; home and imports do so when loaded."""
        from core.permissions import register
        from quality import deadlines, home, imports, notices, rules  # noqa: F401

        register(rules.PERMISSIONS)
