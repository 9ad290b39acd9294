"""Addresses of this room's API."""

from rest_framework.routers import SimpleRouter

from partnerships.api import views

router = SimpleRouter()
router.register("hosts", views.HostViewSet, basename="host")
router.register("partnerships", views.PartnershipViewSet, basename="partnership")
router.register("framework-agreements", views.FrameworkViewSet, basename="framework")
router.register("recognitions", views.RecognitionViewSet, basename="recognition")
