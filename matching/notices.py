"""What students, coaches and hosts hear of an intake."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.notifications.enums import Delivery
from core.notifications.kinds import Kind, Topic, register_kind, register_topic
from core.notifications.notices import Notice, after
from core.workflow import HOST, INSTITUTION, STUDENT
from matching import reports
from matching.enums import LotteryParty
from partnerships.enums import HOST_DECIDERS
from partnerships.standing import staff_of

APPLICATION = "matching.application"
WITNESS = "matching.lotterywitness"

DECISIONS = register_topic(
    Topic(
        name="matching.decisions",
        label=_("Decisions about your application"),
        audiences=frozenset({STUDENT}),
        required=True,
    )
)
APPLICATIONS = register_topic(
    Topic(
        name="matching.applications",
        label=_("New applications"),
        audiences=frozenset({INSTITUTION}),
        default=Delivery.DAILY,
    )
)
ANSWERS = register_topic(
    Topic(
        name="matching.answers",
        label=_("Answers of students to a place"),
        audiences=frozenset({INSTITUTION, HOST}),
    )
)

LOTTERY = register_topic(
    Topic(
        name="matching.lottery",
        label=_("The lottery of an intake round"),
        audiences=frozenset({STUDENT, HOST, INSTITUTION}),
        required=True,
    )
)


def student(application: Any) -> Iterable[Any]:
    """Who applied."""
    return [application.student.user]


def own_worker(application: Any) -> Iterable[Any]:
    """Who applied, with an agreed place at the own employer."""
    return student(application) if application.has_own_place else []


def ranked_student(application: Any) -> Iterable[Any]:
    """Who applied, with a place by the ranking."""
    return [] if application.has_own_place else student(application)


def guides(application: Any) -> list[Any]:
    """Who guides the pathway for the institution."""
    pathway = application.intake_round.pathway
    return [pathway.coordinator, pathway.coach]


def guides_and_host(application: Any) -> Iterable[Any]:
    """Who guides the pathway, and who decides for the host of the place."""
    host = application.offer.position.workplace.establishment.organisation_id
    return [*guides(application), *staff_of([host], HOST_DECIDERS)]


def path(application: Any) -> str:
    """The application itself."""
    return reverse("matching:application-detail", args=[application.uuid])


def names(application: Any) -> Mapping[str, Any]:
    """Whose application, for which round."""
    return {"student": application.student, "round": application.intake_round}


def names_of_place(application: Any) -> Mapping[str, Any]:
    """Also which place, and until when to answer."""
    offer = application.offer
    place = reports.place_name(offer.position)
    return {**names(application), "place": place, "answer_by": offer.answer_by}


def _told(verb: str, kind: Kind, people: Any, values: Any = names) -> None:
    notice = Notice(kind=register_kind(kind), people=people, path=path, values=values)
    after(APPLICATION, verb, notice)


_told(
    "check",
    Kind(
        name="matching.eligible",
        topic=DECISIONS,
        subject=_("You take part in %(round)s"),
        text=_(
            "Your application meets the conditions. Now institution and hosts rate it; you hear"
            " from us when the places are given."
        ),
        link=_("See your application"),
    ),
    student,
)
_told(
    "leave-out",
    Kind(
        name="matching.left-out",
        topic=DECISIONS,
        subject=_("You take no part in %(round)s"),
        text=_(
            "The lists of this round are sealed, and you have a place in the pathway already: from"
            " an earlier round, or planned without one. So your application ended here; nothing"
            " changes about your place."
        ),
        link=_("See your application"),
    ),
    student,
)
_told(
    "refuse",
    Kind(
        name="matching.ineligible",
        topic=DECISIONS,
        subject=_("Your application for %(round)s does not meet the conditions"),
        text=_(
            "Read which condition it is, and what you can do. Your coach looks with you for"
            " another way."
        ),
        link=_("Read the reason"),
    ),
    student,
)
_told(
    "place",
    Kind(
        name="matching.placed",
        topic=DECISIONS,
        subject=_("You have a place: %(place)s"),
        text=_("Say whether you take the place. You can answer until %(answer_by)s."),
        link=_("Answer now"),
    ),
    ranked_student,
    names_of_place,
)
_told(
    "place",
    Kind(
        name="matching.placed_at_own_employer",
        topic=DECISIONS,
        subject=_("You have a place at your own employer: %(place)s"),
        text=_(
            "As you, your employer and the institution agreed. Say whether you take the place. You"
            " can answer until %(answer_by)s."
        ),
        link=_("Answer now"),
    ),
    own_worker,
    names_of_place,
)
_told(
    "leave-unplaced",
    Kind(
        name="matching.unplaced",
        topic=DECISIONS,
        subject=_("No place for you yet in %(round)s"),
        text=_(
            "All places went to other students. Read how each of your choices went. Your coach"
            " looks with you for another way."
        ),
        link=_("Read how it went"),
    ),
    student,
)
_told(
    "submit",
    Kind(
        name="matching.submitted",
        topic=APPLICATIONS,
        subject=_("%(student)s applied for %(round)s"),
        text=_("Check whether the application meets the conditions."),
        link=_("Open the application"),
    ),
    guides,
)
_told(
    "accept",
    Kind(
        name="matching.accepted",
        topic=ANSWERS,
        subject=_("%(student)s takes the place at %(place)s"),
        text=_("The next step is the agreement between institution, host and student."),
        link=_("Open the application"),
    ),
    guides_and_host,
    names_of_place,
)
_told(
    "decline",
    Kind(
        name="matching.declined",
        topic=ANSWERS,
        subject=_("%(student)s does not take the place at %(place)s"),
        text=_("The student will not learn there."),
        link=_("Open the application"),
    ),
    guides_and_host,
    names_of_place,
)
_told(
    "withdraw",
    Kind(
        name="matching.withdrawn",
        topic=ANSWERS,
        subject=_("%(student)s withdrew the application for %(round)s"),
        text=_("The student does not take part any more."),
        link=_("Open the application"),
    ),
    guides,
)


def witness(row: Any) -> Iterable[Any]:
    """Who draws along."""
    return [row.user]


def coordinator(row: Any) -> Iterable[Any]:
    """Who leads the pathway for the institution."""
    return [row.intake_round.pathway.coordinator]


def witness_path(row: Any) -> str:
    """The own page in the lottery."""
    return reverse("matching:witness-detail", args=[row.uuid])


def round_path(row: Any) -> str:
    """The round, where everybody who draws along stands."""
    return reverse("matching:round-detail", args=[row.intake_round.uuid])


def names_of_lottery(row: Any) -> Mapping[str, Any]:
    """Which round, for whom, and until when to reveal."""
    party = LotteryParty(row.party).label
    return {"round": row.intake_round, "party": party, "reveal_by": row.reveal_by or ""}


def _of_lottery(verb: str, kind: Kind, people: Any, path: Any) -> None:
    notice = Notice(kind=register_kind(kind), people=people, path=path, values=names_of_lottery)
    after(WITNESS, verb, notice)


_of_lottery(
    "ask",
    Kind(
        name="matching.lottery_asked",
        topic=LOTTERY,
        subject=_("Will you draw along in the lottery of %(round)s?"),
        text=_(
            "You are asked to do so for %(party)s, so that nobody can steer the lottery alone. It"
            " takes five minutes now, and two after the lists are sealed. Whoever draws along"
            " cannot apply in this round."
        ),
        link=_("Read what is asked"),
    ),
    witness,
    witness_path,
)
_of_lottery(
    "release",
    Kind(
        name="matching.lottery_released",
        topic=LOTTERY,
        subject=_("You need not draw along in the lottery of %(round)s any more"),
        text=_("The institution took its request back."),
    ),
    witness,
    witness_path,
)
_of_lottery(
    "seal",
    Kind(
        name="matching.lottery_sealed",
        topic=LOTTERY,
        subject=_("Reveal your secret for the lottery of %(round)s"),
        text=_("The lists are sealed. You can reveal it up to and including %(reveal_by)s."),
        link=_("Reveal your secret"),
    ),
    witness,
    witness_path,
)
_of_lottery(
    "promise",
    Kind(
        name="matching.lottery_promised",
        topic=LOTTERY,
        subject=_("A secret is promised for the lottery of %(round)s"),
        text=_("By whoever draws along for %(party)s."),
        link=_("Open the round"),
    ),
    coordinator,
    round_path,
)
_of_lottery(
    "reveal",
    Kind(
        name="matching.lottery_revealed",
        topic=LOTTERY,
        subject=_("A secret is revealed for the lottery of %(round)s"),
        text=_("By whoever draws along for %(party)s."),
        link=_("Open the round"),
    ),
    coordinator,
    round_path,
)
