"""Addresses of this room's pages."""

from django.urls import path

from partnerships import views

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
]
