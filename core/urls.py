"""Addresses that belong to no room."""

from django.urls import path
from django.views.i18n import set_language

from core.views import health, home, imports

set_language.public = True  # type: ignore[attr-defined]

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("role/", home.SwitchRole.as_view(), name="switch-role"),
    path("language/", set_language, name="set_language"),
    path("accessibility/", home.Accessibility.as_view(), name="accessibility"),
    path("import/", imports.ImportPage.as_view(), name="import"),
    path("import/<slug:kind>/", imports.ImportKindPage.as_view(), name="import-kind"),
    path("import/preview/<uuid:uuid>/", imports.ImportPreviewPage.as_view(), name="import-preview"),
    path("import/result/<uuid:uuid>/", imports.ImportResultPage.as_view(), name="import-result"),
    path("health/live/", health.Live.as_view(), name="health-live"),
    path("health/ready/", health.Ready.as_view(), name="health-ready"),
]
