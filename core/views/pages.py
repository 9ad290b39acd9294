"""Bases of the rooms' pages: a list, a thing, a form, a verb."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from core.access import ScopedPage, SignedInPage
from core.actions import available_actions
from core.errors import DomainError, Refused
from core.lists import columns, export
from core.lists.saved import lasting, views_of
from core.models import StatefulRecord
from core.paging import CappedPaginator, FoundPaginator
from core.people import audience_of
from core.permissions import require
from core.privacy.national_number import refuse_in_form
from core.search import asks_for_words, some_found
from core.timeline import timeline
from core.transitions import require_conditions, require_state
from core.versions import Stale
from core.views.drafts import DraftMixin
from core.views.seen import SeenVersionMixin
from core.workflow import badge

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Breadcrumb = tuple["StrOrPromise", str | None]


class Page:
    """A heading, a lead and the way back, the same on every kind of page."""

    heading: "StrOrPromise" = ""
    lead: "StrOrPromise" = ""

    def get_heading(self) -> "StrOrPromise":
        """The page's one heading: the name of the thing."""
        return self.heading

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The way here, without the page itself."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add heading, lead and breadcrumbs."""
        heading = self.get_heading()
        crumbs = [*self.get_breadcrumbs(), (heading, None)]
        extra = {"heading": heading, "lead": self.lead, "breadcrumbs": crumbs}
        return super().get_context_data(**extra | kwargs)  # type: ignore[misc]


class ScopedListPage(ScopedPage, Page, SingleTableMixin, FilterView):
    """A list of what the reader may see, with filters, sorting and 25 rows a page."""

    template_name = "components/list_page.html"
    rows_per_page = 25
    empty_text: "StrOrPromise" = _("There is nothing here yet.")
    create_url_name: ClassVar[str | None] = None
    create_permission: ClassVar[str | None] = None
    create_label: "StrOrPromise" = ""

    def get_table_kwargs(self) -> dict[str, Any]:
        """Tell the table who reads it (words differ per audience)."""
        return {"empty_text": self.empty_text}

    @cached_property
    def found(self) -> list[int] | None:
        """The keys of what a search found, one more than are shown; None without a search.

        None for a file too: that holds every row (`core.lists.export`).
        """
        if self.request.GET.get(export.PARAMETER) or not asks_for_words(self.filterset):
            return None
        return list(some_found(self.object_list, FoundPaginator.cap + 1))

    def get_table_data(self) -> Any:
        """The rows of the list; of a search those that are shown, the words not asked again."""
        if self.found is None:
            return super().get_table_data()
        return self.get_queryset().filter(pk__in=self.found[: FoundPaginator.cap])

    def get_table_pagination(self, table: Any) -> dict[str, Any]:
        """The table pages; a page of the view itself would count the same rows again."""
        pages: Any = CappedPaginator
        if self.found is not None:
            pages = partial(FoundPaginator, found=len(self.found))
        return {"per_page": self.rows_per_page, "paginator_class": pages}

    def get_table(self, **kwargs: Any) -> Any:
        """The table with the columns that the reader chose."""
        table = super().get_table(**kwargs)
        self.column_choices = columns.choose(table, self.request.GET)
        return table

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponseBase:
        """The page, or the whole list as a file."""
        kind = self.request.GET.get(export.PARAMETER, "")
        file = export.response(context["table"], kind, str(self.get_heading())) if kind else None
        return file or super().render_to_response(context, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the button that makes a new one, for whoever may."""
        may = self.create_permission and self.request.user.has_perm(self.create_permission)
        url = reverse(self.create_url_name) if may and self.create_url_name else None
        extra = {"create_url": url, "create_label": self.create_label}
        context = super().get_context_data(empty_text=self.empty_text, **extra | kwargs)
        return context | self.get_tools()

    def get_tools(self) -> dict[str, Any]:
        """What the tools of the list need: columns, saved views, and the address as it is."""
        query = self.request.GET
        # Asked only where the tools are shown.
        name = self.request.resolver_match.view_name
        return {
            "column_choices": self.column_choices,
            "saved_views": partial(views_of, self.request.user, name),
            "lasting": lasting(query),
            "parameters": [(name, value) for name, values in query.lists() for value in values],
        }


class ScopedDetailPage(ScopedPage, Page, DetailView):
    """A thing: state, actions, summary, timeline."""

    def get_heading(self) -> "StrOrPromise":
        """The thing's own name."""
        return str(self.object)

    def get_summary(self) -> list[tuple[Any, ...]]:
        """Rows (label, value) or (label, value, address) of the summary list."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the reader must know to decide, can do, and what happened."""
        extra: dict[str, Any] = {"summary": self.get_summary(), "timeline": timeline(self.object)}
        if isinstance(self.object, StatefulRecord):
            extra["badge"] = badge(self.object, audience_of(self.request))
            extra["actions"] = available_actions(self.object, self.request.user)
        return super().get_context_data(**extra | kwargs)


class ServiceFormMixin(DraftMixin, SeenVersionMixin, Page):
    """A form that ends in a service; a refusal comes back as an error beside what was typed."""

    template_name: str | None = "components/form_page.html"
    submit_label: "StrOrPromise" = _("Save")
    success_message: "StrOrPromise" = ""
    request: HttpRequest

    def run(self, form: Any) -> Any:
        """Call the service with the cleaned form; returns the object to go to."""
        message = f"{type(self).__name__} must say which service it calls."
        raise TypeError(message)

    def get_success_url(self) -> str:
        """Where the person goes afterwards."""
        message = f"{type(self).__name__} must say where it leads."
        raise TypeError(message)

    def get_cancel_url(self) -> str | None:
        """Where the person goes without doing it."""
        return None

    def get_form(self, form_class: Any = None) -> Any:
        """The form; none of its texts may hold a national register number."""
        form = super().get_form(form_class)  # type: ignore[misc]
        refuse_in_form(form)
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        """Run the service; what it refuses is shown on the form, and nothing is lost."""
        try:
            with self.for_what_was_seen():
                self.result = self.run(form)
        except Refused:
            raise
        except DomainError as refusal:
            if isinstance(refusal, Stale):
                self.note_stale(form)
            add_errors(form, refusal)
            response = self.form_invalid(form)  # type: ignore[attr-defined]
            response.status_code = refusal.status
            return response
        self.forget(form)
        if self.success_message:
            messages.success(self.request, str(self.success_message))
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the button's verb and the way out."""
        extra = {"submit_label": self.submit_label, "cancel_url": self.get_cancel_url()}
        return super().get_context_data(**extra | kwargs)


class ServiceFormPage(SignedInPage, ServiceFormMixin, FormView):
    """A form without an object yet: making something new."""


class TransitionPage(ScopedPage, ServiceFormMixin, SingleObjectMixin, FormView):
    """One verb of a workflow: what it means, a form or a confirmation, one button.

    ``action`` names the verb in the workflow table; ``service`` does it. Opening the page
    in the wrong state answers 409 with the reason; without the right, 403.
    """

    action: ClassVar[str]
    service: ClassVar[Callable[..., Any]]
    form_class: type[forms.BaseForm] = forms.Form
    template_name: str | None = "components/transition_page.html"
    detail_url_name: ClassVar[str]

    @cached_property
    def object(self) -> Any:
        """The row the verb is about."""
        return self.get_object()

    @cached_property
    def step(self) -> Any:
        """The verb's line in the workflow table."""
        return self.object.workflow.transition(self.action)

    def get_object(self, queryset: Any = None) -> Any:
        """The row in the reader's scope, after the verb's own rule."""
        row = super().get_object(queryset)
        require(self.request.user, row.workflow.transition(self.action).permission, row)
        return row

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page only when the verb is possible now."""
        require_state(self.object, self.step)
        require_conditions(self.object, self.step)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """A model form edits the row itself."""
        kwargs = super().get_form_kwargs()
        if issubclass(self.get_form_class(), forms.ModelForm):
            kwargs["instance"] = self.object
        return kwargs

    def run(self, form: Any) -> Any:
        """Call the service with the row, the person and the form's values."""
        return type(self).service(self.object, actor=self.request.user, **form.cleaned_data)

    def get_heading(self) -> "StrOrPromise":
        """The verb itself."""
        return self.heading or self.step.label

    def get_detail_url(self) -> str:
        """The page of the thing."""
        return reverse(self.detail_url_name, args=[self.object.uuid])

    def get_success_url(self) -> str:
        """Back to the thing, where the timeline says what happened."""
        return self.get_detail_url()

    def get_cancel_url(self) -> str:
        """Back to the thing."""
        return self.get_detail_url()

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The thing first."""
        return [(str(self.object), self.get_detail_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the object and the verb."""
        extra = {"object": self.object, "step": self.step, "submit_label": self.step.label}
        return super().get_context_data(**extra | kwargs)


def add_errors(form: Any, refusal: DomainError) -> None:
    """Put a refusal on the form: beside its fields where they exist, else on top."""
    for name, sentences in getattr(refusal, "errors", {}).items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
    for sentence in getattr(refusal, "reasons", []):
        form.add_error(None, sentence)
    if not form.errors:
        form.add_error(None, str(refusal.detail))
