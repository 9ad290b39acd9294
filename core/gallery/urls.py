"""Where the gallery stands."""

from django.urls import path

from core.gallery.views import Gallery, GalleryPage

urlpatterns = [
    path("", Gallery.as_view(), name="gallery"),
    path("<slug:page>/", GalleryPage.as_view(), name="gallery-page"),
]
