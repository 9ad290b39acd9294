"""Signing in and out, and the password: allauth's pages in our layout."""

from typing import Any

from allauth.account import views
from django.urls import path, re_path


def public(view: Any) -> Any:
    """Mark a page of allauth as open to visitors; it guards itself where it must."""
    view.public = True
    return view


urlpatterns = [
    path("sign-in/", public(views.login), name="account_login"),
    path("sign-out/", public(views.logout), name="account_logout"),
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
]
