"""Wiring of reporting."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    """What it teaches the ministry."""

    name = "reporting"
    verbose_name = _("reporting")

    def ready(self) -> None:
        """Fill the registries of the ground floor; home and imports do so when loaded."""
        from core.permissions import register
        from reporting import deadlines, home, imports, rules  # noqa: F401

        register(rules.PERMISSIONS)
