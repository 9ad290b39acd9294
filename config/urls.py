"""Every address of the platform: rooms, accounts, API."""

from django.conf import settings
from django.urls import include, path

from core.views.home import error_page

urlpatterns = [
    path("", include("core.urls")),
    path("account/", include("accounts.urls")),
    path("partners/", include("partnerships.urls")),
    path("learning/", include("trajectories.urls")),
    path("pathways/", include("trajectories.public_urls")),
    path("intake/", include("matching.urls")),
    path("rounds/", include("matching.public_urls")),
    path("agreements/", include("agreements.urls")),
    path("quality/", include("quality.urls")),
    path("how-quality-is-assessed/", include("quality.public_urls")),
    path("data/", include("reporting.urls")),
    path("api/v1/", include("config.api_urls")),
    path("", include("allauth.idp.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("gallery/", include("core.gallery")))

handler400 = error_page(400)
handler403 = error_page(403)
handler404 = error_page(404)
# 500.html needs nothing that can fail: Django shows it by itself.
