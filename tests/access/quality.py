"""Instruments and quality reviews."""

from typing import Any

from quality.enums import ReviewState
from tests.access import DECIDERS, PEOPLE, STAFF, Row, World
from tests.factories.quality import answer_everything, instrument, make_review
from tests.factories.trajectories import make_trajectory

LEADERS = {"coordinator", "director"}
MENTOR = frozenset({"mentor"})
PARTY = STAFF | DECIDERS | {"mentor", "student"}


def build(world: World) -> None:
    """One review per state that a verb needs, of the trajectory of everyone in the matrix."""
    run = getattr(world, "trajectory", None) or make_trajectory()
    world.instrument = instrument()
    world.concluded_review = make_review(ReviewState.CONCLUDED, trajectory=run)
    world.planned_review = make_review(partnership=world.partnership)
    world.answering_review = make_review(ReviewState.ANSWERING, trajectory=run)
    answer_everything(world.answering_review, world.coordinator)
    second = {"trajectory": run, "instrument": world.instrument}
    world.reply_review = make_review(ReviewState.REPLY, **second)


def both(
    verb: str, obj: str, ok: set[str], seen: frozenset[str] | set[str], **data: Any
) -> list[Row]:
    """A verb as a page and over the API: those who see the review but may not get 403."""
    who = {"ok": ok, "forbidden": frozenset(seen) - ok}
    return [
        Row(f"quality:review-{verb}", obj=obj, **who),
        Row(f"quality:review-{verb}", obj=obj, method="post", data=data, **who),
        Row(f"review-{verb}", obj=obj, method="post", api=True, data=data, **who),
    ]


ROWS = [
    Row("public-quality", public=True),
    Row("quality:review-list", ok=PEOPLE),
    Row("quality:review-create", ok=LEADERS | {"other_coordinator"}, rest=403),
    Row("quality:review-detail", obj="planned_review", ok=STAFF),
    Row("quality:review-detail", obj="answering_review", ok=PARTY),
    *both("start", "planned_review", LEADERS, STAFF),
    *both("ask-reply", "answering_review", LEADERS, PARTY, reply_by="2026-10-15"),
    *both("reply", "reply_review", set(DECIDERS), PARTY, reply="Akkoord."),
    *both("conclude", "reply_review", LEADERS, PARTY, verdict="meets", conclusion="Goed."),
    *both("follow-up", "concluded_review", LEADERS, PARTY, follow_up="Gedaan."),
    # The short instrument of this review asks the mentor nothing.
    Row("quality:review-answer", obj="answering_review", ok=PARTY - MENTOR, forbidden=MENTOR),
    Row(
        "quality:review-answer",
        obj="answering_review",
        method="post",
        ok=PARTY - MENTOR,
        forbidden=MENTOR,
    ),
    # Over the API one says for which side one answers: here the institution's.
    Row(
        "review-answer",
        obj="answering_review",
        method="post",
        api=True,
        ok=STAFF,
        forbidden=PARTY - STAFF,
        data={"respondent": "institution", "answers": {"A1": {"score": 3}}},
    ),
    Row("instrument-list", api=True, ok=PEOPLE),
    Row("instrument-detail", obj="instrument", api=True, ok=PEOPLE),
    Row("review-list", api=True, ok=PEOPLE),
    Row("review-detail", obj="planned_review", api=True, ok=STAFF),
    Row("review-detail", obj="answering_review", api=True, ok=PARTY),
]
