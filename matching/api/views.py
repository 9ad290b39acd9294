"""Rounds, applications, choices, ratings and places over the API."""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request

from core.access import scope
from core.api.pagination import ShuffledPagination
from core.api.views import ScopedViewSet, making, making_within, verb
from core.permissions import require
from core.privacy.enums import Door
from core.privacy.reads import note_read
from matching import filters, services, tables
from matching.api import bodies, serializers
from matching.enums import SealKind
from matching.models import (
    Application,
    Explanation,
    IntakeRound,
    LotteryWitness,
    Offer,
    OwnEmployerPlace,
    Preference,
    Rating,
)
from matching.views.downloads import (
    all_explanations,
    for_the_auditor,
    own_explanation,
    sealed_download,
)

SEALED_DOCUMENT = {(200, "application/json"): OpenApiTypes.OBJECT}


class RoundViewSet(ScopedViewSet):
    """Intake rounds and the verbs of their workflow."""

    model = IntakeRound
    serializer_class = serializers.RoundSerializer
    detail_serializer_class = serializers.RoundDetailSerializer
    filterset_class = filters.RoundFilter
    table_class = tables.RoundTable
    queryset_related = ("pathway__programme",)

    create = making(
        services.create_round,
        serializers.RoundDetailSerializer,
        bodies.NewRoundBody,
        permission="matching.create_round",
    )
    apply = making_within(
        "apply",
        services.start_application,
        serializers.ApplicationDetailSerializer,
        basename="application",
    )
    edit = verb("edit", services.edit_round, serializers.RoundDetailSerializer, bodies.RoundBody)
    set_criteria = verb(
        "set-criteria",
        services.set_criteria,
        serializers.RoundDetailSerializer,
        bodies.CriteriaBody,
    )
    ask_witness = making_within(
        "ask-witness",
        services.ask_witness,
        serializers.WitnessDetailSerializer,
        bodies.AskWitnessBody,
        basename="witness",
    )
    publish = verb("publish", services.publish_round, serializers.RoundDetailSerializer)
    open = verb("open", services.open_round, serializers.RoundDetailSerializer)
    start_rating = verb("start-rating", services.start_rating, serializers.RoundDetailSerializer)
    seal = verb("seal", services.seal_round, serializers.RoundDetailSerializer)
    match = verb("match", services.match_round, serializers.RoundDetailSerializer)
    close = verb("close", services.close_round, serializers.RoundDetailSerializer)

    @extend_schema(responses=SEALED_DOCUMENT)
    @action(detail=True, methods=["get"])
    def certificate(self, request: Request, uuid: Any) -> HttpResponse:
        """The public certificate of the match: the very bytes that were sealed."""
        return sealed_download(self.get_object(), SealKind.CERTIFICATE, "certificate.json")

    @extend_schema(responses=SEALED_DOCUMENT)
    @action(detail=True, methods=["get"], url_path="sealed-criteria")
    def sealed_criteria(self, request: Request, uuid: Any) -> HttpResponse:
        """Criteria, weights and procedure: the very bytes that were sealed."""
        return sealed_download(self.get_object(), SealKind.CRITERIA, "criteria.json")

    @extend_schema(responses=SEALED_DOCUMENT)
    @action(detail=True, methods=["get"], url_path="full-certificate")
    def full_certificate(self, request: Request, uuid: Any) -> HttpResponse:
        """The certificate that proves the whole match, for whoever audits the round."""
        return self.for_the_auditor(SealKind.RESULT, "full-certificate.json")

    @extend_schema(responses=SEALED_DOCUMENT)
    @action(detail=True, methods=["get"], url_path="sealed-inputs")
    def sealed_inputs(self, request: Request, uuid: Any) -> HttpResponse:
        """Lists, refusals and ratings as they were sealed, for whoever audits the round."""
        return self.for_the_auditor(SealKind.INPUTS, "inputs.json")

    @extend_schema(responses=SEALED_DOCUMENT)
    @action(detail=True, methods=["get"], url_path="sealed-explanations")
    def sealed_explanations(self, request: Request, uuid: Any) -> StreamingHttpResponse:
        """What every student was told and why, for whoever audits the round."""
        intake = self.get_object()
        require(request.user, "matching.lead_round", intake)
        return all_explanations(request, intake, Door.API)

    def for_the_auditor(self, kind: SealKind, name: str) -> HttpResponse:
        """A document with every list and score, for whoever leads the round."""
        intake = self.get_object()
        require(self.request.user, "matching.lead_round", intake)
        return for_the_auditor(self.request, intake, kind, name, Door.API)


class WitnessViewSet(ScopedViewSet):
    """Who draws along in a lottery: one's own parts, and those of rounds that one leads."""

    model = LotteryWitness
    serializer_class = serializers.WitnessSerializer
    detail_serializer_class = serializers.WitnessDetailSerializer
    filterset_class = filters.WitnessFilter
    queryset_related = ("user", "intake_round__pathway__programme")

    promise = verb(
        "promise",
        services.promise_secret,
        serializers.WitnessDetailSerializer,
        bodies.PromiseBody,
    )
    reveal = verb(
        "reveal", services.reveal_secret, serializers.WitnessDetailSerializer, bodies.RevealBody
    )
    release = verb("release", services.release_witness, serializers.WitnessDetailSerializer)


class ApplicationViewSet(ScopedViewSet):
    """Applications and the verbs of their workflow."""

    model = Application
    serializer_class = serializers.ApplicationSerializer
    detail_serializer_class = serializers.ApplicationDetailSerializer
    filterset_class = filters.ApplicationFilter
    table_class = tables.ApplicationTable
    queryset_related = ("student__user", "intake_round__pathway__programme", "own_place")

    edit = verb(
        "edit",
        services.write_motivation,
        serializers.ApplicationDetailSerializer,
        bodies.MotivationBody,
    )
    rank = verb(
        "rank",
        services.rank_positions,
        serializers.ApplicationDetailSerializer,
        bodies.RankingBody,
    )
    name_employer = verb(
        "name-employer",
        services.name_own_employer,
        serializers.ApplicationDetailSerializer,
        bodies.NameEmployerBody,
    )
    submit = verb("submit", services.submit_application, serializers.ApplicationDetailSerializer)
    withdraw = verb(
        "withdraw", services.withdraw_application, serializers.ApplicationDetailSerializer
    )

    @extend_schema(responses=SEALED_DOCUMENT)
    @action(detail=True, methods=["get"])
    def explanation(self, request: Request, uuid: Any) -> HttpResponse:
        """Why each choice ended as it did: the very bytes that were sealed (404 before the match).

        For the student and the institution; a host gets none.
        """
        row = get_object_or_404(scope(Explanation, request.user), application__uuid=uuid)
        note_read(request, row, Door.API)
        return own_explanation(row)

    check = verb(
        "check",
        services.check_application,
        serializers.ApplicationDetailSerializer,
        bodies.AnswersBody,
    )
    rate = verb(
        "rate",
        services.rate_application,
        serializers.ApplicationDetailSerializer,
        bodies.MarksBody,
    )
    accept = verb("accept", services.accept_offer, serializers.ApplicationDetailSerializer)
    decline = verb("decline", services.decline_offer, serializers.ApplicationDetailSerializer)


class OwnPlaceViewSet(ScopedViewSet):
    """Places at the own employer: the host answers, the institution decides."""

    model = OwnEmployerPlace
    serializer_class = serializers.OwnPlaceSerializer
    detail_serializer_class = serializers.OwnPlaceDetailSerializer
    filterset_class = filters.OwnPlaceFilter
    queryset_related = (
        "application__student__user",
        "application__intake_round__pathway__programme",
        "position__workplace__establishment__organisation",
    )

    confirm = verb(
        "confirm",
        services.confirm_own_place,
        serializers.OwnPlaceDetailSerializer,
        bodies.ConfirmOwnPlaceBody,
    )
    decline = verb(
        "decline",
        services.decline_own_place,
        serializers.OwnPlaceDetailSerializer,
        bodies.OwnPlaceReasonBody,
    )
    agree = verb("agree", services.agree_own_place, serializers.OwnPlaceDetailSerializer)
    refuse = verb(
        "refuse",
        services.refuse_own_place,
        serializers.OwnPlaceDetailSerializer,
        bodies.OwnPlaceReasonBody,
    )
    ask_again = verb("ask-again", services.ask_employer_again, serializers.OwnPlaceDetailSerializer)
    withdraw = verb("withdraw", services.withdraw_own_place, serializers.OwnPlaceDetailSerializer)


class PreferenceViewSet(ScopedViewSet):
    """Choices: the host rates and says what can work, the student withdraws.

    In an order that tells a host with two places nothing about the student's list (V27).
    """

    model = Preference
    pagination_class = ShuffledPagination
    serializer_class = serializers.PreferenceSerializer
    filterset_class = filters.PreferenceFilter
    queryset_related = (
        "application__student__user",
        "application__intake_round__pathway__programme",
        "position__workplace__establishment__organisation",
    )

    rate = verb("rate", services.rate_pair, serializers.PreferenceSerializer, bodies.MarksBody)
    judge = verb("judge", services.judge_pair, serializers.PreferenceSerializer, bodies.JudgeBody)
    withdraw = verb(
        "withdraw",
        services.withdraw_choice,
        serializers.PreferenceSerializer,
        bodies.WithdrawChoiceBody,
    )


class RatingViewSet(ScopedViewSet):
    """One's own ratings; the institution reads all of them once they are sealed."""

    model = Rating
    serializer_class = serializers.RatingSerializer
    filterset_class = filters.RatingFilter
    queryset_related = ("application", "position", "rater", "criterion")


class OfferViewSet(ScopedViewSet):
    """Places that the match gave. The answer is a verb of the application."""

    model = Offer
    serializer_class = serializers.OfferSerializer
    filterset_class = filters.OfferFilter
    queryset_related = ("application", "position")
