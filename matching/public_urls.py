"""Addresses of this room that everybody may open."""

from django.urls import path

from matching.views import downloads
from matching.views.public import PublicRound

urlpatterns = [
    path("verify.py", downloads.Verifier.as_view(), name="round-verifier"),
    path("<uuid:uuid>/", PublicRound.as_view(), name="public-round"),
    path(
        "<uuid:uuid>/criteria.json",
        downloads.PublicCriteria.as_view(),
        name="public-round-criteria",
    ),
    path(
        "<uuid:uuid>/certificate.json",
        downloads.PublicCertificate.as_view(),
        name="public-round-certificate",
    ),
]
