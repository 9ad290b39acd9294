"""Wiring of trajectories."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrajectoriesConfig(AppConfig):
    """What is learned and how it goes."""

    name = "trajectories"
    verbose_name = _("trajectories")

    def ready(self) -> None:
        """Fill the registries of the ground floor; home and imports do so when loaded."""
        from core.permissions import register
        from trajectories import (  # noqa: F401
            attachments,
            deadlines,
            home,
            imports,
            notices,
            rules,
        )

        register(rules.PERMISSIONS)
