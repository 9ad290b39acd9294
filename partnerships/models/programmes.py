"""Study programmes of the institutions."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from core.constraints import one_of
from core.history import tracked
from core.models import Record, in_language
from core.search import search_column, search_index
from partnerships.enums import ProgrammeType, QualificationKind, Track
from partnerships.models.organisations import Organisation
from partnerships.querysets import ProgrammeQuerySet


@tracked
class Programme(Record):
    """A study programme with its level, credits and regular share of work-based learning."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    institution = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="programmes"
    )
    name_nl = models.CharField(_("name in Dutch"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    programme_type = models.CharField(_("type"), max_length=20, choices=ProgrammeType.choices)
    qualification_kind = models.CharField(
        _("qualification aimed at"), max_length=20, choices=QualificationKind.choices
    )
    # Level in the Flemish qualifications framework: 5, 6 or 7 in higher education (V9).
    qf_level = models.PositiveSmallIntegerField(_("level"))
    total_credits = models.PositiveSmallIntegerField(_("credits"))
    wbl_credits = models.PositiveSmallIntegerField(_("credits of work-based learning"))
    isced_f = models.CharField(_("field of education (ISCED-F)"), max_length=4)
    language = models.CharField(
        _("language of instruction"), max_length=2, choices=Language.choices
    )
    shortage_occupation = models.BooleanField(_("leads to a shortage occupation"), default=False)
    track = models.CharField(_("track"), max_length=20, choices=Track.choices)
    vdab_recognised = models.BooleanField(_("recognised route for jobseekers"), default=False)
    director = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="directed_programmes"
    )
    search_words = search_column("name_nl", "name_en")

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["name_nl"]
        indexes = [search_index("programme_search")]
        constraints = [
            one_of("programme_type", ProgrammeType, "programme_type_is_known"),
            one_of("qualification_kind", QualificationKind, "qualification_kind_is_known"),
            one_of("track", Track, "programme_track_is_known"),
            one_of("language", Language, "programme_language_is_known"),
            models.CheckConstraint(
                condition=Q(qf_level__gte=5, qf_level__lte=7), name="programme_level_is_5_to_7"
            ),
            models.CheckConstraint(
                condition=Q(wbl_credits__lte=F("total_credits")),
                name="programme_wbl_credits_are_part_of_all_credits",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self, "name")

    @property
    def wbl_share(self) -> Decimal:
        """Work-based learning in the regular route, as a share of all credits."""
        return Decimal(self.wbl_credits) / Decimal(self.total_credits)
