"""How quality is assessed, open to everyone (V40)."""

from django.urls import path

from quality.views.public import QualityExplained

urlpatterns = [path("", QualityExplained.as_view(), name="public-quality")]
