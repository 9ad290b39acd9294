"""People as those see them who look after their sign-in, and inviting many of them at once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.history import tracked
from core.models import Record
from partnerships.querysets import InvitationBatchQuerySet, PersonQuerySet


class Person(User):
    """A person with roles. The same row as the one who signs in, with a scope."""

    # The scope would otherwise be the empty one: accounts know no memberships.
    objects = PersonQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        proxy = True
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["last_name", "first_name"]


@tracked
class InvitationBatch(Record):
    """Many people invited at once, by a worker, some of them at a time."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(_("finished on"), null=True)

    objects = InvitationBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of invitations")
        verbose_name_plural = _("rounds of invitations")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["actor"],
                name="one_round_of_invitations_at_a_time",
                condition=models.Q(finished_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return str(self.actor)


class BatchEntry(models.Model):
    """One person of a batch; without history, for it says itself what came of it."""

    batch = models.ForeignKey(InvitationBatch, on_delete=models.CASCADE, related_name="entries")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Empty: waits for the worker. False: needed none any more, or got several today.
    invited = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("person to invite")
        verbose_name_plural = _("people to invite")
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "person"], name="a_person_is_invited_once_per_batch"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)
