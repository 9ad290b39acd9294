"""The words about the procedure are those of the round, and its example is what the engine does."""

import pytest
from django.utils.translation import override

from matching import services
from matching.engine import explanations, solve
from matching.services.worked_example import example_round
from tests.factories.matching import make_intake


@pytest.mark.django_db
def test_procedure_tells_the_rounds_own_dates_criteria_and_weights():
    """V38, B3."""
    intake = make_intake().intake
    intake.host_weight = 2
    said = " ".join(services.procedure_sentences(intake))
    for row in intake.criteria.all():
        assert f"{row.name} ({row.weight})" in said
    assert f"{intake.institution_weight} to 2; nobody types in a total" in said
    assert "You apply from 1 September 2026 to" in said
    assert f"the same {intake.criteria.count()} criteria, from 1 to 5" in said
    with override("nl"):
        gezegd = " ".join(services.procedure_sentences(intake))
    assert "U dient uw kandidatuur in van 1 september 2026 tot en met" in gezegd


def test_worked_example_is_what_the_engine_does():
    """V38, B3: every sentence of it is a fact of the run."""
    lines = {line.student: line for line in services.worked_example()}
    assert {name: line.place for name, line in lines.items()} == {
        "Amina": "School (2 places)",
        "Bram": "Bakery (1 place)",
        "Chloé": "School (2 places)",
        "Daan": "no place",
    }
    instance = example_round()
    told = {row.student: row.outcomes for row in explanations(instance, solve(instance), 1)}
    amina, daan = told["Amina"], told["Daan"]
    assert amina[0].kind == "outranked_by_lottery"
    assert amina[0].last_lottery == lines["Bram"].lottery < lines["Amina"].lottery
    assert [choice.kind for choice in daan] == ["outranked_by_score", "outranked_by_score"]
    assert (daan[0].last_score, daan[1].last_score) == (420, 350)
    assert lines["Daan"].lottery < lines["Amina"].lottery


def test_worked_example_speaks_dutch_too():
    """V38."""
    with override("nl"):
        lines = services.worked_example()
    assert [line.place for line in lines][::3] == ["School (2 plaatsen)", "geen plaats"]
    assert "loting" in lines[0].reason
