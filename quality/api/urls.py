"""Addresses of this room's API."""

from rest_framework.routers import SimpleRouter

from quality.api.views import InstrumentViewSet, ReviewViewSet

router = SimpleRouter(use_regex_path=False)
router.register("instruments", InstrumentViewSet, basename="instrument")
router.register("reviews", ReviewViewSet, basename="review")
