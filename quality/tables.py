"""The list of reviews."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.tables import DATE, DayColumn, StateColumn
from quality.models import Review


class ReviewTable(tables.Table):
    """State first, what is reviewed as the link. Sorted by date, never by judgement."""

    caption = _("Quality reviews")
    state = StateColumn()
    subject = tables.Column(
        verbose_name=_("What is reviewed"),
        orderable=False,
        linkify=lambda record: reverse("quality:review-detail", args=[record.uuid]),
    )
    instrument = tables.Column(verbose_name=_("Questions"), order_by="instrument__name_nl")
    answer_by = DayColumn(attrs=DATE)
    verdict = tables.Column(verbose_name=_("Judgement"), orderable=False)

    class Meta:
        model = Review
        fields = ("state", "subject", "instrument", "answer_by", "verdict")
