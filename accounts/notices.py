"""What people hear about their account."""

from django.utils.translation import gettext_lazy as _

from core.notifications.kinds import Kind, Topic, register_kind, register_topic

ACCOUNT = register_topic(Topic(name="accounts.account", label=_("Your account"), required=True))

INVITATION = register_kind(
    Kind(
        name="accounts.invitation",
        topic=ACCOUNT,
        subject=_("You are invited to the platform for work-based learning"),
        text=_(
            "%(inviter)s invites you to work on this platform. Choose a password to begin. This"
            " link is for you alone: it works once, and for %(days)s days."
        ),
        link=_("Choose a password and begin"),
        listed=False,
    )
)

SECOND_STEP_RESET = register_kind(
    Kind(
        name="accounts.second_step_reset",
        topic=ACCOUNT,
        subject=_("Your second step for signing in was taken away"),
        text=_(
            "%(who)s did this because you lost it. You are signed out everywhere, and"
            " set up a new step the next time. Did you not ask for this? Then tell your"
            " coordinator at once."
        ),
        link=_("Set up a second step"),
    )
)

SIGNED_OUT = register_kind(
    Kind(
        name="accounts.signed_out",
        topic=ACCOUNT,
        subject=_("You were signed out everywhere"),
        text=_(
            "%(who)s ended all your sign-ins. Sign in again to go on. Do you not know why? Then"
            " change your password, and ask your coordinator."
        ),
        link=_("Sign in"),
    )
)

BLOCKED = register_kind(
    Kind(
        name="accounts.blocked",
        topic=ACCOUNT,
        subject=_("You cannot sign in any more"),
        text=_(
            "%(who)s blocked your account. What you did stays as it was. Is this a mistake? Then"
            " ask %(who)s, or the coordinator of your institution."
        ),
        listed=False,
    )
)

UNBLOCKED = register_kind(
    Kind(
        name="accounts.unblocked",
        topic=ACCOUNT,
        subject=_("You can sign in again"),
        text=_("%(who)s lifted the block of your account."),
        link=_("Sign in"),
    )
)

LOOKED = register_kind(
    Kind(
        name="accounts.impersonated",
        topic=ACCOUNT,
        subject=_("An administrator looks with your eyes"),
        text=_(
            "%(who)s, administrator of the platform, sees the platform as you do, from %(since)s"
            " and for half an hour at most. The reason: %(reason)s Everything is noted under both"
            " names. Signing and your account stay closed. Do you not know why? Then ask us."
        ),
        link=_("See who looked with your eyes"),
    )
)
