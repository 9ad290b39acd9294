"""Addresses of this room's pages."""

from django.urls import path

from reporting import views

app_name = "reporting"
urlpatterns = [
    path("sets/", views.DatasetList.as_view(), name="dataset-list"),
    path("sets/<slug:code>/", views.DatasetPage.as_view(), name="dataset-detail"),
    path("clients/", views.ClientList.as_view(), name="client-list"),
    path("clients/new/", views.ClientCreate.as_view(), name="client-create"),
    path("clients/<uuid:uuid>/", views.ClientDetail.as_view(), name="client-detail"),
    path("exports/", views.ExportList.as_view(), name="export-list"),
]
