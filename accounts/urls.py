"""Signing in and out, password, second step: allauth's pages in our layout, and our own."""

from typing import Any

from allauth.account import views
from allauth.mfa.base.views import reauthenticate as confirm_by_code
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from django.urls import path, re_path

from accounts import impersonation_views, invitation_views
from accounts import views as own
from accounts.openid import views as openid


def public(view: Any) -> Any:
    """Mark a page of allauth as open to visitors; it guards itself where it must."""
    view.public = True
    return view


urlpatterns = [
    path("sign-in/", public(views.login), name="account_login"),
    path("sign-out/", openid.SignOut.as_view(), name="account_logout"),
    path("sign-up/", public(views.signup), name="account_signup"),
    path("inactive/", public(views.account_inactive), name="account_inactive"),
    path("reauthenticate/", public(views.reauthenticate), name="account_reauthenticate"),
    path("password/change/", public(views.password_change), name="account_change_password"),
    path("password/set/", public(views.password_set), name="account_set_password"),
    path("password/reset/", public(views.password_reset), name="account_reset_password"),
    path(
        "password/reset/done/",
        public(views.password_reset_done),
        name="account_reset_password_done",
    ),
    # The key itself contains hyphens.
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/finished/",
        public(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("email/", public(views.email), name="account_email"),
    path(
        "email/sent/",
        public(views.email_verification_sent),
        name="account_email_verification_sent",
    ),
    path("email/<key>/", public(views.confirm_email), name="account_confirm_email"),
    path("invitation/<str:token>/", invitation_views.InvitationAccept.as_view(), name="invitation"),
    path(
        "invitation/<str:token>/through/<slug:key>/",
        invitation_views.InvitationThrough.as_view(),
        name="invitation-through",
    ),
    path("looks/", impersonation_views.ImpersonationList.as_view(), name="impersonation-list"),
    path("looks/end/", impersonation_views.ImpersonationEnd.as_view(), name="impersonation-end"),
    path("sessions/", own.Sessions.as_view(), name="sessions"),
    path("providers/", openid.ProviderList.as_view(), name="provider-list"),
    path("providers/<slug:key>/sign-in/", openid.SignInThrough.as_view(), name="provider-sign-in"),
    path("providers/<slug:key>/connect/", openid.Connect.as_view(), name="provider-connect"),
    path("providers/<int:pk>/remove/", openid.Disconnect.as_view(), name="provider-disconnect"),
    path(
        "providers/<slug:provider_id>/callback/",
        openid.Callback.as_view(),
        name="openid_connect_callback",
    ),
    # allauth reverses these by name.
    path("second-step/", public(own.SecondStepPage.as_view()), name="mfa_index"),
    path("second-step/done/", own.SecondStepDone.as_view(), name="second-step-done"),
    path("second-step/sign-in/", public(own.SecondStepSignIn.as_view()), name="mfa_authenticate"),
    path("second-step/confirm/", public(confirm_by_code), name="mfa_reauthenticate"),
    path("second-step/app/", public(app.activate_totp), name="mfa_activate_totp"),
    path("second-step/app/remove/", public(app.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "second-step/codes/", public(recovery.view_recovery_codes), name="mfa_view_recovery_codes"
    ),
    path(
        "second-step/codes/new/",
        public(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("second-step/passkeys/", public(passkey.list_webauthn), name="mfa_list_webauthn"),
    path("second-step/passkeys/add/", public(passkey.add_webauthn), name="mfa_add_webauthn"),
    path(
        "second-step/passkeys/confirm/",
        public(passkey.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("passkey/", public(passkey.login_webauthn), name="mfa_login_webauthn"),
    path(
        "second-step/passkeys/<int:pk>/remove/",
        public(own.PasskeyRemove.as_view()),
        name="mfa_remove_webauthn",
    ),
    path(
        "second-step/passkeys/<int:pk>/rename/",
        public(passkey.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
]
