"""The gallery of components, on demonstration and test machines."""

from typing import ClassVar

from django.urls import path
from django.views.generic import TemplateView

from core.access import PublicPage


class Gallery(PublicPage, TemplateView):
    """Every component on one page, to look at and to test."""

    template_name = "gallery.html"
    public: ClassVar[bool] = True


urlpatterns = [path("", Gallery.as_view(), name="gallery")]
