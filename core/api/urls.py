"""Addresses of the API that belong to no room."""

from rest_framework.routers import SimpleRouter

from core.api.imports import ImportViewSet

router = SimpleRouter(use_regex_path=False)
router.register("imports", ImportViewSet, basename="importrun")
