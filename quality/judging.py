"""The rule of judgement and the medians: pure functions of answers (domain.md 6.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from quality.enums import Maturity, Theme, Verdict

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

BEST_FIRST = (Verdict.MEETS, Verdict.CONDITIONAL, Verdict.FAILS)


@dataclass(frozen=True)
class ThemeMedian:
    """The median maturity (0 to 4) of a theme's answers, and of how many answers."""

    theme: Theme
    value: float | None
    answers: int

    @property
    def label(self) -> "StrOrPromise":
        """The theme in words."""
        return self.theme.label


def weak_points(answers: Iterable[Any]) -> list[Any]:
    """Answers below 2 (agreed and documented) on a critical criterion, the lowest first."""
    weak = [
        answer
        for answer in answers
        if answer.criterion.is_critical
        and answer.score is not None
        and answer.score < Maturity.AGREED
    ]
    return sorted(weak, key=lambda answer: (answer.score, answer.criterion.code))


def best_verdict(answers: Iterable[Any]) -> Verdict:
    """The best judgement that the answers allow.

    Any critical criterion below 2: at most with conditions; below 1: does not meet
    (domain.md 6.2). One answer is enough; “not applicable” counts for nothing.
    """
    lowest = min((answer.score for answer in weak_points(answers)), default=Maturity.AGREED)
    if lowest < Maturity.INFORMAL:
        return Verdict.FAILS
    return Verdict.CONDITIONAL if lowest < Maturity.AGREED else Verdict.MEETS


def is_better(verdict: str, than: str) -> bool:
    """True when the first judgement is more favourable than the second."""
    return BEST_FIRST.index(Verdict(verdict)) < BEST_FIRST.index(Verdict(than))


def reason_of_limit(answers: Iterable[Any]) -> str:
    """Why the judgement cannot be better: the critical criteria that are too low."""
    codes = dict.fromkeys(answer.criterion.text for answer in weak_points(answers))
    return _("Too low on a critical criterion: %(criteria)s") % {"criteria": " ".join(codes)}


def medians(answers: Iterable[Any]) -> list[ThemeMedian]:
    """Per theme with answers, in the order of the themes. Never per host, never ranked."""
    scores: dict[str, list[int]] = {}
    for answer in answers:
        found = scores.setdefault(answer.criterion.theme, [])
        if answer.score is not None:
            found.append(answer.score)
    return [
        ThemeMedian(theme, median(found) if found else None, len(found))
        for theme in Theme
        for found in [scores.get(theme)]
        if found is not None
    ]
