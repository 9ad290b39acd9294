"""Wiring of the ground floor."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """The ground floor."""

    name = "core"
    verbose_name = _("core")

    def ready(self) -> None:
        """Keep the application's database role in step with every migration."""
        from core import home, jobs, rules  # noqa: F401  fills the menu
        from core.api import security  # noqa: F401  describes the sign-in to drf-spectacular
        from core.database import grant_rights, prepare_role  # models must be loaded first
        from core.documents import notices  # noqa: F401  fills the topics
        from core.permissions import register
        from core.privacy import (
            attached,  # noqa: F401  what forbids to erase somebody
            own,  # noqa: F401  what core itself knows of people
        )
        from core.privacy import home as privacy_home  # noqa: F401  menu and to-do list
        from core.privacy import rules as rights
        from core.privacy.guards import write_guards
        from core.privacy.plans import write_plans
        from core.watching import receivers  # noqa: F401  figures and names of requests and tasks

        register(rules.PERMISSIONS)
        jobs.listen()
        from django.contrib.auth.signals import user_logged_in

        from core.drafts import note_drafts_of

        user_logged_in.connect(note_drafts_of, dispatch_uid="core.note_drafts")

        pre_migrate.connect(prepare_role, sender=self)
        post_migrate.connect(grant_rights)
        register(rights.PERMISSIONS)
        autodiscover_modules("privacy")
        post_migrate.connect(write_plans, sender=self)
        post_migrate.connect(write_guards, sender=self)
