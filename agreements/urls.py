"""Addresses of this room's pages."""

from django.urls import path

from agreements.views import clauses, detail, documents, lists, verbs

app_name = "agreements"

VERBS = {
    "propose": verbs.Propose,
    "revise": verbs.Revise,
    "sign": verbs.Sign,
    "decline": verbs.Decline,
    "activate": verbs.Activate,
    "renew-evidence": verbs.RenewEvidence,
    "complete": verbs.Complete,
    "cancel": verbs.Cancel,
    "terminate": verbs.Terminate,
}

urlpatterns = [
    path("", lists.AgreementList.as_view(), name="agreement-list"),
    path("new/", lists.ToDraftList.as_view(), name="agreement-create"),
    path("new/<uuid:uuid>/", lists.AgreementDraft.as_view(), name="agreement-draft"),
    path("<uuid:uuid>/", detail.AgreementDetail.as_view(), name="agreement-detail"),
    path("<uuid:uuid>/edit/", clauses.ClauseTasks.as_view(), name="agreement-edit"),
    path("<uuid:uuid>/clauses/add/", clauses.ClauseCreate.as_view(), name="clause-create"),
    path("<uuid:uuid>/draft/", documents.DraftDocument.as_view(), name="agreement-preview"),
    path("clauses/<uuid:uuid>/", clauses.ClauseEdit.as_view(), name="clause-edit"),
    path("clauses/<uuid:uuid>/remove/", clauses.ClauseRemove.as_view(), name="clause-remove"),
    path("versions/<uuid:uuid>/", documents.VersionDetail.as_view(), name="version-detail"),
    path("versions/<uuid:uuid>/pdf/", documents.VersionPdf.as_view(), name="version-pdf"),
    path("model-clauses/", lists.ClauseTemplateList.as_view(), name="clausetemplate-list"),
    path("model-clauses/new/", lists.ClauseTemplateCreate.as_view(), name="clausetemplate-create"),
    path(
        "model-clauses/<uuid:uuid>/",
        lists.ClauseTemplateDetail.as_view(),
        name="clausetemplate-detail",
    ),
    *(
        path(f"<uuid:uuid>/{verb}/", page.as_view(), name=f"agreement-{verb}")
        for verb, page in VERBS.items()
    ),
]
