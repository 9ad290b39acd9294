"""The rule of judgement and the medians (domain.md 6.2)."""

from types import SimpleNamespace

import pytest

from quality.enums import Theme, Verdict
from quality.judging import best_verdict, is_better, medians, reason_of_limit, weak_points


def answer(score, *, critical=True, theme="A", code="A1"):
    criterion = SimpleNamespace(is_critical=critical, theme=theme, code=code, text=f"Text {code}.")
    return SimpleNamespace(score=score, criterion=criterion)


@pytest.mark.parametrize(
    ("scores", "best"),
    [
        ([], Verdict.MEETS),
        ([None], Verdict.MEETS),
        ([2, 3, 4], Verdict.MEETS),
        ([4, 1, 4], Verdict.CONDITIONAL),
        ([4, 1, 0], Verdict.FAILS),
    ],
)
def test_lowest_critical_answer_limits_the_judgement(scores, best):
    """V36: the rule holds whatever the institution would like."""
    assert best_verdict([answer(score) for score in scores]) == best


def test_answer_to_an_ordinary_criterion_limits_nothing():
    assert best_verdict([answer(0, critical=False)]) == Verdict.MEETS


def test_weak_points_come_lowest_first():
    answers = [answer(1, code="B1"), answer(0, code="C1"), answer(1, code="A1"), answer(2)]
    assert [a.criterion.code for a in weak_points(answers)] == ["C1", "A1", "B1"]


def test_reason_names_each_criterion_once():
    answers = [answer(1, code="B1"), answer(0, code="B1")]
    assert reason_of_limit(answers) == "Too low on a critical criterion: Text B1."


@pytest.mark.parametrize(
    ("verdict", "than", "better"),
    [
        (Verdict.MEETS, Verdict.CONDITIONAL, True),
        (Verdict.CONDITIONAL, Verdict.CONDITIONAL, False),
        (Verdict.FAILS, Verdict.MEETS, False),
    ],
)
def test_judgements_have_an_order(verdict, than, better):
    assert is_better(verdict, than) is better


def test_medians_stand_per_theme_in_order_without_the_not_applicable():
    answers = [
        answer(4, theme="B"),
        answer(1, theme="A"),
        answer(2, theme="A"),
        answer(None, theme="A"),
        answer(None, theme="C"),
    ]
    found = [(row.theme, row.value, row.answers) for row in medians(answers)]
    assert found == [
        (Theme.PARTNERSHIP, 1.5, 2),
        (Theme.CONTENT, 4, 1),
        (Theme.GUIDANCE, None, 0),
    ]
