"""Addresses of this room's pages."""

from django.urls import path

from quality.views import reviews, verbs

app_name = "quality"
urlpatterns = [
    path("reviews/", reviews.ReviewList.as_view(), name="review-list"),
    path("reviews/new/", reviews.ReviewCreate.as_view(), name="review-create"),
    path("reviews/<uuid:uuid>/", reviews.ReviewDetail.as_view(), name="review-detail"),
    path("reviews/<uuid:uuid>/start/", verbs.ReviewStart.as_view(), name="review-start"),
    path("reviews/<uuid:uuid>/answer/", verbs.ReviewAnswer.as_view(), name="review-answer"),
    path("reviews/<uuid:uuid>/ask-reply/", verbs.ReviewAskReply.as_view(), name="review-ask-reply"),
    path("reviews/<uuid:uuid>/reply/", verbs.ReviewReply.as_view(), name="review-reply"),
    path("reviews/<uuid:uuid>/conclude/", verbs.ReviewConclude.as_view(), name="review-conclude"),
    path("reviews/<uuid:uuid>/follow-up/", verbs.ReviewFollowUp.as_view(), name="review-follow-up"),
]
