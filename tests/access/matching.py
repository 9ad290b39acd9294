"""Intake rounds, applications, choices, ratings and places."""

from matching import services
from matching.enums import ApplicationState, LotteryParty, RoundState
from tests.access import DECIDERS, HOST, PEOPLE, STAFF, Row, World
from tests.factories import matching as make
from tests.factories.trajectories import make_pathway, make_position
from trajectories.enums import PathwayState

STUDENTS = {"student", "other_student"}
# Who sees a published round: the institution, hosts with a position, students of the institution.
AROUND = STAFF | HOST | {"other_mentor"} | STUDENTS
# Who sees an application that takes part.
PARTY = STAFF | DECIDERS | {"student"}

MARKS = {
    "marks": [
        {"criterion": "00000000-0000-4000-8000-000000000000", "score": 3, "note": "Zo."},
    ]
}
CRITERIA = {
    "criteria": [
        {
            "weight": 100,
            "name_nl": "Motivatie",
            "anchor_1_nl": "geen",
            "anchor_3_nl": "enige",
            "anchor_5_nl": "veel",
        }
    ]
}
ROUND = {"name": "Intake", "opens_on": "2026-09-01", "closes_on": "2026-09-30"}


def build(world: World) -> None:
    """One round per state, and the student's application in the state a verb needs.

    In a pathway of its own: who has a place in one takes part in no round of it.
    """
    people = {"coordinator": world.coordinator, "coach": world.coach}
    pathway = make_pathway(world.programme, state=PathwayState.OPEN, **people)
    position = make_position(pathway, workplace=world.workplace, mentor=world.mentor_row)

    def intake(state: RoundState):
        return make.make_round(pathway, state)

    def application(of, state: ApplicationState):
        return make.make_application(of, state, [position], student=world.student_row)

    world.draft_round = intake(RoundState.DRAFT)
    world.published_round = intake(RoundState.PUBLISHED)
    world.open_round = intake(RoundState.OPEN)
    world.rating_round = intake(RoundState.RATING)
    world.draft_application = application(world.open_round, ApplicationState.DRAFT)
    world.sent_application = application(intake(RoundState.OPEN), ApplicationState.SUBMITTED)
    world.eligible_application = application(world.rating_round, ApplicationState.ELIGIBLE)
    world.own_place = make.make_own_place(world.eligible_application, position)
    world.confirmed_own_place = make.make_own_place(
        application(intake(RoundState.RATING), ApplicationState.ELIGIBLE),
        position,
        confirmed_by=world.contact,
    )
    world.choice = world.eligible_application.preferences.get()
    world.early_rating = make.make_ratings(world.eligible_application, world.director)[0]
    world.matched_round = intake(RoundState.RATING)
    world.placed_application = application(world.matched_round, ApplicationState.INTERVIEWED)
    make.make_ratings(world.placed_application, world.contact, position=position)
    world.sealed_rating = make.make_ratings(world.placed_application, world.director)[0]
    services.seal_round(world.matched_round, actor=world.coordinator)
    services.match_round(world.matched_round, actor=world.coordinator)
    world.placed_application.refresh_from_db()
    world.offer = world.placed_application.offer
    world.asked_witness = make.make_witness(
        intake(RoundState.DRAFT), user=world.student, promised=False
    )
    drawn = intake(RoundState.DRAFT)
    world.promised_witness = make.make_witness(drawn, LotteryParty.HOSTS, user=world.contact)
    make.move_round(drawn, RoundState.PUBLISHED)
    # Last: rounds of one pathway are sealed and matched one after the other.
    world.sealed_round = intake(RoundState.SEALED)


def both(
    name: str, obj: str, ok: set[str], seen: frozenset[str] | set[str], /, **data
) -> list[Row]:
    """A verb as a page and over the API: those who see the object but may not get 403."""
    rest = {"ok": ok, "forbidden": frozenset(seen) - ok}
    return [
        Row(f"matching:{name}", obj=obj, **rest),
        Row(f"matching:{name}", obj=obj, method="post", **rest),
        Row(name, obj=obj, method="post", api=True, data=data, **rest),
    ]


def both_details(name: str, obj: str, ok: frozenset[str] | set[str]) -> list[Row]:
    """A thing as a page and over the API."""
    return [Row(f"matching:{name}", obj=obj, ok=ok), Row(name, obj=obj, api=True, ok=ok)]


LEAD = {"coordinator"}
CHECKERS = {"coordinator", "coach"}
OWN = {"student"}

ROWS = [
    Row("public-round", obj="open_round", public=True),
    Row("public-round-criteria", obj="open_round", public=True),
    Row("public-round-criteria", obj="draft_round", hidden=True),
    Row("public-round-certificate", obj="open_round", hidden=True),
    Row("public-round-certificate", obj="matched_round", public=True),
    Row("round-verifier", public=True),
    Row("matching:round-list", ok=PEOPLE),
    Row("round-list", api=True, ok=PEOPLE),
    Row("matching:round-create", ok={"coordinator", "other_coordinator"}, rest=403),
    Row("matching:round-create", method="post", ok={"coordinator", "other_coordinator"}, rest=403),
    Row("round-list", api=True, method="post", ok={"coordinator", "other_coordinator"}, rest=403),
    *both_details("round-detail", "draft_round", STAFF),
    *both_details("round-detail", "open_round", AROUND),
    *both("round-edit", "draft_round", LEAD, STAFF, **ROUND),
    *both("round-set-criteria", "draft_round", LEAD, STAFF, **CRITERIA),
    *both("round-ask-witness", "draft_round", LEAD, STAFF, party="hosts", email="x@example.org"),
    Row("witness-list", api=True, ok=PEOPLE),
    *both_details("witness-detail", "asked_witness", LEAD | OWN),
    *both("witness-promise", "asked_witness", OWN, LEAD | OWN, sentence="Zo geheim als maar kan."),
    *both("witness-release", "asked_witness", LEAD, LEAD | OWN),
    *both("witness-reveal", "promised_witness", {"contact"}, LEAD | {"contact"}, sentence="Zo."),
    *both("round-publish", "draft_round", LEAD, STAFF),
    *both("round-open", "published_round", LEAD, AROUND),
    *both("round-apply", "open_round", {"other_student"}, AROUND),
    *both("round-start-rating", "open_round", LEAD, AROUND),
    *both("round-seal", "rating_round", LEAD, AROUND),
    *both("round-match", "sealed_round", LEAD, AROUND),
    *both("round-close", "matched_round", LEAD, AROUND),
    Row("matching:round-audit", obj="draft_round", ok=LEAD, forbidden=STAFF - LEAD),
    Row("matching:round-audit", obj="matched_round", ok=LEAD, forbidden=AROUND - LEAD),
    *(
        Row(name, obj="matched_round", ok=LEAD, forbidden=AROUND - LEAD, api=":" not in name)
        for name in (
            "matching:round-audit-certificate",
            "matching:round-audit-inputs",
            "matching:round-audit-explanations",
            "round-full-certificate",
            "round-sealed-inputs",
            "round-sealed-explanations",
        )
    ),
    Row("matching:application-explanation", obj="placed_application", ok=STAFF | OWN),
    Row("application-explanation", obj="placed_application", api=True, ok=STAFF | OWN),
    Row("round-certificate", obj="matched_round", api=True, ok=AROUND),
    Row("round-sealed-criteria", obj="matched_round", api=True, ok=AROUND),
    Row("matching:application-list", ok=PEOPLE),
    Row("application-list", api=True, ok=PEOPLE),
    *both_details("application-detail", "draft_application", OWN),
    *both_details("application-detail", "sent_application", STAFF | OWN),
    *both_details("application-detail", "eligible_application", PARTY),
    *both("application-edit", "draft_application", OWN, OWN, motivation="Zo."),
    *both("application-rank", "draft_application", OWN, OWN, positions=[]),
    *both("application-submit", "draft_application", OWN, OWN),
    *both("application-withdraw", "eligible_application", OWN, PARTY),
    *both("application-check", "sent_application", CHECKERS, STAFF | OWN, answers={}),
    *both("application-rate", "eligible_application", set(STAFF), PARTY, **MARKS),
    *both("application-accept", "placed_application", OWN, PARTY),
    *both("application-decline", "placed_application", OWN, PARTY),
    *both("application-name-employer", "draft_application", OWN, OWN, own_employer=False),
    Row("ownplace-list", api=True, ok=PEOPLE),
    Row("ownplace-detail", obj="own_place", api=True, ok=PARTY),
    *both("ownplace-confirm", "own_place", set(DECIDERS), PARTY, seat_offered_to_all=False),
    *both("ownplace-decline", "own_place", set(DECIDERS), PARTY, reason="Zo."),
    *both("ownplace-agree", "confirmed_own_place", LEAD, PARTY),
    *both("ownplace-refuse", "confirmed_own_place", LEAD, PARTY, reason="Zo."),
    *both("ownplace-ask-again", "confirmed_own_place", LEAD, PARTY),
    *both("ownplace-withdraw", "own_place", OWN, PARTY),
    Row("preference-list", api=True, ok=PEOPLE),
    Row("preference-detail", obj="choice", api=True, ok=PARTY),
    *both("preference-rate", "choice", set(DECIDERS), PARTY, **MARKS),
    *both("preference-judge", "choice", set(DECIDERS), PARTY, acceptable=True),
    *both("preference-withdraw", "choice", OWN, PARTY, reason="travel"),
    Row("rating-list", api=True, ok=PEOPLE),
    Row("rating-detail", obj="early_rating", api=True, ok={"director"}),
    Row("rating-detail", obj="sealed_rating", api=True, ok=STAFF),
    Row("offer-list", api=True, ok=PEOPLE),
    Row("offer-detail", obj="offer", api=True, ok=PARTY),
]
