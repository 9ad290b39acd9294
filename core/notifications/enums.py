"""Code lists of notifications."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Delivery(models.TextChoices):
    """How somebody hears of something, beside the list on the platform."""

    AT_ONCE = "at_once", _("by e-mail, at once")
    DAILY = "daily", _("by e-mail, once a day together")
    HERE = "here", _("only here, on the platform")
