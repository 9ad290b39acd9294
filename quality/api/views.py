"""Reviews and instruments over the API: the same scope, rules and services as the pages."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.views import ScopedViewSet, verb
from quality import services
from quality.api import serializers
from quality.filters import ReviewFilter
from quality.models import Instrument, Review
from quality.reports import RELATED


class InstrumentViewSet(ScopedViewSet):
    """Sets of criteria."""

    model: ClassVar[Any] = Instrument
    serializer_class = serializers.InstrumentSerializer
    detail_serializer_class: ClassVar[Any] = serializers.InstrumentDetailSerializer


class ReviewViewSet(ScopedViewSet):
    """Quality reviews in which the caller takes part."""

    model: ClassVar[Any] = Review
    serializer_class = serializers.ReviewSerializer
    detail_serializer_class: ClassVar[Any] = serializers.ReviewDetailSerializer
    queryset_related: ClassVar[tuple[str, ...]] = RELATED
    filterset_class = ReviewFilter

    @extend_schema(
        request=serializers.PlanReviewSerializer,
        responses={201: serializers.ReviewDetailSerializer},
    )
    def create(self, request: Request) -> Response:
        """Plan a review of one partnership or one trajectory."""
        context = self.get_serializer_context()
        sent = serializers.PlanReviewSerializer(data=request.data, context=context)
        sent.is_valid(raise_exception=True)
        review = services.plan_review(actor=request.user, **sent.validated_data)
        shown = serializers.ReviewDetailSerializer(review, context=context)
        return Response(shown.data, status=201)

    start = verb("start", services.start_review, serializers.ReviewDetailSerializer)
    answer = verb(
        "answer",
        services.answer_review,
        serializers.ReviewDetailSerializer,
        serializers.GiveAnswersSerializer,
    )
    ask_reply = verb(
        "ask-reply",
        services.ask_reply,
        serializers.ReviewDetailSerializer,
        serializers.AskReplySerializer,
    )
    reply = verb(
        "reply",
        services.reply_to_review,
        serializers.ReviewDetailSerializer,
        serializers.ReplySerializer,
    )
    conclude = verb(
        "conclude",
        services.conclude_review,
        serializers.ReviewDetailSerializer,
        serializers.ConcludeSerializer,
    )
    follow_up = verb(
        "follow-up",
        services.follow_up_review,
        serializers.ReviewDetailSerializer,
        serializers.FollowUpSerializer,
    )
