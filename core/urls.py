"""Addresses that belong to no room."""

from django.urls import path
from django.views.i18n import set_language

from core.views import (
    clock,
    dated_rules,
    documents,
    health,
    home,
    import_history,
    import_jobs,
    imports,
    letters,
    lists,
    metrics,
    my_drafts,
    notifications,
    reminders,
    search,
    words,
)

set_language.public = True  # type: ignore[attr-defined]

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("role/", home.SwitchRole.as_view(), name="switch-role"),
    path("language/", set_language, name="set_language"),
    path("accessibility/", home.Accessibility.as_view(), name="accessibility"),
    path("import/", imports.ImportPage.as_view(), name="import"),
    path("import/history/", import_history.ImportHistory.as_view(), name="import-history"),
    path("import/<slug:kind>/", imports.ImportKindPage.as_view(), name="import-kind"),
    path(
        "import/<slug:kind>/example.<str:form>",
        imports.ImportExample.as_view(),
        name="import-example",
    ),
    path("import/<slug:kind>/forget/", imports.ForgetColumns.as_view(), name="import-forget"),
    path("import/file/<uuid:uuid>/", import_jobs.ImportJobPage.as_view(), name="import-job"),
    path(
        "import/file/<uuid:uuid>/reading/",
        import_jobs.ImportReading.as_view(),
        name="import-reading",
    ),
    path(
        "import/file/<uuid:uuid>/columns/",
        import_jobs.ImportColumns.as_view(),
        name="import-columns",
    ),
    path(
        "import/file/<uuid:uuid>/confirm/",
        import_jobs.ImportConfirm.as_view(),
        name="import-confirm",
    ),
    path("import/file/<uuid:uuid>/stop/", import_jobs.ImportStop.as_view(), name="import-stop"),
    path(
        "import/file/<uuid:uuid>/try-again/",
        import_jobs.ImportTryAgain.as_view(),
        name="import-try-again",
    ),
    path(
        "import/file/<uuid:uuid>/problems/",
        import_jobs.ImportProblems.as_view(),
        name="import-problems",
    ),
    path(
        "import/file/<uuid:uuid>/to-mend/",
        import_jobs.ImportToMend.as_view(),
        name="import-to-mend",
    ),
    path(
        "import/file/<uuid:uuid>/other-lines/",
        import_jobs.ImportOtherLines.as_view(),
        name="import-other-lines",
    ),
    path(
        "import/result/<uuid:uuid>/",
        import_history.ImportResultPage.as_view(),
        name="import-result",
    ),
    path(
        "import/result/<uuid:uuid>/undo/",
        import_history.ImportUndoPage.as_view(),
        name="import-undo",
    ),
    path("words/", words.Words.as_view(), name="words"),
    path("notifications/", notifications.NotificationList.as_view(), name="notifications"),
    path(
        "notifications/<uuid:uuid>/",
        notifications.NotificationOpen.as_view(),
        name="notification",
    ),
    path(
        "notifications/preferences/",
        notifications.NotificationPreferences.as_view(),
        name="notification-preferences",
    ),
    path(
        "notifications/unsubscribe/<str:token>/",
        notifications.Unsubscribe.as_view(),
        name="unsubscribe",
    ),
    path("letters/", letters.LetterList.as_view(), name="letter-list"),
    path("letters/all-again/", letters.AllAgain.as_view(), name="letter-all-again"),
    path("letters/<uuid:uuid>/again/", letters.LetterAgain.as_view(), name="letter-again"),
    path("drafts/", my_drafts.MyDrafts.as_view(), name="my-drafts"),
    path(
        "drafts/<uuid:uuid>/throw-away/",
        my_drafts.DraftThrowAway.as_view(),
        name="draft-throw-away",
    ),
    path("search/", search.SearchPage.as_view(), name="search"),
    path("shortcuts/", search.Shortcuts.as_view(), name="shortcuts"),
    path("views/", lists.SavedViewSave.as_view(), name="saved-view-save"),
    path("views/<uuid:uuid>/forget/", lists.SavedViewForget.as_view(), name="saved-view-forget"),
    path("law/", dated_rules.DatedRuleList.as_view(), name="dated-rule-list"),
    path("law/<slug:code>/", dated_rules.DatedRulePage.as_view(), name="dated-rule"),
    path("law/<slug:code>/add/", dated_rules.PeriodAdd.as_view(), name="dated-rule-add"),
    path(
        "law/periods/<uuid:uuid>/correct/",
        dated_rules.PeriodCorrect.as_view(),
        name="dated-rule-correct",
    ),
    path("clock/", clock.Clock.as_view(), name="clock"),
    path("reminders/", reminders.ReminderList.as_view(), name="reminder-list"),
    path("reminders/add/", reminders.ReminderAdd.as_view(), name="reminder-add"),
    path("reminders/<uuid:uuid>/", reminders.ReminderChange.as_view(), name="reminder-change"),
    path("documents/storage/", documents.DocumentStorage.as_view(), name="document-storage"),
    path("documents/storage/scan/", documents.ScanAllAgain.as_view(), name="documents-scan"),
    path(
        "documents/storage/<uuid:uuid>/scan/",
        documents.ScanAgain.as_view(),
        name="document-scan",
    ),
    path(
        "documents/add/<str:kind>/<uuid:uuid>/",
        documents.DocumentAdd.as_view(),
        name="document-add",
    ),
    path("documents/<uuid:uuid>/", documents.DocumentPage.as_view(), name="document"),
    path(
        "documents/<uuid:uuid>/download/",
        documents.DocumentDownload.as_view(),
        name="document-download",
    ),
    path(
        "documents/<uuid:uuid>/versions/<int:number>/",
        documents.DocumentDownload.as_view(),
        name="document-version",
    ),
    path(
        "documents/<uuid:uuid>/replace/",
        documents.DocumentReplace.as_view(),
        name="document-replace",
    ),
    path(
        "documents/<uuid:uuid>/remove/",
        documents.DocumentRemove.as_view(),
        name="document-remove",
    ),
    path("documents/<uuid:uuid>/keep/", documents.DocumentKeep.as_view(), name="document-keep"),
    path(
        "documents/<uuid:uuid>/release/",
        documents.DocumentRelease.as_view(),
        name="document-release",
    ),
    path("health/live/", health.Live.as_view(), name="health-live"),
    path("metrics/", metrics.Metrics.as_view(), name="metrics"),
    path("health/ready/", health.Ready.as_view(), name="health-ready"),
]
