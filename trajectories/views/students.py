"""Pages about students: for the institution's staff and the students themselves."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from core.access import SignedInPage, scope
from core.people import audience_of
from core.templatetags.words import number
from core.views.pages import Breadcrumb, ScopedDetailPage, ScopedListPage
from core.workflow import badge
from partnerships.standing import standing_of
from trajectories.filters import StudentFilter
from trajectories.models import Student, Trajectory
from trajectories.tables import StudentTable


class StudentList(ScopedListPage):
    """The students of the reader's institution."""

    model = Student
    permission = "trajectories.view_students"
    queryset_related = ("user", "programme")
    table_class = StudentTable
    filterset_class = StudentFilter
    heading = _("Students")
    empty_text = _("No students yet.")


class StudentDetail(ScopedDetailPage):
    """One student's file: enrolments, statuses over time, trajectories."""

    model = Student
    template_name = "trajectories/student_detail.html"
    queryset_related = ("user", "programme", "institution", "own_employer")

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list first, for whoever sees it."""
        if not standing_of(self.request.user).institutions():
            return []
        return [(_("Students"), reverse("trajectories:student-list"))]

    def get_summary(self) -> list[tuple[Any, ...]]:
        """What guides need; no birth date, no address."""
        student = self.object
        rows = [
            (_("Student number"), student.student_number),
            (_("E-mail address"), student.user.email),
            (_("Institution"), student.institution),
            (_("Programme"), student.programme),
            (_("Entry route"), student.get_entry_route_display()),
            (_("Working student"), _("yes") if student.working_student else _("no")),
            (_("Credits earned"), number(student.credits_earned)),
        ]
        employer = [(_("Own employer"), student.own_employer)] if student.own_employer else []
        desk = reverse("core:privacy-person", args=[student.user.uuid])
        looks = [(_("Rights of the student"), _("who looked, requests and holds"), desk)]
        keeps = self.request.user.has_perm("core.keep_files", student.user)
        return rows + employer + (looks if keeps else [])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the histories."""
        student = self.object
        extra = {
            "enrolments": student.enrolments.select_related("programme"),
            "statuses": student.status_periods.order_by("-valid_from"),
            "trajectories": [
                (run, badge(run, audience_of(self.request)))
                for run in scope(Trajectory, self.request.user)
                .filter(student=student)
                .select_related("pathway")
            ],
        }
        return super().get_context_data(**extra | kwargs)


class MyFile(SignedInPage, View):
    """To the reader's own file as a student."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Redirect to it; 404 for people who are no student."""
        student = scope(Student, request.user).filter(user=request.user).first()
        if student is None:
            raise Http404
        return redirect("trajectories:student-detail", student.uuid)
