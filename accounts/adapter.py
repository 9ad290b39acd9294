"""How allauth behaves here: people arrive by invitation, secrets are encrypted."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.second_factor import may_remove
from core import encryption
from core.notifications.letters import plain_letter
from core.notifications.service import post


class AccountAdapter(DefaultAccountAdapter):
    """The platform's choices in sign-in and sign-up."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Never: institutions and hosts name their people."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put allauth's letter in the outbox: it goes out, also when the mail server is down."""
        mail = self.render_mail(template_prefix, email, {**context, "request": self.request})
        kind = f"accounts.{template_prefix.rpartition('/')[2]}"[:60]
        post([plain_letter(email, mail.subject, mail.body, kind=kind)])

    def get_login_stages(self) -> list[str]:
        """Our own second step, which knows when a provider asked one already."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "accounts.openid.sessions.SecondStepStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def is_reauthentication_required(self, *args: Any, **kwargs: Any) -> bool:
        """Ask once more who it is, unless the person just signed in."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(*args, **kwargs))


class SecondFactorAdapter(DefaultMFAAdapter):
    """The platform's choices in the second step of signing in."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or was used before. Type the newest one."),
        "incorrect_passkey": _("The passkey gave no answer that we understand. Try again."),
        "cannot_delete_authenticator": _(
            "Your work needs a second step. First set up another one, then take this one away."
        ),
    }

    def get_totp_issuer(self) -> str:
        """The platform's name, as the app with codes shows it."""
        return gettext("Work-based learning")

    def _get_site_name(self) -> str:
        return gettext("Work-based learning")

    def encrypt(self, text: str) -> str:
        """As `core.encryption.encrypt`."""
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """As `core.encryption.decrypt`."""
        return encryption.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """As `may_remove`."""
        return may_remove(authenticator)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002  allauth's own name
        """A first name for a passkey, which the person can change."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}
