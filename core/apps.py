"""Wiring of the ground floor."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """The ground floor."""

    name = "core"
    verbose_name = _("core")

    def ready(self) -> None:
        """Keep the application's database role in step with every migration."""
        from core.api import security  # noqa: F401  describes the sign-in to drf-spectacular
        from core.database import grant_rights, prepare_role  # models must be loaded first

        pre_migrate.connect(prepare_role, sender=self)
        post_migrate.connect(grant_rights)
