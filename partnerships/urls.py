"""Addresses of this room's pages."""

from django.urls import path

from partnerships.views import closings, looks, organisations
from partnerships.views import partners as views

app_name = "partnerships"
urlpatterns = [
    path("", views.PartnershipList.as_view(), name="partnership-list"),
    path("<uuid:uuid>/", views.PartnershipDetail.as_view(), name="partnership-detail"),
    path("<uuid:uuid>/arrange/", views.FrameworkCreate.as_view(), name="framework-create"),
    path("arrangements/<uuid:uuid>/", views.FrameworkDetail.as_view(), name="framework-detail"),
    path("hosts/", views.HostList.as_view(), name="host-list"),
    path("hosts/<uuid:uuid>/", views.HostDetail.as_view(), name="host-detail"),
    path("hosts/<uuid:uuid>/start/", views.PartnershipCreate.as_view(), name="partnership-create"),
    path(
        "sites/<uuid:uuid>/recognise/",
        views.RecognitionCreate.as_view(),
        name="recognition-create",
    ),
    path("recognitions/", views.RecognitionList.as_view(), name="recognition-list"),
    path("recognitions/<uuid:uuid>/", views.RecognitionDetail.as_view(), name="recognition-detail"),
    path("organisations/", organisations.OrganisationList.as_view(), name="organisation-list"),
    path(
        "organisations/<uuid:uuid>/code/",
        organisations.AccessCodePage.as_view(),
        name="organisation-access-code",
    ),
    path("house-style/", looks.LookHome.as_view(), name="look-home"),
    path("organisations/<uuid:uuid>/house-style/", looks.LookPage.as_view(), name="look"),
    path("logos/<uuid:uuid>/", looks.Logo.as_view(), name="logo"),
    path("closing-days/", closings.ClosingList.as_view(), name="closing-list"),
    path("closing-days/add/", closings.ClosingCreate.as_view(), name="closing-create"),
    path(
        "closing-days/<uuid:uuid>/",
        closings.ClosingChange.as_view(),
        name="closing-change",
    ),
    path(
        "closing-days/<uuid:uuid>/remove/",
        closings.ClosingRemove.as_view(),
        name="closing-remove",
    ),
]
