"""Addresses of this room's pages."""

from django.urls import path

from reporting.views import clients, datasets

app_name = "reporting"
urlpatterns = [
    path("sets/", datasets.DatasetList.as_view(), name="dataset-list"),
    path("sets/<slug:code>/", datasets.DatasetPage.as_view(), name="dataset-detail"),
    path("clients/", clients.ClientList.as_view(), name="client-list"),
    path("clients/new/", clients.ClientCreate.as_view(), name="client-create"),
    path("clients/<uuid:uuid>/", clients.ClientDetail.as_view(), name="client-detail"),
    path("clients/<uuid:uuid>/renew/", clients.ClientRenew.as_view(), name="client-renew"),
    path("clients/<uuid:uuid>/stop/", clients.ClientEnd.as_view(), name="client-end"),
    path("exports/", datasets.ExportList.as_view(), name="export-list"),
]
