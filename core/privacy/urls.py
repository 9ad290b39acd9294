"""Addresses of people's rights."""

from django.urls import path

from core.views import privacy, privacy_desk

app_name = "core"
urlpatterns = [
    path("", privacy.OwnPrivacy.as_view(), name="privacy"),
    path("what-we-know/", privacy.PrivacyRegister.as_view(), name="privacy-register"),
    path("copy/", privacy.AskCopy.as_view(), name="privacy-copy"),
    path("copy/<uuid:uuid>/", privacy.FetchCopy.as_view(), name="privacy-fetch"),
    path("forget/", privacy.AskErasure.as_view(), name="privacy-forget"),
    path("requests/", privacy_desk.CaseList.as_view(), name="erasure-list"),
    path("requests/letter/", privacy_desk.LetterPage.as_view(), name="privacy-letter"),
    path("requests/<uuid:uuid>/", privacy_desk.CaseDetail.as_view(), name="erasure-detail"),
    path(
        "requests/<uuid:uuid>/approve/", privacy_desk.CaseApprove.as_view(), name="erasure-approve"
    ),
    path("requests/<uuid:uuid>/refuse/", privacy_desk.CaseRefuse.as_view(), name="erasure-refuse"),
    path(
        "requests/<uuid:uuid>/withdraw/",
        privacy_desk.CaseWithdraw.as_view(),
        name="erasure-withdraw",
    ),
    path("people/<uuid:uuid>/", privacy_desk.PersonPage.as_view(), name="privacy-person"),
    path("holds/<uuid:uuid>/lift/", privacy_desk.HoldLift.as_view(), name="privacy-hold-lift"),
    path("retention/", privacy_desk.Retention.as_view(), name="retention"),
]
