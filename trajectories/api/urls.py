"""Addresses of this room's API."""

from rest_framework.routers import SimpleRouter

from trajectories.api import views

router = SimpleRouter(use_regex_path=False)
router.register("pathways", views.PathwayViewSet, basename="pathway")
router.register("positions", views.PositionViewSet, basename="position")
router.register("trajectories", views.TrajectoryViewSet, basename="trajectory")
router.register("log-entries", views.LogEntryViewSet, basename="logentry")
