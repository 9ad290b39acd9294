"""Filters of this room's lists, shared by pages and API."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from core.access import scope
from core.search import WordsFilter
from core.workflow import Workflow
from matching.enums import Party
from matching.models import (
    Application,
    IntakeRound,
    LotteryWitness,
    Offer,
    OwnEmployerPlace,
    Preference,
    Rating,
)
from matching.workflow import APPLICATION, OWN_PLACE, ROUND


def state_choices(workflow: Workflow) -> list[tuple[str, Any]]:
    """States with the words of the institution."""
    return [(state, words.label) for state, words in workflow.labels.items()]


def rounds_in_scope(request: Any) -> QuerySet[Any]:
    """The rounds that exist for the reader."""
    if request is None:
        return IntakeRound.objects.none()
    return scope(IntakeRound, request.user).select_related("pathway")


class RoundChoice(django_filters.ModelChoiceFilter):
    """A round of the reader's scope, by its identifier."""

    def __init__(self, field_name: str = "intake_round") -> None:
        super().__init__(
            label=_("Intake round"),
            empty_label=_("Any intake round"),
            field_name=field_name,
            queryset=rounds_in_scope,
            to_field_name="uuid",
        )


class RoundFilter(django_filters.FilterSet):
    """Rounds by name, pathway's title and state."""

    q = WordsFilter("", "pathway", label=_("Search by name or pathway"))
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=state_choices(ROUND), empty_label=_("Any state")
    )

    class Meta:
        model = IntakeRound
        fields: list[str] = []


class ApplicationFilter(django_filters.FilterSet):
    """Applications by student's name, round and state."""

    q = WordsFilter("student__user", label=_("Search by student"))
    round = RoundChoice()
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=state_choices(APPLICATION), empty_label=_("Any state")
    )

    own_employer = django_filters.ChoiceFilter(
        label=_("Own employer"),
        method="with_own_place",
        choices=state_choices(OWN_PLACE),
        empty_label=_("With or without"),
    )

    def with_own_place(self, rows: Any, name: str, value: str) -> Any:
        """Only requests that the reader may know of: never another host's."""
        seen = OwnEmployerPlace.objects.visible_to(self.request.user)
        return rows.filter(Exists(seen.filter(application=OuterRef("pk"), state=value)))

    class Meta:
        model = Application
        fields: list[str] = []


class WitnessFilter(django_filters.FilterSet):
    """Parts in lotteries by round."""

    round = RoundChoice()

    class Meta:
        model = LotteryWitness
        fields: list[str] = []


class OwnPlaceFilter(django_filters.FilterSet):
    """Places at the own employer by round and state."""

    round = RoundChoice("application__intake_round")
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=state_choices(OWN_PLACE), empty_label=_("Any state")
    )

    class Meta:
        model = OwnEmployerPlace
        fields: list[str] = []


class PreferenceFilter(django_filters.FilterSet):
    """Choices by round."""

    round = RoundChoice("application__intake_round")

    class Meta:
        model = Preference
        fields: list[str] = []


class RatingFilter(django_filters.FilterSet):
    """Ratings by round and party."""

    round = RoundChoice("application__intake_round")
    party = django_filters.ChoiceFilter(label=_("Party"), choices=Party.choices)

    class Meta:
        model = Rating
        fields: list[str] = []


class OfferFilter(django_filters.FilterSet):
    """Places by round."""

    round = RoundChoice("application__intake_round")

    class Meta:
        model = Offer
        fields: list[str] = []
