"""Code lists of the person."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """Language of the interface (sample data: code list language)."""

    DUTCH = "nl", _("Dutch")
    ENGLISH = "en", _("English")


class Ending(models.TextChoices):
    """How a look with somebody's eyes came to its end."""

    BY_HAND = "by_hand", _("stopped")
    TIME = "time", _("the time was over")
    SIGN_OUT = "sign_out", _("signed out")
    RIGHT = "right", _("the right to look was gone")
