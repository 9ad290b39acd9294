"""Addresses of this room's pages."""

from django.urls import path

from matching.views import (
    applications,
    audit,
    downloads,
    lottery,
    own_places,
    pairs,
    round_verbs,
    rounds,
    student,
)

app_name = "matching"
urlpatterns = [
    path("rounds/", rounds.RoundList.as_view(), name="round-list"),
    path("rounds/new/", rounds.RoundCreate.as_view(), name="round-create"),
    path("rounds/<uuid:uuid>/", rounds.RoundDetail.as_view(), name="round-detail"),
    path("rounds/<uuid:uuid>/edit/", round_verbs.RoundEdit.as_view(), name="round-edit"),
    path(
        "rounds/<uuid:uuid>/criteria/",
        round_verbs.RoundSetCriteria.as_view(),
        name="round-set-criteria",
    ),
    path(
        "rounds/<uuid:uuid>/ask-witness/",
        lottery.RoundAskWitness.as_view(),
        name="round-ask-witness",
    ),
    path("rounds/<uuid:uuid>/publish/", round_verbs.RoundPublish.as_view(), name="round-publish"),
    path("rounds/<uuid:uuid>/open/", round_verbs.RoundOpen.as_view(), name="round-open"),
    path("rounds/<uuid:uuid>/apply/", student.RoundApply.as_view(), name="round-apply"),
    path(
        "rounds/<uuid:uuid>/start-rating/",
        round_verbs.RoundStartRating.as_view(),
        name="round-start-rating",
    ),
    path("rounds/<uuid:uuid>/seal/", round_verbs.RoundSeal.as_view(), name="round-seal"),
    path("rounds/<uuid:uuid>/match/", round_verbs.RoundMatch.as_view(), name="round-match"),
    path("rounds/<uuid:uuid>/close/", round_verbs.RoundClose.as_view(), name="round-close"),
    path("rounds/<uuid:uuid>/audit/", audit.RoundAudit.as_view(), name="round-audit"),
    path(
        "rounds/<uuid:uuid>/audit/full-certificate.json",
        audit.FullCertificate.as_view(),
        name="round-audit-certificate",
    ),
    path(
        "rounds/<uuid:uuid>/audit/inputs.json",
        audit.SealedInputs.as_view(),
        name="round-audit-inputs",
    ),
    path(
        "rounds/<uuid:uuid>/audit/explanations.json",
        audit.RoundExplanations.as_view(),
        name="round-audit-explanations",
    ),
    path("lotteries/<uuid:uuid>/", lottery.WitnessDetail.as_view(), name="witness-detail"),
    path(
        "lotteries/<uuid:uuid>/promise/",
        lottery.WitnessPromise.as_view(),
        name="witness-promise",
    ),
    path("lotteries/<uuid:uuid>/reveal/", lottery.WitnessReveal.as_view(), name="witness-reveal"),
    path(
        "lotteries/<uuid:uuid>/release/",
        lottery.WitnessRelease.as_view(),
        name="witness-release",
    ),
    path("applications/", applications.ApplicationList.as_view(), name="application-list"),
    path(
        "applications/<uuid:uuid>/",
        applications.ApplicationDetail.as_view(),
        name="application-detail",
    ),
    path(
        "applications/<uuid:uuid>/explanation.json",
        downloads.ExplanationFile.as_view(),
        name="application-explanation",
    ),
    path(
        "applications/<uuid:uuid>/edit/",
        student.ApplicationEdit.as_view(),
        name="application-edit",
    ),
    path(
        "applications/<uuid:uuid>/rank/",
        student.ApplicationRank.as_view(),
        name="application-rank",
    ),
    path(
        "applications/<uuid:uuid>/own-employer/",
        own_places.ApplicationNameEmployer.as_view(),
        name="application-name-employer",
    ),
    path(
        "applications/<uuid:uuid>/submit/",
        student.ApplicationSubmit.as_view(),
        name="application-submit",
    ),
    path(
        "applications/<uuid:uuid>/withdraw/",
        student.ApplicationWithdraw.as_view(),
        name="application-withdraw",
    ),
    path(
        "applications/<uuid:uuid>/check/",
        applications.ApplicationCheck.as_view(),
        name="application-check",
    ),
    path(
        "applications/<uuid:uuid>/rate/",
        applications.ApplicationRate.as_view(),
        name="application-rate",
    ),
    path(
        "applications/<uuid:uuid>/accept/",
        student.ApplicationAccept.as_view(),
        name="application-accept",
    ),
    path(
        "applications/<uuid:uuid>/decline/",
        student.ApplicationDecline.as_view(),
        name="application-decline",
    ),
    *(
        path(f"own-employers/<uuid:uuid>/{verb}/", page.as_view(), name=f"ownplace-{verb}")
        for verb, page in (
            ("confirm", own_places.OwnPlaceConfirm),
            ("decline", own_places.OwnPlaceDecline),
            ("agree", own_places.OwnPlaceAgree),
            ("refuse", own_places.OwnPlaceRefuse),
            ("ask-again", own_places.OwnPlaceAskAgain),
            ("withdraw", own_places.OwnPlaceWithdraw),
        )
    ),
    path("preferences/<uuid:uuid>/rate/", pairs.PreferenceRate.as_view(), name="preference-rate"),
    path(
        "preferences/<uuid:uuid>/judge/",
        pairs.PreferenceJudge.as_view(),
        name="preference-judge",
    ),
    path(
        "preferences/<uuid:uuid>/withdraw/",
        student.PreferenceWithdraw.as_view(),
        name="preference-withdraw",
    ),
]
