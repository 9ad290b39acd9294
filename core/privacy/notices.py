"""What people hear about their rights."""

from django.utils.translation import gettext_lazy as _

from core.notifications.kinds import Kind, Topic, register_kind, register_topic

RIGHTS = register_topic(Topic(name="core.privacy", label=_("Your data"), required=True))

COPY_READY = register_kind(
    Kind(
        name="core.copy_ready",
        topic=RIGHTS,
        subject=_("The copy of your data is ready"),
        text=_("You can fetch it until %(day)s. Only you can."),
        link=_("Fetch the copy"),
    )
)
COPY_FAILED = register_kind(
    Kind(
        name="core.copy_failed",
        topic=RIGHTS,
        subject=_("The copy of your data could not be made"),
        text=_("Something went wrong on our side. Ask for it again, or tell the platform."),
        link=_("Ask again"),
    )
)
ERASURE_ASKED = register_kind(
    Kind(
        name="core.erasure_asked",
        topic=RIGHTS,
        subject=_("Your letter about erasing your data has arrived"),
        text=_("Somebody decides on it. You hear what was decided."),
        link=_("See your request"),
    )
)
ERASURE_REFUSED = register_kind(
    Kind(
        name="core.erasure_refused",
        topic=RIGHTS,
        subject=_("Your data is not erased"),
        text=_("The reason stands on the platform, with what you can do."),
        link=_("Read the reason"),
    )
)
ERASURE_APPROVED = register_kind(
    Kind(
        name="core.erasure_approved",
        topic=RIGHTS,
        subject=_("Your data is being erased"),
        text=_(
            "Your account is closed within the hour, and your name, address and texts are taken"
            " out. This is the last e-mail that you get from us."
        ),
        listed=False,
    )
)
