"""Code lists of reminders."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Moment(models.TextChoices):
    """On which side of the last day a reminder goes out."""

    BEFORE = "before", _("before the last day")
    AFTER = "after", _("after the last day")


class Counting(models.TextChoices):
    """Which days count."""

    CALENDAR = "calendar", _("calendar days")
    BUSINESS = "business", _("working days")


class Whom(models.TextChoices):
    """Who is told."""

    OWNER = "owner", _("who has to do it")
    ESCALATION = "escalation", _("who looks after it")
