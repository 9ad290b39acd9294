"""Addresses that belong to no room, and those of sign-in."""

from typing import Any

from core.tasks import heartbeat
from tests.access import PEOPLE, ROLES, Row

EVERYBODY = frozenset(ROLES)

ROWS = [
    Row("home", public=True),
    Row("switch-role", method="post", ok=PEOPLE),
    Row("set_language", method="post", public=True, data={"language": "nl"}),
    Row("accessibility", public=True),
    Row("health-live", public=True),
    Row("health-ready", public=True),
    Row("gallery", public=True),
    Row("api-guide", public=True),
    Row("openapi", public=True, api=True),
    Row("account_login", public=True),
    Row("account_logout", public=True),
    Row("account_signup", public=True),
    Row("account_inactive", public=True),
    Row("account_reauthenticate", ok=PEOPLE),
    Row("account_change_password", ok=PEOPLE),
    Row("account_set_password", ok=PEOPLE),
    Row("account_reset_password", public=True),
    Row("account_reset_password_done", public=True),
    Row(
        "account_reset_password_from_key",
        public=True,
        kwargs={"uidb36": "a", "key": "b"},
    ),
    Row("account_reset_password_from_key_done", public=True),
    Row("account_email", ok=PEOPLE),
    Row("account_email_verification_sent", public=True),
    Row("account_confirm_email", public=True, kwargs={"key": "unknown"}),
    Row("sessions", ok=PEOPLE),
    Row("mfa_index", ok=PEOPLE),
    Row("second-step-done", ok=PEOPLE),
    Row("mfa_authenticate", public=True),
    Row("mfa_reauthenticate", ok=PEOPLE),
    Row("mfa_activate_totp", ok=PEOPLE),
    # What nobody in the matrix has set up does not exist for anybody.
    Row("mfa_deactivate_totp", ok=frozenset()),
    Row("mfa_view_recovery_codes", ok=frozenset()),
    Row("mfa_generate_recovery_codes", ok=PEOPLE),
    Row("mfa_list_webauthn", ok=PEOPLE),
    Row("mfa_add_webauthn", ok=PEOPLE),
    Row("mfa_reauthenticate_webauthn", ok=PEOPLE),
    Row("mfa_login_webauthn", public=True),
    # These ask first who it is (302); whose passkey it is, tests/accounts proves.
    Row("mfa_remove_webauthn", kwargs={"pk": 1}, ok=PEOPLE),
    Row("mfa_edit_webauthn", kwargs={"pk": 1}, ok=PEOPLE),
]


def build(world: Any) -> None:
    """A worker that beats: without one the platform is not ready, for everybody alike."""
    heartbeat()
