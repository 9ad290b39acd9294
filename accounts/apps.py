"""Wiring of accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The person."""

    name = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        """Make known what people hear and may; remember how a session began, and who looks."""
        from allauth.account.signals import user_logged_in

        from accounts import impersonation, notices, rules  # noqa: F401
        from accounts.openid.sessions import note_provider
        from core.jobs import name_job
        from core.permissions import register

        register(rules.PERMISSIONS)
        user_logged_in.connect(note_provider, dispatch_uid="accounts.note_provider")
        name_job("clear-sessions", _("Forget sign-ins that are over"))
