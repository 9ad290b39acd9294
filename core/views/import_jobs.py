"""One file on its way in: which column is which, what it would change, progress, what is wrong."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, ClassVar

import django_tables2 as tables
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, FormView, View
from django.views.generic.detail import SingleObjectMixin
from django_tables2 import RequestConfig

from core.access import ScopedPage
from core.errors import NotNow
from core.importing import corrected
from core.importing.formats.kinds import XLSX, Delimiter, Encoding
from core.importing.forms import ColumnsForm, ReadingForm
from core.importing.importer import Importer, importer_named
from core.importing.jobs import (
    actions_on,
    choose_columns,
    confirm,
    read_otherwise,
    stop,
    try_again,
)
from core.importing.work import progress_of
from core.models import ImportJob, ImportProblem, Stage, Work
from core.spreadsheets import CSV as CSV_TYPE
from core.spreadsheets import XLSX as XLSX_TYPE
from core.spreadsheets import csv_lines, xlsx_file
from core.views.imports import PERMISSION, title_of
from core.views.pages import Breadcrumb, Page, ServiceFormMixin

PROBLEMS_A_PAGE = 50
COLUMNS_SHOWN = 8
WHOLE = 100  # per cent


class ProblemTable(tables.Table):
    """What is wrong, cell by cell."""

    line = tables.Column(verbose_name=_("Line"))
    column = tables.Column(verbose_name=_("Column"), orderable=False)
    value = tables.Column(verbose_name=_("What stands there"), orderable=False)
    reason = tables.Column(verbose_name=_("What is wrong"), orderable=False)

    class Meta:
        model = ImportProblem
        fields = ("line", "column", "value", "reason")
        attrs = {"caption": _("Problems")}

    def __init__(self, *args: Any, importer: Importer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.importer = importer

    def render_column(self, value: str) -> str:
        """The column as people call it."""
        return self.importer.label_of(value) if value in self.importer.cells else value


class JobPage(ScopedPage, Page):
    """A page about a file on its way in."""

    model = ImportJob
    permission: ClassVar[str | None] = PERMISSION
    kwargs: dict[str, Any]

    @cached_property
    def job(self) -> ImportJob:
        """The reader's own file."""
        return self.get_object()

    @property
    def job_url(self) -> str:
        """The file's own page."""
        return reverse("import-job", args=[self.job.uuid])

    def get_heading(self) -> Any:
        """The file's own name."""
        return self.job.file_name or title_of(self.job.importer)

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """Under the kind of file."""
        name = self.job.importer
        kind = reverse("import-kind", args=[name])
        return [(_("Import"), reverse("import")), (title_of(name), kind)]


class ImportJobPage(JobPage, DetailView):
    """How far the file is: progress while it is worked on, else what it would change."""

    queryset_related = ("run",)
    object: ImportJob

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page of its stage; what is over elsewhere leads there."""
        job = self.object = self.job
        if job.stage == Stage.DONE and job.run:
            return self._lead_to(reverse("import-result", args=[job.run.uuid]))
        if job.stage == Stage.COLUMNS:
            return self._lead_to(reverse("import-columns", args=[job.uuid]))
        response = self.render_to_response(self.get_context_data())
        if job.stage != Stage.WAITING:
            self._refresh(response)
        return response

    def _lead_to(self, url: str) -> HttpResponse:
        if self.request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": url})
        return HttpResponseRedirect(url)

    def _refresh(self, response: HttpResponse) -> None:
        """Who was watching the progress gets the whole page now."""
        if self.request.headers.get("HX-Request"):
            response["HX-Refresh"] = "true"

    def get_template_names(self) -> list[str]:
        """One template per thing that can be the matter."""
        pages = {
            Stage.WAITING: "waiting",
            Stage.READY: "ready",
            Stage.REFUSED: "refused",
        }
        return [f"core/import_job_{pages.get(Stage(self.object.stage), 'over')}.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page of the stage shows."""
        job = self.object
        extra: dict[str, Any] = {
            "job": job,
            "kind_url": reverse("import-kind", args=[job.importer]),
        }
        if job.stage == Stage.WAITING:
            extra |= self._progress()
        elif job.stage in (Stage.READY, Stage.REFUSED):
            extra |= self._reading() | self._first_rows()
        else:
            extra["actions"] = actions_on(job, self.request.user)
        if job.stage == Stage.REFUSED:
            extra["table"] = self._problems()
        return super().get_context_data(**extra | kwargs)

    def _progress(self) -> dict[str, Any]:
        done, about = progress_of(self.job), self.job.lines
        return {
            "done": done,
            "share": min(WHOLE * done // about, WHOLE) if about else None,
            "undoing": self.job.work == Work.UNDO,
        }

    def _reading(self) -> dict[str, Any]:
        reading = self.job.reading
        is_text = reading["kind"] != XLSX
        importer = importer_named(self.job.importer)
        absent = [column for column in importer.cells if column not in self.job.places]
        return {
            "encoding": Encoding(reading["encoding"]).label if is_text else "",
            "delimiter": _named(Delimiter, reading["delimiter"]) if is_text else "",
            "sheet": reading["sheet"],
            "absent": [importer.label_of(name) for name in absent],
            "left_out": [
                name
                for name, place in zip(self.job.header, self.job.places, strict=True)
                if name and not place
            ],
        }

    def _first_rows(self) -> dict[str, Any]:
        names = self.job.header[:COLUMNS_SHOWN]
        rows = [
            list(zip(names, cells[:COLUMNS_SHOWN], strict=False)) for cells in self.job.first_rows
        ]
        return {"names": names, "first_rows": rows}

    def _problems(self) -> ProblemTable:
        importer = importer_named(self.job.importer)
        table = ProblemTable(self.job.problems.all(), importer=importer)
        RequestConfig(self.request, paginate={"per_page": PROBLEMS_A_PAGE}).configure(table)
        return table


def _named(choices: Any, value: str) -> Any:
    return choices(value).label if value in choices.values else value


class JobForm(JobPage, ServiceFormMixin, SingleObjectMixin, FormView):
    """A form about a file on its way in."""

    @property
    def object(self) -> ImportJob:
        """The file."""
        return self.job

    def get_form_kwargs(self) -> dict[str, Any]:
        """The file that the form is about."""
        return super().get_form_kwargs() | {"job": self.job}

    def get_success_url(self) -> str:
        """To the file's own page, which looks again."""
        return self.job_url

    def get_cancel_url(self) -> str:
        """To the file's own page; where it only asks for columns, to another file."""
        if self.job.stage == Stage.COLUMNS:
            return reverse("import-kind", args=[self.job.importer])
        return self.job_url

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """Under the file."""
        return [*super().get_breadcrumbs(), (JobPage.get_heading(self), self.job_url)]

    def get_heading(self) -> Any:
        """What the form does."""
        return self.heading


class ImportReading(JobForm):
    """Read the file otherwise: another encoding, delimiter or sheet."""

    form_class = ReadingForm
    heading = _("How the file is read")
    lead = _("Choose something else where letters or columns look wrong, then look again.")
    submit_label = _("Look again")

    def run(self, form: Any) -> ImportJob:
        """Read it that way."""
        return read_otherwise(self.job, actor=self.request.user, **form.cleaned_data)


class ImportColumns(JobForm):
    """Which column of the file is which of ours."""

    form_class = ColumnsForm
    template_name = "core/import_columns.html"
    heading = _("Which column is which?")
    submit_label = _("Look at what it would change")

    def run(self, form: Any) -> ImportJob:
        """Keep the answer, for the next time too."""
        return choose_columns(self.job, form.places, actor=self.request.user)


class ImportConfirm(ScopedPage, SingleObjectMixin, View):
    """Import the file that was looked at."""

    model = ImportJob
    permission: ClassVar[str | None] = PERMISSION
    http_method_names = ["post"]
    service: ClassVar[Callable[..., Any]] = confirm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, and on to the file's own page."""
        job = self.get_object()
        type(self).service(job, actor=request.user)
        return HttpResponseRedirect(reverse("import-job", args=[job.uuid]))


class ImportStop(ImportConfirm):
    """Stop what is being done with a file, or drop it."""

    service = stop


class ImportTryAgain(ImportConfirm):
    """Do once more what failed."""

    service = try_again


class ImportDownload(ScopedPage, SingleObjectMixin, View):
    """A file to take along."""

    model = ImportJob
    permission: ClassVar[str | None] = PERMISSION

    def attached(self, content: Iterable[bytes], kind: str, name: str) -> StreamingHttpResponse:
        """The answer, never shown inside the browser and never kept on the way."""
        response = StreamingHttpResponse(content, content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response


class ImportProblems(ImportDownload):
    """The whole list of problems."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        """As CSV, in the encoding that spreadsheets open by themselves."""
        job = self.get_object()
        lines = csv_lines(corrected.problem_lines(job))
        return self.attached(lines, CSV_TYPE, f"{job.importer}-problems.csv")


class ImportToMend(ImportDownload):
    """The bad lines of the file, with what is wrong in a last column."""

    suffix = "to-mend"
    part: ClassVar[Callable[[ImportJob], Iterator[list[str]]]] = corrected.lines_to_mend

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        """In the same format as the file. Raises `NotNow` when the file is gone."""
        job = self.get_object()
        if job.stage != Stage.REFUSED:
            raise NotNow(_("This file has no lines to mend any more."))
        lines = type(self).part(job)
        name = f"{job.importer}-{self.suffix}"
        if job.reading["kind"] == XLSX:
            book = xlsx_file(lines, str(title_of(job.importer)))
            return self.attached(book, XLSX_TYPE, f"{name}.xlsx")
        return self.attached(corrected.as_csv(lines, job.reading), "text/csv", f"{name}.csv")


class ImportOtherLines(ImportToMend):
    """The lines of the file that can come in as they are."""

    suffix = "other-lines"
    part = corrected.other_lines
