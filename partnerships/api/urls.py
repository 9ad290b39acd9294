"""Addresses of this room's API."""

from rest_framework.routers import SimpleRouter

from partnerships.api import views
from partnerships.api.closings import ClosingViewSet
from partnerships.api.looks import LookViewSet
from partnerships.api.organisations import OrganisationViewSet

router = SimpleRouter(use_regex_path=False)
router.register("hosts", views.HostViewSet, basename="host")
router.register("partnerships", views.PartnershipViewSet, basename="partnership")
router.register("framework-agreements", views.FrameworkViewSet, basename="framework")
router.register("recognitions", views.RecognitionViewSet, basename="recognition")
router.register("closing-periods", ClosingViewSet, basename="closing-api")
router.register("organisations", OrganisationViewSet, basename="organisation")
router.register("house-styles", LookViewSet, basename="look-api")
