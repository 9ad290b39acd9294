"""What was imported before, and taking an import back."""

from collections.abc import Sequence
from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from core.access import ScopedPage
from core.importing.importer import importer_named, importers
from core.importing.jobs import begin_undo
from core.importing.obstacles import obstacles
from core.models import ImportRun, Stage
from core.permissions import refusal, require
from core.views.imports import PERMISSION, title_of
from core.views.pages import Breadcrumb, ScopedDetailPage, ScopedListPage, ServiceFormMixin


class RunTable(tables.Table):
    """Who imported what, and when."""

    importer = tables.Column(
        verbose_name=_("Kind of file"),
        linkify=lambda record: reverse("import-result", args=[record.uuid]),
    )
    created_at = tables.DateTimeColumn(verbose_name=_("When"))
    actor = tables.Column(verbose_name=_("By whom"), orderable=False, default=_("an operator"))
    undone_at = tables.DateTimeColumn(verbose_name=_("Undone"), default="")

    class Meta:
        model = ImportRun
        fields = ("importer", "created_at", "actor", "file_name", "made", "changed", "undone_at")
        attrs = {"caption": _("Imports")}

    def render_importer(self, value: str) -> Any:
        """The kind of file in words."""
        return title_of(value)


def _kinds() -> list[tuple[str, Any]]:
    return [(one.name, one.title) for one in importers]


class RunFilter(django_filters.FilterSet):
    """By kind of file."""

    importer = django_filters.ChoiceFilter(label=_("Kind of file"), choices=_kinds)

    class Meta:
        model = ImportRun
        fields: ClassVar[list[str]] = ["importer"]


class ImportHistory(ScopedListPage):
    """Every import of one's institution."""

    model = ImportRun
    permission: ClassVar[str | None] = PERMISSION
    queryset_related = ("actor",)
    table_class = RunTable
    filterset_class = RunFilter
    heading = _("Imports so far")
    empty_text = _("Nothing was imported yet.")

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """Under Import."""
        return [(_("Import"), reverse("import"))]


class RunPage(ScopedPage):
    """A page about one import."""

    model = ImportRun
    permission: ClassVar[str | None] = PERMISSION
    queryset_related = ("actor", "undone_by")

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """Under the imports so far."""
        history = reverse("import-history")
        return [(_("Import"), reverse("import")), (_("Imports so far"), history)]


class ImportResultPage(RunPage, ScopedDetailPage):
    """What an import made and changed."""

    template_name = "core/import_result.html"
    object: ImportRun

    def get_heading(self) -> Any:
        """That it is done, or undone."""
        words = _("Undone: %(kind)s") if self.object.undone_at else _("Imported: %(kind)s")
        return words % {"kind": title_of(self.object.importer)}

    def get_summary(self) -> list[tuple[Any, ...]]:
        """Counts and the file."""
        run = self.object
        rows: list[tuple[Any, ...]] = [
            (_("File"), run.file_name),
            (_("New"), run.made),
            (_("Changed"), run.changed),
            (_("Unchanged"), run.unchanged),
            (_("When"), run.created_at),
            (_("By whom"), run.actor or _("an operator")),
        ]
        if run.undone_at:
            rows += [(_("Undone on"), run.undone_at), (_("Undone by"), run.undone_by)]
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether the reader may undo it."""
        run = self.object
        permission = importer_named(run.importer).permission
        may = refusal(self.request.user, permission) is None and (run.made or run.changed)
        return super().get_context_data(may_undo=may and not run.undone_at, **kwargs)


class ImportUndoPage(RunPage, ServiceFormMixin, SingleObjectMixin, FormView):
    """What undoing an import takes away, or what stands in the way; then one button."""

    form_class = forms.Form
    template_name = "core/import_undo.html"
    heading = _("Undo this import")
    submit_label = _("Undo the import")

    @cached_property
    def object(self) -> ImportRun:
        """The import, after the rule of its kind of file."""
        run: ImportRun = self.get_object()
        require(self.request.user, importer_named(run.importer).permission)
        return run

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say what would happen."""
        found = [] if self.object.undone_at else obstacles(self.object)
        return self.render_to_response(self.get_context_data(obstacles=found))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The import with its counts."""
        return super().get_context_data(import_run=self.object, **kwargs)

    def run(self, form: Any) -> Any:
        """Take it back."""
        return begin_undo(self.object, actor=self.request.user)

    def get_success_url(self) -> str:
        """To the import, which says that it is undone; else to how far it is."""
        if self.result.stage == Stage.DONE:
            return self.get_cancel_url()
        return reverse("import-job", args=[self.result.uuid])

    def get_cancel_url(self) -> str:
        """To the import."""
        return reverse("import-result", args=[self.object.uuid])

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """Under the import."""
        own = (title_of(self.object.importer), self.get_cancel_url())
        return [*super().get_breadcrumbs(), own]
