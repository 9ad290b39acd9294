"""What people hear about their files."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.notifications.kinds import Kind, Topic, register_kind, register_topic
from core.notifications.service import notify

FILES = register_topic(Topic(name="core.documents", label=_("Files that you added")))
QUARANTINED = register_kind(
    Kind(
        name="core.document_quarantined",
        topic=FILES,
        subject=_("A virus was found in a file that you added"),
        text=_(
            "Nobody can open the file “%(name)s” here. Do not open it yourself, tell the IT service"
            " of your organisation, and add a clean file instead."
        ),
        link=_("See the document"),
    )
)


def tell_of_quarantine(version: Any) -> None:
    """Tell who brought it in."""
    path = reverse("document", args=[version.document.uuid])
    notify(QUARANTINED, [version.uploaded_by], path=path, name=version.name)
