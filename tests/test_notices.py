"""Who hears of which verb: every notice of every room, told to people who can open it."""

import pytest

from agreements.enums import AgreementState
from core.access import scope
from core.models import Notification
from core.notifications.notices import notices, tell
from matching.enums import ApplicationState
from partnerships.enums import Role
from quality.enums import ReviewState
from tests.factories.agreements import make_agreement
from tests.factories.matching import (
    make_application,
    make_intake,
    make_own_place,
    make_round,
    make_witness,
    matched,
    rated,
)
from tests.factories.partnerships import make_member
from tests.factories.quality import REPLY_BY, make_review
from tests.factories.trajectories import make_log_entry, make_trajectory

pytestmark = pytest.mark.django_db


def application():
    world = make_intake()
    found = rated(world)
    matched(world)
    found.refresh_from_db()
    return found


def pathway():
    run = make_trajectory()
    make_member(Role.CONTACT, run.position.host)
    return run.pathway


def agreement():
    found = make_agreement(state=AgreementState.PARTIALLY_SIGNED)
    make_member(Role.SIGNATORY, found.host)
    return found


def review():
    run = make_trajectory()
    make_member(Role.CONTACT, run.position.host)
    make_member(Role.COORDINATOR, run.student.institution)
    found = make_review(ReviewState.ANSWERING, trajectory=run)
    found.reply_by = REPLY_BY
    return found


def witness():
    found = make_witness(make_round())
    found.reveal_by = REPLY_BY
    return found


def own_place():
    world = make_intake()
    eligible = make_application(world.intake, ApplicationState.ELIGIBLE, [world.other_position])
    found = make_own_place(eligible, world.position)
    found.answer_by = REPLY_BY
    return found


MAKERS = {
    "matching.application": application,
    "matching.ownemployerplace": own_place,
    "matching.lotterywitness": witness,
    "agreements.agreement": agreement,
    "trajectories.pathway": pathway,
    "trajectories.trajectory": make_trajectory,
    "trajectories.logentry": make_log_entry,
    "quality.review": review,
}


@pytest.mark.parametrize(("model", "verb"), sorted(notices))
def test_who_is_told_can_read_what_it_is_about(client, model, verb):
    """Those concerned hear of it, and the page behind it opens for each of them."""
    row = MAKERS[model]()
    Notification.objects.all().delete()
    tell(row, verb, actor=None)
    told = list(Notification.objects.select_related("recipient"))
    assert told
    for notification in told:
        assert "%(" not in notification.text_nl + notification.subject_nl
        assert "None" not in notification.text_en + notification.subject_en
        assert notification.text_nl != notification.text_en
        mine = scope(type(row), notification.recipient)
        assert mine.filter(pk=row.pk).exists(), f"{notification.recipient} cannot open it"


def test_match_tells_the_placed_and_the_others():
    """V31: every student hears the outcome, in the transaction of the match itself."""
    world = make_intake()
    high, low = rated(world, host=5), rated(world, host=2)
    matched(world)
    told = dict(Notification.objects.values_list("recipient", "kind"))
    assert told == {
        high.student.user_id: "matching.placed",
        low.student.user_id: "matching.unplaced",
    }


def test_nobody_is_told_what_they_did_themselves():
    """A coordinator who signs last is not told so."""
    row = agreement()
    Notification.objects.all().delete()
    writer = row.trajectory.pathway.coordinator
    tell(row, "activate", actor=writer)
    told = set(Notification.objects.values_list("recipient", flat=True))
    assert writer.pk not in told
    assert row.trajectory.student.user_id in told
