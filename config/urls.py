"""Every address of the platform: rooms, accounts, API."""

from django.conf import settings
from django.urls import include, path

from core.views.errors import error_page, server_error
from partnerships.api.tokens import ProgramToken

urlpatterns = [
    path("", include("core.urls")),
    path("account/", include("accounts.urls")),
    path("privacy/", include("core.privacy.urls")),
    path("partners/", include("partnerships.urls")),
    path("people/", include("partnerships.people_urls")),
    path("learning/", include("trajectories.urls")),
    path("pathways/", include("trajectories.public_urls")),
    path("intake/", include("matching.urls")),
    path("rounds/", include("matching.public_urls")),
    path("agreements/", include("agreements.urls")),
    path("quality/", include("quality.urls")),
    path("how-quality-is-assessed/", include("quality.public_urls")),
    path("data/", include("reporting.urls")),
    path("api/v1/", include("config.api_urls")),
    # Before the library's own, which knows nothing of what a program is for.
    path("identity/o/api/token", ProgramToken.as_view(), name="program-token"),
    path("", include("allauth.idp.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("gallery/", include("core.gallery.urls")))

handler400 = error_page(400)
handler403 = error_page(403)
handler404 = error_page(404)
handler500 = server_error
