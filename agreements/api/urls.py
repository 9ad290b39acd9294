"""Addresses of this room's API."""

from rest_framework.routers import SimpleRouter

from agreements.api import views

router = SimpleRouter(use_regex_path=False)
router.register("agreements", views.AgreementViewSet, basename="agreement")
router.register("agreement-clauses", views.ClauseViewSet, basename="clause")
router.register("agreement-versions", views.VersionViewSet, basename="version")
router.register("model-clauses", views.ClauseTemplateViewSet, basename="clausetemplate")
