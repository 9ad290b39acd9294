"""The forms of the second step, in the platform's own words."""

from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

CODE_INPUT = {"autocomplete": "one-time-code", "inputmode": "numeric", "placeholder": None}


class CodeMixin(forms.Form):
    """A code of the app, or a recovery code. A code of the app works once.

    The library forgets a used code after one period; with a tolerance of one period to
    either side the code itself lives for three, so that this form remembers it as long.
    """

    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code")
        field.help_text = _("Six digits from your app, or one of your recovery codes.")
        field.widget.attrs.update(CODE_INPUT)

    def clean_code(self) -> str:
        """Refuse a code of the app that this person used before."""
        code = super().clean_code()  # type: ignore[misc]
        periods = 2 * app_settings.TOTP_TOLERANCE + 1
        key = f"second-factor-used:{self.authenticator.user_id}:{normalize_user_code(code)}"
        if not cache.add(key, True, timeout=periods * app_settings.TOTP_PERIOD):
            raise get_adapter().validation_error("incorrect_code")
        return str(code)


class SignInCodeForm(CodeMixin, AuthenticateForm):
    """The second step of signing in."""


class ConfirmCodeForm(CodeMixin, ReauthenticateForm):
    """Is it really you: by code."""


class AppForm(ActivateTOTPForm):
    """The first code of a new app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code of six digits")
        field.help_text = _("The app shows a new one every half minute.")
        field.widget.attrs.update(CODE_INPUT)


class AnswerMixin(forms.Form):
    """A passkey's answer. The library trips over parts that are missing; we say so instead."""

    def clean_credential(self) -> Authenticator:
        """Refuse in words what is no answer of a passkey."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise get_adapter().validation_error("incorrect_passkey") from error


class PasskeySignInForm(AnswerMixin, AuthenticateWebAuthnForm):
    """The second step of signing in, by passkey."""


class PasskeyAloneForm(AnswerMixin, LoginWebAuthnForm):
    """Signing in with a passkey and nothing else."""


class PasskeyConfirmForm(AnswerMixin, ReauthenticateWebAuthnForm):
    """Is it really you: by passkey."""


class PasskeyForm(AddWebAuthnForm):
    """A new passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].help_text = _("So that you know later which device this was.")
        self.fields["passwordless"].label = _("Also sign in with this passkey alone")
        self.fields["passwordless"].help_text = _(
            "Then you need no password: the device asks for your fingerprint, face or PIN."
        )

    def clean(self) -> dict[str, Any]:
        """Refuse in words what is no answer of a passkey."""
        try:
            return super().clean()
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise get_adapter().validation_error("incorrect_passkey") from error


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].help_text = _("So that you know later which device this was.")
