"""What is known of a person as somebody who signs in."""

from django.utils.translation import gettext_lazy as _

from core.privacy.enums import Basis, Category, Erase
from core.privacy.register import Holding, Personal, impersonal, register

SECRET = Personal(Category.USE, Erase.CLOSED, export=False)
TRACE = Personal(Category.USE, Erase.EMPTY)
WHILE_ACCOUNT = _("as long as you have an account")

register(
    Holding(
        model="accounts.User",
        label=_("Your account"),
        purpose=_("To let you sign in, and to name you to those you work with."),
        basis=Basis.TASK,
        kept=_("as long as you take part; afterwards until you or the institution ask to erase it"),
        person="",
        data={
            "first_name": Personal(Category.IDENTITY, Erase.EMPTY),
            "last_name": Personal(Category.IDENTITY, Erase.NAME),
            "email": Personal(Category.CONTACT, Erase.EMAIL),
            "job_title": Personal(Category.IDENTITY, Erase.EMPTY),
            "language": Personal(Category.USE),
            "is_active": Personal(Category.USE, Erase.CLOSED),
            "is_administrator": Personal(Category.USE, Erase.CLOSED),
            "date_joined": Personal(Category.USE),
            "last_login": Personal(Category.USE, Erase.CLOSED),
            "password": SECRET,
        },
    ),
    Holding(
        model="accounts.Invitation",
        label=_("Your invitations"),
        purpose=_("To let you in for the first time."),
        basis=Basis.TASK,
        kept=WHILE_ACCOUNT,
        person="user",
        data={
            "email": Personal(Category.CONTACT, Erase.EMAIL),
            "expires_at": Personal(Category.USE),
            "accepted_at": Personal(Category.USE),
            "withdrawn_at": Personal(Category.USE),
        },
        actors=("invited_by",),
        plain=("user", "in_bulk"),
    ),
    Holding(
        model="accounts.Impersonation",
        label=_("When an administrator looked with your eyes"),
        purpose=_("To help you, and to let you see that it was done."),
        basis=Basis.INTEREST,
        kept=_("without end, without your name"),
        person="person",
        data={"reason": Personal(Category.JUDGEMENT, Erase.REMOVED)},
        actors=("administrator",),
        plain=("person",),
    ),
    Holding(
        model="accounts.ImpersonationEnd",
        label=_("When that was over"),
        purpose=_("To help you, and to let you see that it was done."),
        basis=Basis.INTEREST,
        kept=_("without end, without your name"),
        person="impersonation__person",
        data={"how": Personal(Category.USE)},
        plain=("impersonation",),
    ),
    Holding(
        model="accounts.ImpersonationStep",
        label=_("What the administrator looked at"),
        purpose=_("To help you, and to let you see that it was done."),
        basis=Basis.INTEREST,
        kept=_("without end, without your name"),
        person="impersonation__person",
        data={"method": Personal(Category.USE), "path": Personal(Category.USE)},
        plain=("impersonation", "status"),
    ),
    Holding(
        model="account.EmailAddress",
        label=_("Confirmed e-mail addresses"),
        purpose=_("To know that an address is really yours."),
        basis=Basis.INTEREST,
        kept=WHILE_ACCOUNT,
        person="user",
        data={
            "email": Personal(Category.CONTACT),
            "verified": Personal(Category.USE),
            "primary": Personal(Category.USE),
        },
        plain=("user",),
        delete=True,
    ),
    Holding(
        model="account.EmailConfirmation",
        label=_("Links that confirm an address"),
        purpose=_("To know that an address is really yours."),
        basis=Basis.INTEREST,
        kept=_("a few days"),
        person="email_address__user",
        data={"key": SECRET, "sent": TRACE, "created": TRACE},
        plain=("email_address",),
        delete=True,
    ),
    Holding(
        model="mfa.Authenticator",
        label=_("Your second step of signing in"),
        purpose=_("To keep others out of your account."),
        basis=Basis.INTEREST,
        kept=_("until you take it away"),
        person="user",
        data={
            "type": Personal(Category.USE),
            "data": SECRET,
            "last_used_at": Personal(Category.USE),
        },
        plain=("user",),
        delete=True,
    ),
    Holding(
        model="socialaccount.SocialAccount",
        label=_("Your sign-in with other services"),
        purpose=_("To let you sign in with a provider that you chose."),
        basis=Basis.INTEREST,
        kept=_("until you take it away"),
        person="user",
        data={
            "provider": Personal(Category.USE),
            "uid": Personal(Category.IDENTITY, Erase.EMPTY),
            "extra_data": Personal(Category.IDENTITY, Erase.EMPTY),
            "last_login": Personal(Category.USE),
            "date_joined": Personal(Category.USE),
        },
        plain=("user",),
        delete=True,
    ),
    Holding(
        model="socialaccount.SocialToken",
        label=_("Tokens of those services"),
        purpose=_("To let you sign in with a provider that you chose."),
        basis=Basis.INTEREST,
        kept=_("until you take it away"),
        person="account__user",
        data={"token": SECRET, "token_secret": SECRET, "expires_at": Personal(Category.USE)},
        plain=("app", "account"),
        delete=True,
    ),
    Holding(
        model="usersessions.UserSession",
        label=_("Where you are signed in"),
        purpose=_("To show you where, so that you can end what you do not know."),
        basis=Basis.INTEREST,
        kept=_("as long as the sign-in itself"),
        person="user",
        data={
            "ip": Personal(Category.USE),
            "user_agent": Personal(Category.USE),
            "last_seen_at": Personal(Category.USE),
            "session_key": SECRET,
            "data": SECRET,
        },
        plain=("user",),
        delete=True,
    ),
    Holding(
        model="allauth_idp_oidc.Token",
        label=_("Tokens of programs"),
        purpose=_("To let programs of an organisation fetch data."),
        basis=Basis.TASK,
        kept=_("an hour"),
        person="user",
        data={"hash": SECRET, "data": SECRET, "scopes": Personal(Category.USE)},
        plain=("type", "client", "user", "expires_at"),
        delete=True,
    ),
)

# Session data is unreadable for us; it goes with the note of where somebody is signed in.
impersonal("sessions.Session", "session_data")
impersonal(
    "allauth_idp_oidc.Client",
    "name",
    "secret",
    "scopes",
    "default_scopes",
    "grant_types",
    "redirect_uris",
    "cors_origins",
    "response_types",
    "owner",
    "data",
)
impersonal(
    "socialaccount.SocialApp",
    "provider",
    "provider_id",
    "name",
    "client_id",
    "secret",
    "key",
    "settings",
)
impersonal("auth.Permission", "name", "codename")
impersonal("auth.Group", "name")
impersonal("contenttypes.ContentType", "app_label", "model")
impersonal("pghistory.Context", "metadata")
