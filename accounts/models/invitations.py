"""A way in for somebody who has no password yet."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.querysets import InvitationQuerySet
from core.history import tracked
from core.models import Record


@tracked
class Invitation(Record):
    """A way in for one person, at one address, for some days, once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"))
    # Empty: an operator at the machine, or the person who asked for a new link.
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )
    # Many at once, of people whom the platform knew already: no letters to strangers.
    in_bulk = models.BooleanField(default=False)
    expires_at = models.DateTimeField(_("works until"))
    accepted_at = models.DateTimeField(_("accepted on"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["invited_by", "created_at"], name="invitations_of_a_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="an_invitation_is_accepted_or_withdrawn",
            ),
            models.UniqueConstraint(
                fields=["user"],
                name="one_open_invitation_per_person",
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def is_open(self) -> bool:
        """Neither accepted nor withdrawn; it may be too old."""
        return self.accepted_at is None and self.withdrawn_at is None

    @property
    def fits(self) -> bool:
        """True while it is still about this person as known now, who has no other way in.

        A password chosen by another way (a reset) ends it: whoever holds the old letter
        must not be able to choose another one.
        """
        person = self.user
        without = person.is_active and not person.has_usable_password()
        return without and self.email == person.email

    def works(self) -> bool:
        """True when the person can come in by it now."""
        return self.is_open and self.fits and timezone.now() < self.expires_at
