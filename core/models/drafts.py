"""What people had typed and not sent yet (ADR 0022)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.base import Record
from core.querysets import OwnedQuerySet


class FormDraft(Record):
    """One form of one person, half filled in, encrypted.

    No history: it is nobody's business what somebody thought of writing.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="form_drafts"
    )
    # The address of the form.
    place = models.CharField(_("form"), max_length=300)
    # The names and values of the fields, as a browser sends them (`core.encryption`).
    sealed = models.TextField()
    kept_at = models.DateTimeField(_("kept on"), default=timezone.now)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("begun form")
        verbose_name_plural = _("begun forms")
        ordering = ["-kept_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "place"], name="a_person_has_one_draft_of_a_form"
            ),
            models.CheckConstraint(condition=~Q(sealed=""), name="a_draft_holds_something"),
        ]

    def __str__(self) -> str:
        return self.place
