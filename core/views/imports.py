"""Bringing files in: choose what, upload, look, confirm, see what happened."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, TemplateView

from core.access import ScopedPage, SignedInPage, scope
from core.errors import Invalid
from core.importing.forms import UploadForm
from core.importing.importer import Importer, importer_named, importers, importers_for
from core.importing.outcome import Outcome
from core.importing.services import preview_staged, run_staged, stage_import
from core.models import ImportRun, StagedImport
from core.permissions import require
from core.views.pages import Breadcrumb, Page, ServiceFormPage

PERMISSION = "core.import_data"
SHOWN_RUNS = 10
SHOWN_COLUMNS = 6
SHOWN_PROBLEMS = 200


class ImportPage(SignedInPage, Page, TemplateView):
    """Which kinds of file the reader may bring in, and what was brought in before."""

    permission: ClassVar[str | None] = PERMISSION
    template_name = "core/import.html"
    heading = _("Import")
    lead = _("Bring in a file from another system. You first see what it would change.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Kinds in load order, and the reader's own last imports."""
        runs = scope(ImportRun, self.request.user)[:SHOWN_RUNS]
        titled = [(run, title_of(run.importer)) for run in runs]
        kinds = importers_for(self.request.user)
        return super().get_context_data(kinds=kinds, runs=titled, **kwargs)


class ImportKindPage(ServiceFormPage):
    """One kind of file: what each column means, an example, and the upload."""

    template_name = "core/import_kind.html"
    form_class = UploadForm
    submit_label = _("Look at what it would change")

    @cached_property
    def importer(self) -> Importer:
        """The kind of file in the address (404 when there is none)."""
        try:
            return importer_named(self.kwargs["kind"])
        except Invalid as error:
            raise Http404 from error

    def check_page(self, request: HttpRequest) -> None:
        """Who may not import at all gets 403, before the address tells anything."""
        require(request.user, PERMISSION)
        require(request.user, self.importer.permission)

    def run(self, form: Any) -> Any:
        """Keep the file until it is confirmed."""
        return stage_import(self.importer, form.cleaned_data["file"], actor=self.request.user)

    def get_success_url(self) -> str:
        """To the preview."""
        return reverse("import-preview", args=[self.result.uuid])

    def get_cancel_url(self) -> str:
        """Back to the kinds."""
        return reverse("import")

    def get_heading(self) -> Any:
        """The kind of file."""
        return self.importer.title

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """Under Import."""
        return [(_("Import"), reverse("import"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The columns with their meaning, from the importer itself."""
        importer = self.importer
        columns = [
            {
                "name": column.name,
                "meaning": importer.meaning(column),
                "kind": importer.cells[column.name].label,
                "codes": ", ".join(importer.cells[column.name].codes),
                "required": column.name in importer.required,
                "example": column.example,
            }
            for column in importer.columns
        ]
        return super().get_context_data(columns=columns, importer=importer, **kwargs)


class ImportPreviewPage(ScopedPage, Page, DetailView):
    """What the waiting file would change, or what stands in its way; then one button."""

    model = StagedImport
    permission: ClassVar[str | None] = PERMISSION
    template_name = "core/import_preview.html"
    object: StagedImport

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it and take it back, to show what would happen."""
        self.object = self.get_object()
        return self.show(preview_staged(self.object, actor=request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Import; when something changed since the preview, show that instead (409)."""
        self.object = self.get_object()
        outcome = run_staged(self.object, actor=request.user)
        if outcome.run is None:
            return self.show(outcome, status=409)
        return HttpResponseRedirect(reverse("import-result", args=[outcome.run.uuid]))

    def show(self, outcome: Outcome, status: int = 200) -> HttpResponse:
        """The page with this outcome."""
        return self.render_to_response(self.get_context_data(outcome=outcome), status=status)

    def get_heading(self) -> Any:
        """The file's own name."""
        return self.object.file_name or title_of(self.object.importer)

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """Under the kind of file."""
        name = self.object.importer
        kind = reverse("import-kind", args=[name])
        return [(_("Import"), reverse("import")), (title_of(name), kind)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The first lines, the problems, and the way back to the upload."""
        outcome: Outcome = kwargs["outcome"]
        names = [column.name for column in outcome.importer.columns][:SHOWN_COLUMNS]
        first = [
            list(zip(names, cells[:SHOWN_COLUMNS], strict=True)) for cells in outcome.first_rows
        ]
        extra = {
            "names": names,
            "first_rows": first,
            "problems": outcome.problems[:SHOWN_PROBLEMS],
            "kind_url": reverse("import-kind", args=[self.object.importer]),
        }
        return super().get_context_data(**extra | kwargs)


class ImportResultPage(ScopedPage, Page, DetailView):
    """What an import made and changed."""

    model = ImportRun
    permission: ClassVar[str | None] = PERMISSION
    template_name = "core/import_result.html"
    object: ImportRun

    def get_heading(self) -> Any:
        """That it is done."""
        return _("Imported: %(kind)s") % {"kind": title_of(self.object.importer)}

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """Under Import."""
        return [(_("Import"), reverse("import"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Counts and the file."""
        run = self.object
        rows = [
            (_("File"), run.file_name),
            (_("New"), run.made),
            (_("Changed"), run.changed),
            (_("Unchanged"), run.unchanged),
            (_("When"), run.created_at),
        ]
        return super().get_context_data(summary=rows, **kwargs)


def title_of(name: str) -> Any:
    """The title of a kind of file; its name when the kind is gone."""
    return next((one.title for one in importers if one.name == name), name)
