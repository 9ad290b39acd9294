"""Addresses of this room's pages."""

from django.urls import path

from trajectories.views import pathway_verbs, pathways, positions, runs, students

app_name = "trajectories"

PATHWAY_VERBS = {
    "edit": pathway_verbs.PathwayEdit,
    "place-outcomes": pathway_verbs.PathwayPlaces,
    "set-conditions": pathway_verbs.PathwayConditions,
    "set-limits": pathway_verbs.PathwayLimits,
    "start-co-creation": pathway_verbs.PathwayStartCoCreation,
    "accept": pathway_verbs.PathwayAccept,
    "revise": pathway_verbs.PathwayRevise,
    "open": pathway_verbs.PathwayOpen,
    "close": pathway_verbs.PathwayClose,
    "withdraw": pathway_verbs.PathwayWithdraw,
}
TRAJECTORY_VERBS = {
    "log": runs.TrajectoryLog,
    "interrupt": runs.TrajectoryInterrupt,
    "resume": runs.TrajectoryResume,
    "complete": runs.TrajectoryComplete,
    "end-early": runs.TrajectoryEndEarly,
}
LOG_ENTRY_VERBS = {
    "confirm": runs.LogEntryConfirm,
    "ask": runs.LogEntryAsk,
    "rewrite": runs.LogEntryRewrite,
}

urlpatterns = [
    path("pathways/", pathways.PathwayList.as_view(), name="pathway-list"),
    path("pathways/new/", pathways.PathwayCreate.as_view(), name="pathway-create"),
    path("pathways/<uuid:uuid>/", pathways.PathwayDetail.as_view(), name="pathway-detail"),
    path("pathways/<uuid:uuid>/offer/", positions.PositionCreate.as_view(), name="position-create"),
    path("positions/", positions.PositionList.as_view(), name="position-list"),
    path("positions/<uuid:uuid>/", positions.PositionDetail.as_view(), name="position-detail"),
    path("positions/<uuid:uuid>/edit/", positions.PositionEdit.as_view(), name="position-edit"),
    path("students/", students.StudentList.as_view(), name="student-list"),
    path("students/me/", students.MyFile.as_view(), name="my-file"),
    path("students/<uuid:uuid>/", students.StudentDetail.as_view(), name="student-detail"),
    path("trajectories/", runs.TrajectoryList.as_view(), name="trajectory-list"),
    path("trajectories/<uuid:uuid>/", runs.TrajectoryDetail.as_view(), name="trajectory-detail"),
    path("log/<uuid:uuid>/", runs.LogEntryDetail.as_view(), name="logentry-detail"),
]
urlpatterns += [
    path(f"{folder}/<uuid:uuid>/{verb}/", view.as_view(), name=f"{noun}-{verb}")
    for folder, noun, verbs in (
        ("pathways", "pathway", PATHWAY_VERBS),
        ("trajectories", "trajectory", TRAJECTORY_VERBS),
        ("log", "logentry", LOG_ENTRY_VERBS),
    )
    for verb, view in verbs.items()
]
