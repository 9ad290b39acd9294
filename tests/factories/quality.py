"""Makers for quality reviews. States are reached as in life: by moving."""

from datetime import date

from quality.enums import ReviewState, Verdict
from quality.models import Answer, Instrument, Review
from tests.factories.partnerships import make_partnership
from tests.factories.trajectories import walk

ANSWER_BY = date(2026, 10, 1)
REPLY_BY = date(2026, 10, 15)
WAY_ON = [ReviewState.ANSWERING, ReviewState.REPLY, ReviewState.CONCLUDED, ReviewState.FOLLOWED_UP]


def instrument(code: str = "PARTNERSHIP") -> Instrument:
    """One of the two that the migration makes."""
    return Instrument.objects.get(code=code)


def make_review(state=ReviewState.PLANNED, *, verdict=Verdict.MEETS, **fields) -> Review:
    """A review of a new partnership, or of the one or the trajectory that is given."""
    if "trajectory" in fields:
        institution = fields["trajectory"].student.institution
    else:
        fields.setdefault("partnership", make_partnership())
        institution = fields["partnership"].institution
    values = {"instrument": instrument("SHORT"), "answer_by": ANSWER_BY}
    review = Review.objects.create(institution=institution, **(values | fields))
    for step in WAY_ON[: WAY_ON.index(state) + 1] if state in WAY_ON else []:
        if step == ReviewState.REPLY:
            Review.objects.filter(pk=review.pk).update(reply_by=REPLY_BY)
        if step == ReviewState.CONCLUDED:
            judged = {"verdict": verdict, "conclusion": "Goed.", "state": step}
            Review.objects.filter(pk=review.pk).update(**judged)
        else:
            walk(review, [step])
    review.refresh_from_db()
    return review


def answer_everything(review: Review, user, score: int = 3, **scores: int) -> None:
    """An answer to every question of the review; ``scores`` by the code of the criterion."""
    for criterion in review.instrument.criteria.all():
        for respondent in review.respondents().intersection(criterion.respondents):
            Answer.objects.create(
                review=review,
                criterion=criterion,
                respondent=respondent,
                answered_by=user,
                score=scores.get(criterion.code, score),
                comment=f"Bewijs {criterion.code} van {respondent}",
            )
