"""Code lists of the person."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """Language of the interface (sample data: code list language)."""

    DUTCH = "nl", _("Dutch")
    ENGLISH = "en", _("English")
