"""Reviews and instruments over the API: the same scope, rules and services as the pages."""

from typing import Any, ClassVar

from core.api.views import ScopedViewSet, making, verb
from quality import services
from quality.api import serializers
from quality.filters import ReviewFilter
from quality.models import Instrument, Review
from quality.reports import RELATED
from quality.tables import ReviewTable


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
    table_class = ReviewTable

    create = making(
        services.plan_review,
        serializers.ReviewDetailSerializer,
        serializers.PlanReviewSerializer,
    )
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
