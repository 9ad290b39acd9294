"""What the platform tells people, here and by e-mail (ADR 0012)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from core.models.base import Record, in_language
from core.notifications.enums import Delivery
from core.notifications.querysets import LetterQuerySet, NotificationQuerySet
from core.querysets import OwnedQuerySet


class Letter(Record):
    """One e-mail. Its text is encrypted, and forgotten as soon as it went out; of one that was
    given up some days later (`core.notifications.again`).
    """

    address = models.EmailField(_("e-mail address"))
    kind = models.CharField(_("kind"), max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", null=True
    )
    # Subject, text and headers (`core.encryption`); empty once it is forgotten.
    sealed = models.TextField(blank=True)
    send_after = models.DateTimeField(_("sent from"), default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent on"), null=True)
    given_up_at = models.DateTimeField(_("given up on"), null=True)
    # When an administrator last had it sent again: the days of trying count from then.
    again_at = models.DateTimeField(null=True)
    problem = models.CharField(_("problem"), max_length=100, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["send_after", "id"],
                name="letters_that_wait",
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True),
                name="a_letter_is_sent_or_given_up",
            ),
            models.CheckConstraint(
                condition=Q(given_up_at__isnull=False)
                | Q(sealed="", sent_at__isnull=False)
                | (~Q(sealed="") & Q(sent_at__isnull=True)),
                name="the_text_of_a_letter_lives_until_it_leaves",
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Notification(Record):
    """One thing that one person was told, in both languages, as it was at that moment."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(_("kind"), max_length=60)
    subject_nl = models.CharField(_("subject in Dutch"), max_length=300)
    subject_en = models.CharField(_("subject in English"), max_length=300)
    text_nl = models.TextField(_("text in Dutch"))
    text_en = models.TextField(_("text in English"))
    # The page where the person goes on: a path of this platform.
    path = models.CharField(max_length=300, blank=True)
    # The same key is told to the same person once, however often it is tried.
    key = models.CharField(max_length=150, blank=True)
    delivery = models.CharField(max_length=10, choices=Delivery.choices)
    listed = models.BooleanField(default=True)
    read_at = models.DateTimeField(_("read on"), null=True)
    letter = models.ForeignKey(
        Letter, on_delete=models.SET_NULL, related_name="notifications", null=True
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["recipient"],
                name="notifications_unread",
                condition=Q(read_at__isnull=True, listed=True),
            ),
            models.Index(
                fields=["recipient", "created_at"],
                name="notifications_for_digest",
                condition=Q(delivery=Delivery.DAILY, letter__isnull=True, read_at__isnull=True),
            ),
        ]
        constraints = [
            one_of("delivery", Delivery, "notification_delivery_is_known"),
            models.UniqueConstraint(
                fields=["recipient", "kind", "key"],
                name="a_person_is_told_the_same_thing_once",
                condition=~Q(key=""),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def subject(self) -> str:
        """What happened, in the reader's language."""
        return in_language(self, "subject")

    @property
    def text(self) -> str:
        """One or two sentences about it, in the reader's language."""
        return in_language(self, "text")


class NotificationPreference(Record):
    """How a person wants to hear of a topic; without a row, as the topic says."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_preferences"
    )
    topic = models.CharField(max_length=40)
    delivery = models.CharField(max_length=10, choices=Delivery.choices)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice of notifications")
        verbose_name_plural = _("choices of notifications")
        constraints = [
            one_of("delivery", Delivery, "preference_delivery_is_known"),
            models.UniqueConstraint(
                fields=["user", "topic"], name="one_choice_per_person_and_topic"
            ),
        ]

    def __str__(self) -> str:
        return self.topic
