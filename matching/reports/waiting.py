"""What waits for whom: the queries behind the to-do list."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from matching.enums import (
    CHANGING_ROUNDS,
    RATABLE_APPLICATIONS,
    UNDECIDED_APPLICATIONS,
    WITHOUT_A_PLACE,
    ApplicationState,
    OfferAnswer,
    OwnPlaceState,
    Party,
    RoundState,
    WitnessState,
)
from matching.models import (
    Acceptability,
    Application,
    IntakeRound,
    LotteryWitness,
    Offer,
    OwnEmployerPlace,
    Preference,
    Rating,
)
from partnerships.enums import HOST_DECIDERS, Role
from partnerships.standing import standing_of

UNFINISHED = (ApplicationState.SUBMITTED, ApplicationState.ELIGIBLE)

Waiting = tuple[IntakeRound, int]


def drafts_of(user: Any) -> QuerySet[Application]:
    """A student's drafts in rounds that are still open."""
    rows = Application.objects.filter(
        student__user=user.pk, state=ApplicationState.DRAFT, intake_round__state=RoundState.OPEN
    )
    return rows.select_related("intake_round__pathway")


def open_again_to(application: Application) -> QuerySet[IntakeRound]:
    """Open rounds of the same pathway in which a student without a place can apply anew (V31), also
    where the place that was taken ended early.
    """
    if application.state not in WITHOUT_A_PLACE | {ApplicationState.ACCEPTED}:
        return IntakeRound.objects.none()
    rows = IntakeRound.objects.for_new_application_of(application.student)
    return rows.filter(pathway=application.intake_round.pathway_id, state=RoundState.OPEN)


def already_placed(intake: IntakeRound) -> list[Application]:
    """Undecided applications of who has a place in the pathway: a seal leaves them out."""
    rows = intake.applications.filter(state__in=UNDECIDED_APPLICATIONS).with_a_place()
    return list(rows.select_related("student__user", "intake_round__pathway"))


def offers_of(user: Any) -> QuerySet[Offer]:
    """A student's places without an answer."""
    rows = Offer.objects.filter(application__student__user=user.pk, answer=OfferAnswer.PENDING)
    return rows.select_related(
        "application__intake_round", "position__workplace__establishment__organisation"
    )


def lotteries_of(user: Any) -> QuerySet[LotteryWitness]:
    """Lotteries in which the person must promise a secret, or can reveal it now."""
    mine = LotteryWitness.objects.filter(user=user.pk).select_related("intake_round__pathway")
    to_promise = Q(state=WitnessState.ASKED, intake_round__state=RoundState.DRAFT)
    return mine.filter(to_promise | Q(pk__in=mine.to_reveal()))


def rounds_to_review(user: Any) -> list[Waiting]:
    """Rounds of pathways that the person coaches today, with how many applications wait."""
    coached = standing_of(user).institutions({Role.COACH})
    rows = Application.objects.filter(
        intake_round__pathway__coach=user.pk,
        intake_round__pathway__programme__institution__in=coached,
        intake_round__state__in=CHANGING_ROUNDS,
        state=ApplicationState.SUBMITTED,
    )
    return _per_round(rows)


def rounds_to_rate(user: Any) -> list[Waiting]:
    """Rounds of programmes that the person directs today, with how many it must rate."""
    directed = standing_of(user).institutions({Role.DIRECTOR})
    rated = Rating.objects.filter(application=OuterRef("pk"), party=Party.INSTITUTION)
    rows = Application.objects.filter(
        ~Exists(rated),
        intake_round__pathway__programme__director=user.pk,
        intake_round__pathway__programme__institution__in=directed,
        intake_round__state=RoundState.RATING,
        state=ApplicationState.ELIGIBLE,
    )
    return _per_round(rows)


def pairs_to_rate(user: Any) -> QuerySet[Preference]:
    """A host's pairs that are neither refused nor rated, in rounds at the rating step; without
    students who have a place at the own employer.
    """
    hosts = standing_of(user).hosts(HOST_DECIDERS)
    refused = Acceptability.objects.filter(preference=OuterRef("pk"), acceptable=False)
    rated = Rating.objects.filter(
        application=OuterRef("application"), position=OuterRef("position"), party=Party.HOST
    )
    return Preference.objects.filter(
        ~Exists(refused),
        ~Exists(rated),
        ~Exists(OwnEmployerPlace.objects.fixed().filter(application=OuterRef("application"))),
        position__workplace__establishment__organisation__in=hosts,
        application__state__in=RATABLE_APPLICATIONS,
        application__intake_round__state=RoundState.RATING,
    )


def own_workers_to_answer(user: Any) -> QuerySet[OwnEmployerPlace]:
    """Students who say they work for the person's host and ask to learn there (V35)."""
    rows = OwnEmployerPlace.objects.awaiting_employer().filter(
        position__workplace__establishment__organisation__in=standing_of(user).hosts(HOST_DECIDERS)
    )
    return rows.order_by("answer_by", "pk")


def silent_employers(user: Any) -> QuerySet[OwnEmployerPlace]:
    """Requests that an employer left without an answer, for who leads the institution (V35)."""
    led = standing_of(user).institutions({Role.COORDINATOR})
    rows = OwnEmployerPlace.objects.awaiting_employer().filter(
        answer_by__lt=timezone.localdate(),
        application__intake_round__pathway__programme__institution__in=led,
    )
    return rows.order_by("answer_by", "pk").select_related(
        "application__student__user", "position__workplace__establishment__organisation"
    )


def own_employers_to_decide(user: Any) -> QuerySet[OwnEmployerPlace]:
    """Requests that an employer confirmed, for the coordinators of the institution (V35)."""
    led = standing_of(user).institutions({Role.COORDINATOR})
    rows = OwnEmployerPlace.objects.undecided().filter(
        state=OwnPlaceState.CONFIRMED,
        application__intake_round__state__in=CHANGING_ROUNDS,
        application__intake_round__pathway__programme__institution__in=led,
    )
    return rows.select_related(
        "application__student__user", "position__workplace__establishment__organisation"
    )


def rounds_to_run(user: Any) -> QuerySet[IntakeRound]:
    """A coordinator's rounds that are ready to be sealed or matched."""
    led = standing_of(user).institutions({Role.COORDINATOR})
    # Whoever has a place already is left out at the seal, and holds up nothing.
    taking_part = Application.objects.filter(intake_round=OuterRef("pk")).exclude(
        pk__in=Application.objects.with_a_place().values("pk")
    )
    unfinished = taking_part.filter(state__in=UNFINISHED)
    rows = IntakeRound.objects.filter(pathway__programme__institution__in=led)
    awaited = LotteryWitness.objects.to_reveal().filter(intake_round=OuterRef("pk"))
    undecided = taking_part.filter(
        pk__in=OwnEmployerPlace.objects.undecided().values("application")
    )
    complete = Q(state=RoundState.RATING) & ~Exists(unfinished) & ~Exists(undecided)
    ready = Q(state=RoundState.SEALED) & ~Exists(awaited) | complete
    return rows.filter(ready).select_related("pathway")


def _per_round(applications: QuerySet[Application]) -> list[Waiting]:
    """Applications counted per round, newest round first; two queries."""
    grouped = applications.order_by().values_list("intake_round").annotate(count=Count("pk"))
    counts: dict[int, int] = dict(grouped)
    if not counts:
        return []
    rounds = IntakeRound.objects.filter(pk__in=counts).select_related("pathway")
    return [(intake, counts[intake.pk]) for intake in rounds]
