"""Every address of the API, version 1."""

from django.urls import URLPattern, URLResolver, include, path

from agreements.api.urls import router as agreements
from core.api.documentation import ChangeLog, Guide, OpenApiFile, ProblemList, ProblemPage
from core.api.urls import router as core
from matching.api.urls import router as matching
from partnerships.api.people import router as people
from partnerships.api.urls import router as partnerships
from quality.api.urls import router as quality
from reporting.api.urls import urlpatterns as reporting
from trajectories.api.urls import router as trajectories

ROUTERS = (core, partnerships, people, trajectories, matching, agreements, quality)

urlpatterns: list[URLPattern | URLResolver] = [
    *(path("", include(router.urls)) for router in ROUTERS),
    path("", include(reporting)),
    path("", Guide.as_view(), name="api-guide"),
    path("problems/", ProblemList.as_view(), name="api-problems"),
    path("problems/<slug:code>/", ProblemPage.as_view(), name="api-problem"),
    path("changes/", ChangeLog.as_view(), name="api-changes"),
    path("openapi.json", OpenApiFile.as_view(), name="openapi"),
]
