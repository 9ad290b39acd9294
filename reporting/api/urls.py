"""Addresses of the datasets."""

from django.urls import path

from reporting.api import views

urlpatterns = [
    path("datasets/", views.Catalogue.as_view(), name="dataset-list"),
    path("datasets/<slug:code>/", views.Description.as_view(), name="dataset-detail"),
    path("datasets/<slug:code>/data/", views.Rows.as_view(), name="dataset-data"),
]
