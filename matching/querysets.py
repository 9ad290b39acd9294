"""Who sees which rounds, applications, ratings and results."""

from typing import Any, Self

from django.apps import apps
from django.db.models import Exists, JSONField, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone

from core.querysets import ScopedQuerySet
from matching.enums import (
    CHANGING_ROUNDS,
    DRAWING_ALONG,
    FIXED_OWN_PLACES,
    HOST_APPLICATIONS,
    LIVE_OWN_PLACES,
    PUBLIC_ROUNDS,
    RATABLE_APPLICATIONS,
    SEALED_ROUNDS,
    UNDECIDED_OWN_PLACES,
    AcceptanceParty,
    ApplicationState,
    OfferAnswer,
    OwnPlaceState,
    Party,
    SealKind,
    WitnessState,
)
from partnerships.enums import HOST_DECIDERS, Role
from partnerships.standing import standing_of

STAFF = frozenset({Role.COORDINATOR, Role.DIRECTOR, Role.COACH})
# As the sealed criteria announce it; the guard in PostgreSQL reads it there too.
DRAWERS_DO_NOT_APPLY = "drawers_do_not_apply"


def has_a_place(student: Any, pathway: Any) -> Any:
    """Whether a student has a place in a pathway, or must answer one: of an earlier round, or
    planned without any. Who has one takes part in no other round; a place that ended early is none
    any more. Both are keys, or OuterRef.
    """
    offers = apps.get_model("matching", "Offer")._default_manager
    runs = apps.get_model("trajectories", "Trajectory")._default_manager
    pending = offers.filter(
        answer=OfferAnswer.PENDING, position__pathway=pathway, application__student=student
    )
    return Exists(pending) | Exists(runs.standing().filter(pathway=pathway, student=student))


def drawers_may_apply(intake: Any) -> Any:
    """Whether the criteria of a round were sealed without the rule that whoever draws along does
    not apply: what was announced holds. Those of a draft will have it. A key, or OuterRef.
    """
    seals = apps.get_model("matching", "RoundSeal")._default_manager
    criteria = seals.filter(intake_round=intake, kind=SealKind.CRITERIA)
    told = criteria.annotate(told=Cast("canonical", JSONField()))
    rule: Any = {DRAWERS_DO_NOT_APPLY: True}  # mypy takes the annotated column for a text
    return Exists(told.exclude(told__contains=rule))


def draws_along(user: Any, intake: Any) -> Any:
    """Whether somebody promised a secret for the lottery of a round, and so does not apply there:
    whoever reveals last would choose between two outcomes of the own application (B3). Both are
    keys, or OuterRef.
    """
    witnesses = apps.get_model("matching", "LotteryWitness")._default_manager
    promised = witnesses.filter(state__in=DRAWING_ALONG, intake_round=intake, user=user)
    return Exists(promised.exclude(drawers_may_apply(OuterRef("intake_round"))))


class IntakeRoundQuerySet(ScopedQuerySet):
    """Intake rounds."""

    def public(self) -> Self:
        """What everybody may read (V38)."""
        return self.filter(state__in=PUBLIC_ROUNDS)

    def visible_to(self, user: Any) -> Self:
        """The institution's staff; students and hosts of the pathway once published."""
        from trajectories.models import Position  # a queryset cannot import models at the top

        standing = standing_of(user)
        offered = Position.objects.filter(
            pathway=OuterRef("pathway"),
            workplace__establishment__organisation__in=standing.hosts(),
        )
        return self.filter(
            Q(pathway__programme__institution__in=standing.institutions())
            | Q(state__in=PUBLIC_ROUNDS)
            & (
                Q(pathway__programme__institution__in=standing.organisations(Role.STUDENT))
                | Exists(offered)
            )
        )

    def for_new_application_of(self, student: Any) -> Self:
        """Rounds of the student's programme without an application of theirs, in whose lottery they
        do not draw along, in pathways in which they have no place from an earlier round.
        """
        there = Q(applications__student=student) | Q(has_a_place(student.pk, OuterRef("pathway")))
        there |= Q(draws_along(student.user_id, OuterRef("pk")))
        return self.filter(pathway__programme=student.programme_id).exclude(there)


class CriterionQuerySet(ScopedQuerySet):
    """Criteria of rounds."""

    def visible_to(self, user: Any) -> Self:
        """The institution's staff; everybody reads published ones through the round."""
        return self.filter(
            intake_round__pathway__programme__institution__in=standing_of(user).institutions()
        )


def _hosts_of(user: Any) -> list[int]:
    return standing_of(user).hosts(HOST_DECIDERS)


class ApplicationQuerySet(ScopedQuerySet):
    """Applications."""

    def visible_to(self, user: Any) -> Self:
        """The student; the institution's staff once sent; once eligible the hosts that were ranked
        or are named as the own employer, as long as nobody said no.
        """
        standing, hosts = standing_of(user), _hosts_of(user)
        ranked, named = (
            apps.get_model("matching", model)._default_manager.filter(
                application=OuterRef("pk"),
                position__workplace__establishment__organisation__in=hosts,
            )
            for model in ("Preference", "OwnEmployerPlace")
        )
        named = named.filter(state__in=LIVE_OWN_PLACES)
        return self.filter(
            Q(student__user=user.pk)
            | Q(intake_round__pathway__programme__institution__in=standing.institutions(STAFF))
            & ~Q(state="draft")
            | Q(state__in=HOST_APPLICATIONS) & (Exists(ranked) | Exists(named))
        )

    def live(self) -> Self:
        """Not withdrawn."""
        return self.exclude(state=ApplicationState.WITHDRAWN)

    def with_a_place(self) -> Self:
        """Whose student has a place in the pathway already."""
        return self.filter(has_a_place(OuterRef("student"), OuterRef("intake_round__pathway")))


class EligibilityAnswerQuerySet(ScopedQuerySet):
    """Answers to conditions."""

    def visible_to(self, user: Any) -> Self:
        """The student and the institution's staff."""
        mine = standing_of(user).institutions(STAFF)
        return self.filter(
            Q(application__student__user=user.pk)
            | Q(application__intake_round__pathway__programme__institution__in=mine)
        )


class PreferenceQuerySet(ScopedQuerySet):
    """Students' lists. A host sees that it was ranked, never the whole list."""

    def visible_to(self, user: Any) -> Self:
        """The student, the institution's staff, and the host for its own positions."""
        mine = standing_of(user).institutions(STAFF)
        return self.filter(
            Q(application__student__user=user.pk)
            | Q(application__intake_round__pathway__programme__institution__in=mine)
            & ~Q(application__state="draft")
            | Q(
                application__state__in=HOST_APPLICATIONS,
                position__workplace__establishment__organisation__in=_hosts_of(user),
            )
        )


class OwnEmployerPlaceQuerySet(ScopedQuerySet):
    """Places at the own employer (V35)."""

    def visible_to(self, user: Any) -> Self:
        """The student; the institution's staff once sent; the employer once eligible."""
        mine = standing_of(user).institutions(STAFF)
        return self.filter(
            Q(application__student__user=user.pk)
            | Q(application__intake_round__pathway__programme__institution__in=mine)
            & ~Q(application__state="draft")
            | Q(
                application__state__in=HOST_APPLICATIONS,
                position__workplace__establishment__organisation__in=_hosts_of(user),
            )
        )

    def fixed(self) -> Self:
        """Given before the match: employer and institution both said yes."""
        return self.filter(state__in=FIXED_OWN_PLACES)

    def on_extra_seats(self) -> Self:
        """Fixed on a seat that was never offered to everybody: it takes none from them."""
        return self.fixed().filter(seat_offered_to_all=False)

    def undecided(self) -> Self:
        """Of students who take part: somebody must still say something."""
        return self.filter(
            state__in=UNDECIDED_OWN_PLACES, application__state__in=RATABLE_APPLICATIONS
        )

    def awaiting_employer(self) -> Self:
        """Those that an employer was asked about and can still answer, of students without a place
        elsewhere in the pathway: the others are left out when the lists are sealed.
        """
        placed = has_a_place(
            OuterRef("application__student"), OuterRef("application__intake_round__pathway")
        )
        return self.undecided().filter(
            ~Q(placed),
            state=OwnPlaceState.ASKED,
            application__intake_round__state__in=CHANGING_ROUNDS,
        )


class AcceptabilityQuerySet(ScopedQuerySet):
    """Who called which pair acceptable."""

    def visible_to(self, user: Any) -> Self:
        """The institution's staff; the host what it said itself, never the student's reason."""
        mine = standing_of(user).institutions(STAFF)
        return self.filter(
            Q(preference__application__intake_round__pathway__programme__institution__in=mine)
            | Q(
                party=AcceptanceParty.HOST,
                preference__position__workplace__establishment__organisation__in=_hosts_of(user),
            )
        )


class RatingQuerySet(ScopedQuerySet):
    """Ratings: independent, so raters see their own until the round is sealed."""

    def visible_to(self, user: Any) -> Self:
        """One's own, while rating for that side; once sealed, all for the institution's staff."""
        mine = standing_of(user).institutions(STAFF)
        institution = Q(application__intake_round__pathway__programme__institution__in=mine)
        host = Q(position__workplace__establishment__organisation__in=_hosts_of(user))
        own = institution & Q(party=Party.INSTITUTION) | host & Q(party=Party.HOST)
        sealed = Q(application__intake_round__state__in=SEALED_ROUNDS)
        return self.filter(Q(rater=user.pk) & own | institution & sealed)

    def of_party(self, party: Party) -> Self:
        """The ratings of one side."""
        return self.filter(party=party)


class RoundSealQuerySet(ScopedQuerySet):
    """Seals."""

    def without_text(self) -> Self:
        """Moments and hashes only: the sealed texts of a round can be megabytes."""
        return self.defer("canonical")

    def visible_to(self, user: Any) -> Self:
        """The institution's coordinators; the public page shows the hashes."""
        mine = standing_of(user).institutions({Role.COORDINATOR})
        return self.filter(intake_round__pathway__programme__institution__in=mine)


class MatchRunQuerySet(ScopedQuerySet):
    """Runs of the engine."""

    def visible_to(self, user: Any) -> Self:
        """The institution's coordinators."""
        mine = standing_of(user).institutions({Role.COORDINATOR})
        return self.filter(intake_round__pathway__programme__institution__in=mine)


class ExplanationQuerySet(ScopedQuerySet):
    """Why each choice of a student ended as it did."""

    def visible_to(self, user: Any) -> Self:
        """The student and the institution's staff; a host never reads a list (V27)."""
        mine = standing_of(user).institutions(STAFF)
        return self.filter(
            Q(application__student__user=user.pk)
            | Q(application__intake_round__pathway__programme__institution__in=mine)
        )


class LotteryWitnessQuerySet(ScopedQuerySet):
    """Who draws along in a lottery."""

    def drawing(self) -> Self:
        """Those who take part: nobody whose request was taken back."""
        return self.exclude(state=WitnessState.RELEASED)

    def to_reveal(self) -> Self:
        """Promised, and asked for the secret today."""
        return self.filter(state=WitnessState.PROMISED, reveal_by__gte=timezone.localdate())

    def visible_to(self, user: Any) -> Self:
        """The person, and the coordinators who asked; everybody reads the promise in the round."""
        mine = standing_of(user).institutions({Role.COORDINATOR})
        return self.filter(
            Q(user=user.pk) | Q(intake_round__pathway__programme__institution__in=mine)
        )


class OfferQuerySet(ScopedQuerySet):
    """Places that the match gave."""

    def visible_to(self, user: Any) -> Self:
        """The student, the institution's staff and the host."""
        mine = standing_of(user).institutions(STAFF)
        return self.filter(
            Q(application__student__user=user.pk)
            | Q(application__intake_round__pathway__programme__institution__in=mine)
            | Q(position__workplace__establishment__organisation__in=_hosts_of(user))
        )
