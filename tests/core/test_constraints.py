"""Periods that end before they start: one sentence, at the last day, from every door."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from core.constraints import ENDS_BEFORE_START, EndsAfterStart, NotTwiceAtATime

BEFORE, AFTER = date(2026, 9, 1), date(2026, 10, 1)


def models_with(kind: type) -> list:
    return [
        pytest.param(model, constraint, id=constraint.name)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, kind)
    ]


@pytest.mark.parametrize(("model", "constraint"), models_with(EndsAfterStart))
def test_period_that_ends_too_early_is_told_at_its_last_day(model, constraint):
    period = model(**{constraint.start: AFTER, constraint.end: BEFORE})
    with pytest.raises(ValidationError) as caught:
        constraint.validate(model, period)
    assert caught.value.message_dict == {constraint.end: [str(ENDS_BEFORE_START)]}
    constraint.validate(model, period, exclude={constraint.end})
    for last in (AFTER, None):
        constraint.validate(model, model(**{constraint.start: AFTER, constraint.end: last}))


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "constraint"), models_with(NotTwiceAtATime))
def test_period_that_ends_too_early_is_no_error_of_the_database(model, constraint):
    """PostgreSQL has no range from October to September, and would stop at the question."""
    constraint.validate(model, model(valid_from=AFTER, valid_to=BEFORE))
    assert any(isinstance(other, EndsAfterStart) for other in model._meta.constraints)


def test_every_kind_of_period_is_tried_here():
    assert len(models_with(EndsAfterStart)) >= 12
    assert len(models_with(NotTwiceAtATime)) >= 5
