"""Addresses of this room that everybody may open."""

from django.urls import path

from matching.views.public import PublicRound

urlpatterns = [path("<uuid:uuid>/", PublicRound.as_view(), name="public-round")]
