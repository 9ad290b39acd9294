"""Addresses of the datasets, and of the programs that fetch them."""

from django.urls import URLPattern, URLResolver, include, path
from rest_framework.routers import SimpleRouter

from reporting.api import clients, views

router = SimpleRouter(use_regex_path=False)
router.register("api-clients", clients.ApiClientViewSet, basename="api-client")
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(router.urls)),
    path("datasets/", views.Catalogue.as_view(), name="dataset-list"),
    path("datasets/<slug:code>/", views.Description.as_view(), name="dataset-detail"),
    path("datasets/<slug:code>/data/", views.Rows.as_view(), name="dataset-data"),
]
