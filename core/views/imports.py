"""The coordinator's way of bringing files in: choose a kind, upload."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from core.access import SignedInPage, scope
from core.bodies import for_file
from core.documents.names import attachment, clean_name
from core.errors import Invalid
from core.importing.forms import UploadForm
from core.importing.importer import Importer, importer_named, importers, importers_for
from core.importing.jobs import begin, largest_file
from core.importing.mapping import forget_mapping, remembered
from core.models import ImportJob, ImportRun
from core.models.imports import OVER
from core.permissions import require
from core.spreadsheets import CSV, XLSX, csv_lines, xlsx_file
from core.views.pages import Breadcrumb, Page, ServiceFormPage

PERMISSION = "core.import_data"
SHOWN_RUNS = 5


class ImportPage(SignedInPage, Page, TemplateView):
    """Which kinds of file the reader may bring in, and what was brought in before."""

    permission: ClassVar[str | None] = PERMISSION
    template_name = "core/import.html"
    heading = _("Import")
    lead = _("Bring in a file from another system. You first see what it would change.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Kinds in load order, the reader's files under way, and the last imports."""
        user = self.request.user
        jobs = scope(ImportJob, user).exclude(stage__in=OVER)
        extra = {
            "kinds": importers_for(user),
            "runs": [(run, title_of(run.importer)) for run in scope(ImportRun, user)[:SHOWN_RUNS]],
            "jobs": [(job, title_of(job.importer)) for job in jobs],
        }
        return super().get_context_data(**extra | kwargs)


class KindPage(SignedInPage):
    """A page about one kind of file."""

    kwargs: dict[str, Any]

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


class ImportKindPage(KindPage, ServiceFormPage):
    """One kind of file: what each column means, an example, and the upload."""

    largest_body = for_file(largest_file())
    template_name = "core/import_kind.html"
    form_class = UploadForm
    submit_label = _("Look at what it would change")

    def run(self, form: Any) -> Any:
        """Take the file in, and look."""
        return begin(self.importer, form.cleaned_data["file"], actor=self.request.user)

    def get_success_url(self) -> str:
        """To the file's own page."""
        return reverse("import-job", args=[self.result.uuid])

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
        """The columns with their meaning, from the importer itself, and what is remembered."""
        known = remembered(self.importer, self.request.user)
        said = [
            (name, self.importer.label_of(column) if column else _("left out"))
            for name, column in (known.columns if known else {}).items()
            if not column or column in self.importer.cells
        ]
        extra = {"columns": self.importer.described(), "importer": self.importer, "said": said}
        return super().get_context_data(**extra | kwargs)


class ImportExample(KindPage, View):
    """The example of a kind of file, as CSV or as a workbook, made from its columns."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, kind: str, form: str) -> HttpResponse:
        """A file to keep."""
        if form not in {"csv", "xlsx"}:
            raise Http404
        rows, title = self.importer.example_rows(), str(self.importer.title)
        if form == "xlsx":
            with xlsx_file(rows, title) as file:
                response = HttpResponse(file.read(), content_type=XLSX)
        else:
            response = HttpResponse(b"".join(csv_lines(rows)), content_type=CSV)
        name = clean_name(gettext("%(kind)s, example") % {"kind": title})
        response["Content-Disposition"] = attachment(f"{name}.{form}")
        return response


class ForgetColumns(KindPage, View):
    """Forget what the institution's own names of columns mean."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Forget, and back to the upload."""
        forget_mapping(self.importer, actor=request.user)
        messages.success(request, _("The names of your columns are forgotten."))
        return HttpResponseRedirect(reverse("import-kind", args=[kind]))


def title_of(name: str) -> Any:
    """The title of a kind of file; its name when the kind is gone."""
    return next((one.title for one in importers if one.name == name), name)
