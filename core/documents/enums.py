"""Code lists of documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scan(models.TextChoices):
    """What the virus scanner said of a file."""

    NOT_ASKED = "not_asked", _("not scanned for viruses")
    WAITING = "waiting", _("waits for the virus scanner")
    CLEAN = "clean", _("no virus found")
    QUARANTINED = "quarantined", _("kept apart: a virus was found")


# What may be handed out.
READABLE = frozenset({Scan.NOT_ASKED, Scan.CLEAN})
