"""What a session knows about the provider through which it began."""

from typing import Any

from allauth.mfa.stages import AuthenticateStage

from core.encryption import decrypt

KEY = "openid"


class SecondStepStage(AuthenticateStage):
    """The second step of signing in: left out when the provider proved two steps."""

    def handle(self) -> tuple[Any, bool]:
        """Ask for our own second step, unless this very sign-in brought one."""
        through = (self.login.signal_kwargs or {}).get("sociallogin")
        if through and through.state.get("two_steps"):
            return None, True
        found: tuple[Any, bool] = super().handle()
        return found


def note_provider(request: Any, sociallogin: Any = None, **kwargs: Any) -> None:
    """After every sign-in: through which provider, with how many steps; or through none."""
    if sociallogin is None:
        request.session.pop(KEY, None)
        return
    request.session[KEY] = {
        "issuer": sociallogin.account.provider,
        "two_steps": bool(sociallogin.state.get("two_steps")),
        "id_token": sociallogin.state.get("id_token", ""),
    }


def proved_two_steps(request: Any) -> bool:
    """True when this session began at a provider that asked two steps."""
    return bool(request.session.get(KEY, {}).get("two_steps"))


def issuer_and_token(request: Any) -> tuple[str, str] | None:
    """Through which issuer this session began, and with which ID token; None without one."""
    noted = request.session.get(KEY)
    return (noted["issuer"], decrypt(noted["id_token"])) if noted else None
