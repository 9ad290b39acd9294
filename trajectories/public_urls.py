"""Addresses that everybody can open."""

from django.urls import path

from trajectories.views import public

urlpatterns = [
    path("", public.PublicPathways.as_view(), name="public-pathways"),
    path("<uuid:uuid>/", public.PublicPathway.as_view(), name="public-pathway"),
]
