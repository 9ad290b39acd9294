"""Read queries: how far a review is, and what all reviews together show."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quality.enums import CONCLUDED_REVIEWS, Respondent, Verdict
from quality.judging import ThemeMedian, medians
from quality.models import Answer, InstrumentCriterion, Review

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What a review shows of other tables.
RELATED = (
    "instrument",
    "institution",
    "partnership__institution",
    "partnership__host",
    "trajectory__student__user",
    "trajectory__pathway",
    "trajectory__mentor",
    "trajectory__position__workplace__establishment__organisation",
)
# Fewer reviews than this could point at one host (domain.md 4.3).
FEWEST_REVIEWS = 5


@dataclass(frozen=True)
class Progress:
    """How many of a respondent's questions are answered."""

    respondent: Respondent
    answered: int
    asked: int

    @property
    def complete(self) -> bool:
        """True when nothing is left."""
        return self.answered >= self.asked


@dataclass(frozen=True)
class Results:
    """What concluded reviews of all institutions show together."""

    reviews: int
    verdicts: Sequence[tuple["StrOrPromise", int]]
    medians: list[ThemeMedian]


def progress_of(review: Review) -> list[Progress]:
    """Per respondent who is asked something, two queries."""
    asked = Counter(respondent for __, respondent in review.asked())
    given = Counter(review.answers.values_list("respondent", flat=True))
    return [Progress(party, given[party], asked[party]) for party in Respondent if asked[party]]


def left_to_answer(reviews: Sequence[Review]) -> dict[int, frozenset[str]]:
    """Per review the respondents who still have a question to answer, two queries in all."""
    asked: dict[int, set[tuple[int, str]]] = {}
    criteria = InstrumentCriterion.objects.filter(instrument__in={r.instrument_id for r in reviews})
    for criterion in criteria:
        questions = {(criterion.pk, respondent) for respondent in criterion.respondents}
        asked.setdefault(criterion.instrument_id, set()).update(questions)
    given: dict[int, set[tuple[int, str]]] = {}
    answers = Answer.objects.filter(review__in=reviews)
    for answer in answers:
        given.setdefault(answer.review_id, set()).add((answer.criterion_id, answer.respondent))
    return {
        review.pk: frozenset(
            respondent
            for __, respondent in asked.get(review.instrument_id, set())
            - given.get(review.pk, set())
            if respondent in review.respondents()
        )
        for review in reviews
    }


def visible_answers(review: Review, user: Any) -> list[Answer]:
    """The answers that this person may read, with their criteria, in order."""
    rows = Answer.objects.visible_to(user).filter(review=review).select_related("criterion")
    order = list(Respondent)
    return sorted(rows, key=lambda a: (a.criterion.code, order.index(Respondent(a.respondent))))


def public_results() -> Results | None:
    """Totals for everybody (V40); None while there are too few reviews to hide a host.

    When fewer than five reviews share a judgement, no judgement is counted out: the total
    would give the missing one away.
    """
    reviews = Review.objects.filter(state__in=CONCLUDED_REVIEWS)
    counts = Counter(reviews.values_list("verdict", flat=True))
    if counts.total() < FEWEST_REVIEWS:
        return None
    safe = all(count >= FEWEST_REVIEWS for count in counts.values())
    verdicts = [(verdict.label, counts[verdict]) for verdict in Verdict] if safe else []
    answers = Answer.objects.filter(review__in=reviews).select_related("criterion")
    return Results(counts.total(), verdicts, medians(answers))
