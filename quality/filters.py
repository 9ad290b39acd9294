"""Filters of reviews, shared by page and API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from quality.enums import Verdict
from quality.models import Review
from quality.workflow import REVIEW

STATES = [(state, words.label) for state, words in REVIEW.labels.items()]


class ReviewFilter(django_filters.FilterSet):
    """By state and by judgement."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, empty_label=_("Any state")
    )
    verdict = django_filters.ChoiceFilter(
        label=_("Judgement"), choices=Verdict.choices, empty_label=_("Any judgement")
    )

    class Meta:
        model = Review
        fields = ["state", "verdict"]
