"""Addresses of the pages about people and their sign-in."""

from django.urls import path

from partnerships.people_verbs import VERBS
from partnerships.views import inviting, people

app_name = "people"
urlpatterns = [
    path("", people.PersonList.as_view(), name="person-list"),
    path("new/", people.ColleagueCreate.as_view(), name="person-create"),
    path("invite/", inviting.InviteEverybody.as_view(), name="invite-everybody"),
    path("invite/<uuid:uuid>/", inviting.BatchDetail.as_view(), name="batch-detail"),
    path("<uuid:uuid>/", people.PersonDetail.as_view(), name="person-detail"),
    path("<uuid:uuid>/last-day/", people.PersonLastDay.as_view(), name="person-last-day"),
    path("<uuid:uuid>/look/", people.PersonLook.as_view(), name="person-look"),
    *(
        path(
            f"<uuid:uuid>/{verb.name}/",
            people.PersonVerbPage.as_view(verb_name=verb.name),
            name=f"person-{verb.name}",
        )
        for verb in VERBS
    ),
]
