"""How people like to see their lists."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.models.base import Record
from core.querysets import OwnedQuerySet


class SavedView(Record):
    """A list as one person left it: filters, order and columns, under a name of their own."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    # The address of the list by its name in the URL configuration.
    list_name = models.CharField(max_length=100)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=2000)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(
                "user", "list_name", Lower("name"), name="a_person_names_a_view_of_a_list_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
