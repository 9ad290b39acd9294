"""Addresses of this room's API."""

from rest_framework.routers import SimpleRouter

from matching.api import views

router = SimpleRouter(use_regex_path=False)
router.register("rounds", views.RoundViewSet, basename="round")
router.register("lotteries", views.WitnessViewSet, basename="witness")
router.register("applications", views.ApplicationViewSet, basename="application")
router.register("preferences", views.PreferenceViewSet, basename="preference")
router.register("own-employer-places", views.OwnPlaceViewSet, basename="ownplace")
router.register("ratings", views.RatingViewSet, basename="rating")
router.register("offers", views.OfferViewSet, basename="offer")
