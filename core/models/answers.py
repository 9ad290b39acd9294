"""What programs were answered, so that sending the same request again does nothing twice."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(hours=24)


class KeptAnswerQuerySet(models.QuerySet["KeptAnswer"]):
    """Answers of the last day, and those that are over."""

    def over(self) -> "KeptAnswerQuerySet":
        """Kept long enough."""
        return self.filter(created_at__lt=timezone.now() - KEPT_FOR)


class KeptAnswer(models.Model):
    """The answer to a request with an Idempotency-Key, for a day (ADR 0017).

    The key and the request are kept as hashes. The answer may hold personal data or a
    secret that is shown once: it is encrypted (`core.encryption`), and empty only while the
    request runs, which nobody else can see.
    """

    caller = models.CharField(_("caller"), max_length=40)
    key_hash = models.CharField(_("hash of the key"), max_length=64)
    request_hash = models.CharField(_("hash of the request"), max_length=64)
    answer = models.TextField(_("answer, encrypted"), blank=True, default="")
    created_at = models.DateTimeField(_("created on"), default=timezone.now)

    objects = KeptAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["caller", "key_hash"], name="a_caller_uses_a_key_for_one_request"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["created_at"], name="kept_answers_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.caller} {self.created_at:%Y-%m-%d %H:%M}"
