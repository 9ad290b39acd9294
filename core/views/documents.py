"""Pages about documents: one of them, adding, replacing, removing, keeping longer, handing out."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import DetailView, FormView, ListView, View
from django.views.generic.detail import SingleObjectMixin

from core.access import ScopedPage, SignedInPage, scope
from core.bodies import for_file
from core.documents import service
from core.documents.forms import FileForm, ReasonForm
from core.documents.kinds import DocumentKind, kinds
from core.documents.scanning import LOOK_AFTER, scan_again, scan_all_again
from core.documents.sections import actions_of, standing_of
from core.documents.story import story_of
from core.models import Document, DocumentUpkeep, DocumentVersion
from core.permissions import refusal, require
from core.privacy.enums import Door
from core.privacy.reads import note_read
from core.views.downloads import handed_out
from core.views.pages import Breadcrumb, Page, ServiceFormMixin, ServiceFormPage

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LARGEST_BODY = for_file(settings.LARGEST_DOCUMENT)
SHOWN = 200


def owner_crumb(document: Document) -> Breadcrumb:
    """The row that a document is attached to."""
    owner = document.about
    return (document.what.title(owner), f"{document.what.page(owner)}#documents")


class DocumentAdd(ServiceFormPage):
    """Attach a file to a row."""

    largest_body = LARGEST_BODY
    form_class = FileForm
    submit_label = _("Add the document")
    success_message = _("The document is added.")
    template_name = "documents/file_form.html"

    @cached_property
    def kind(self) -> DocumentKind:
        """The kind of document in the address (404 when there is none)."""
        if self.kwargs["kind"] not in kinds:
            raise Http404
        return kinds[self.kwargs["kind"]]

    @cached_property
    def owner(self) -> Any:
        """The row, within the reader's scope."""
        rows = scope(self.kind.owner, self.request.user).select_related(*self.kind.related)
        return get_object_or_404(rows, uuid=self.kwargs["uuid"])

    def get_heading(self) -> "StrOrPromise":
        """What is added."""
        return self.kind.adding

    def check_page(self, request: HttpRequest) -> None:
        """Who may not add hears that before choosing a file."""
        require(request.user, self.kind.add, self.owner)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only while the row takes documents."""
        service.require_open(self.kind, self.owner)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Types and size of the kind."""
        return super().get_form_kwargs() | {"kind": self.kind}

    def run(self, form: Any) -> Document:
        """Attach it."""
        file = form.cleaned_data["file"]
        return service.add_document(self.owner, kind=self.kind, file=file, actor=self.request.user)

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The row."""
        return [(self.kind.title(self.owner), self.get_cancel_url())]

    def get_success_url(self) -> str:
        """Back to the row, at its documents."""
        return f"{self.kind.page(self.owner)}#documents"

    def get_cancel_url(self) -> str:
        """Back to the row."""
        return self.get_success_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What belongs here."""
        return super().get_context_data(hint=self.kind.hint, kind=self.kind, **kwargs)


class DocumentPage(ScopedPage, Page, DetailView):
    """One document: how it stands, its versions, what happened with it."""

    model = Document
    template_name = "documents/document_detail.html"
    object: Document

    def get_heading(self) -> str:
        """Its name."""
        return str(self.object)

    def get_queryset(self) -> Any:
        """With what the page shows of the versions."""
        return super().get_queryset().prefetch_related("versions__uploaded_by")

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The row that it is attached to."""
        return [owner_crumb(self.object)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Versions, newest first; the earlier ones and the readers for who may look back."""
        document, user = self.object, self.request.user
        looks_back = refusal(user, document.what.look_back, document) is None
        return super().get_context_data(
            badge=standing_of(document),
            actions=actions_of(document, user),
            version=document.current,
            earlier=sorted(
                (v for v in document.versions.all() if v != document.current),
                key=lambda version: -version.number,
            ),
            looks_back=looks_back,
            timeline=story_of(document, with_reads=looks_back),
            belongs_to=owner_crumb(document),
            **kwargs,
        )


class DocumentVerb(ScopedPage, ServiceFormMixin, SingleObjectMixin, FormView):
    """Something that is done with a document: a form or a confirmation, one button."""

    model = Document
    form_class: type[forms.BaseForm] = forms.Form
    template_name: str | None = "components/confirm.html"
    service: ClassVar[Callable[..., Any]]
    # Which of the kind's permissions opens the page.
    asks: ClassVar[str] = "change"
    needs_change: ClassVar[bool] = True

    @cached_property
    def object(self) -> Document:
        """The document in the reader's scope, after the rule of its kind."""
        document: Document = self.get_object()
        require(self.request.user, getattr(document.what, self.asks), document)
        return document

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only while it can be done."""
        if self.needs_change:
            service.require_changeable(self.object)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The rule is asked before the form (403)."""
        self.object  # noqa: B018  asked for its refusal
        return super().post(request, *args, **kwargs)

    def run(self, form: Any) -> Any:
        """Call the service with the document, the person and the form's values."""
        return type(self).service(self.object, actor=self.request.user, **form.cleaned_data)

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The row, the document."""
        return [owner_crumb(self.object), (str(self.object), self.get_cancel_url())]

    def get_success_url(self) -> str:
        """The document."""
        return reverse("document", args=[self.object.uuid])

    def get_cancel_url(self) -> str:
        """The document."""
        return self.get_success_url()


class DocumentReplace(DocumentVerb):
    """Bring in a newer version."""

    largest_body = LARGEST_BODY
    service = service.replace_document
    form_class = FileForm
    template_name = "documents/file_form.html"
    heading = _("Bring in a newer version")
    submit_label = _("Replace the document")
    success_message = _("The document is replaced. The earlier version is kept.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Types and size of the kind."""
        return super().get_form_kwargs() | {"kind": self.object.what}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What belongs here."""
        return super().get_context_data(hint=self.object.what.hint, **kwargs)


class DocumentRemove(DocumentVerb):
    """Throw a document away."""

    service = service.remove_document
    submit_label = _("Remove the document")
    success_message = _("The document is removed.")

    def get_heading(self) -> "StrOrPromise":
        """What will happen."""
        return _("Remove “%(name)s”?") % {"name": self.object}

    def get_success_url(self) -> str:
        """Back to the row."""
        return str(owner_crumb(self.object)[1])

    def get_cancel_url(self) -> str:
        """The document."""
        return reverse("document", args=[self.object.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is gone, and what stays."""
        consequences = [
            _("The file and all its earlier versions are thrown away. Nobody can open them again."),
            _("That it was here, and who removed it, can still be seen."),
            _("This cannot be undone."),
        ]
        return super().get_context_data(consequences=consequences, **kwargs)


class DocumentKeep(DocumentVerb):
    """Keep a document beyond its time."""

    service = service.keep_document
    asks = "keep"
    needs_change = False
    form_class = ReasonForm
    template_name = "components/form_page.html"
    heading = _("Keep this document longer")
    lead = _("It is not thrown away when its time is over, until you take the reason back.")
    submit_label = _("Keep it longer")
    success_message = _("The document is kept.")


class DocumentRelease(DocumentVerb):
    """Keep a document no longer than usual."""

    service = service.release_document
    asks = "keep"
    needs_change = False
    template_name = "components/form_page.html"
    heading = _("Keep this document no longer than usual?")
    lead = _("It is thrown away when its time is over, as others are.")
    submit_label = _("Take the reason back")
    success_message = _("The document is kept no longer than usual.")


class DocumentDownload(ScopedPage, SingleObjectMixin, View):
    """The bytes of a document, or of one of its earlier versions, as an attachment."""

    model = Document
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The newest version, or the number in the address (404 when there is none)."""
        version = version_of(self.get_object(), self.kwargs.get("number"))
        if version.document.what.personal:
            note_read(request, version.document.about, Door.PAGE)
        return handed_out(version, request)

    def head(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The same, without the bytes."""
        return self.get(request, *args, **kwargs)


def version_of(document: Document, number: int | None = None) -> DocumentVersion:
    """A version of a document, the newest by default. Raises Http404."""
    if number is None:
        return document.current
    return get_object_or_404(document.versions, number=number)


class DocumentStorage(SignedInPage, Page, ListView):
    """For administrators: what is kept apart or waits, and what the nights did. No file's name."""

    permission: ClassVar[str | None] = LOOK_AFTER
    template_name = "documents/storage.html"
    context_object_name = "versions"
    heading = _("Storage of files")
    lead = _("Files that are kept apart or wait for the virus scanner, and what happened at night.")

    def get_queryset(self) -> Any:
        """Those that nobody can open, newest first."""
        rows = DocumentVersion.objects.unreadable()
        return rows.select_related("document", "uploaded_by").order_by(F("pk").desc())[:SHOWN]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The last runs."""
        runs = scope(DocumentUpkeep, self.request.user)[:10]
        scanner = bool(settings.CLAMAV_ADDRESS)
        return super().get_context_data(runs=runs, scanner=scanner, **kwargs)


class ScanAgain(SignedInPage, View):
    """Scan one file that nobody can open, at once; one press does it."""

    permission: ClassVar[str | None] = LOOK_AFTER
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        """Back to the list, with what the scanner said."""
        version = get_object_or_404(DocumentVersion.objects.unreadable(), uuid=uuid)
        scan_again(version, actor=request.user)
        if version.readable:
            messages.success(request, _("No virus was found. The file can be opened again."))
        else:
            text = _("The scanner still finds “%(virus)s”. The file stays apart.")
            messages.warning(request, text % {"virus": version.finding})
        return redirect("document-storage")


class ScanAllAgain(SignedInPage, View):
    """Scan every file that nobody can open, in the background."""

    permission: ClassVar[str | None] = LOOK_AFTER
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Back to the list, with how many."""
        count = scan_all_again(actor=request.user)
        text = ngettext(
            "%(count)d file is being scanned again. Look here again in some minutes.",
            "%(count)d files are being scanned again. Look here again in some minutes.",
            count,
        )
        messages.success(request, text % {"count": count})
        return redirect("document-storage")
