"""The page with every component, and one page of each kind."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import Http404
from django.views.generic import TemplateView

from core.access import PublicPage
from core.gallery import samples
from core.gallery.forms import (
    STATES,
    WRONG,
    SampleFilter,
    SampleForm,
    sample_table,
)
from core.lists.saved import lasting

FEW = 6


class Gallery(PublicPage, TemplateView):
    """Every component on one page, to look at and to test."""

    template_name = "gallery.html"
    public: ClassVar[bool] = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All samples."""
        return super().get_context_data(**kwargs) | {
            "pages": list(PAGES),
            "trail": samples.trail(),
            "badges": [samples.badge(tone) for tone in STATES],
            "sample_actions": samples.actions(),
            "dangerous": samples.dangerous(),
            "todos": samples.todos(),
            "many_todos": samples.todos() * 10,
            "entries": samples.entries(),
            "summary": samples.summary(),
            "tasks": samples.sections(),
            "figures": samples.figures(),
            "notes": samples.messages(),
            "documents": samples.documents(),
            "looking": samples.looking(),
            "capacities": samples.capacities(),
            "providers": [{"key": "sample", "label": "Leiezicht"}],
            "refused": samples.refused(),
            "table": sample_table(self.request, samples.table_rows(FEW)),
            "filter_form": SampleFilter(self.request.GET),
            "form": SampleForm(),
            "bound_form": SampleForm({f"b-{k}": v for k, v in WRONG.items()}, prefix="b"),
            **samples.words(),
        }


def list_page(request: Any, size: int) -> dict[str, Any]:
    """A list of so many rows with all its tools."""
    table = sample_table(request, samples.table_rows(size))
    names = [(column.name, column.header) for column in table.columns]
    return {
        "heading": "Agreements",
        "lead": "Every agreement of your institution.",
        "filter": {"form": SampleFilter(request.GET)},
        "table": table,
        "column_choices": [{"name": name, "label": label, "shown": True} for name, label in names],
        "saved_views": [
            {"name": samples.LONGEST_WORD, "query": "state=good", "uuid": samples.NOBODY}
        ],
        "lasting": lasting(request.GET),
        "parameters": list(request.GET.items()),
        "empty_text": "No agreements yet.",
        "empty_next": "An agreement starts from an accepted place.",
    }


def form_page(form: SampleForm, **more: Any) -> dict[str, Any]:
    """A page with a form on it."""
    return {
        "heading": samples.LONGEST_NAME,
        "lead": "Tell what a student can learn here.",
        "form": form,
        "submit_label": "Send the request",
        "cancel_url": "#main",
        **more,
    }


def detail_page() -> dict[str, Any]:
    """The page of a thing."""
    return {
        "heading": samples.LONGEST_NAME,
        "badge": samples.badge("waiting"),
        "lead": "What the three parties promise.",
        "actions": samples.actions(),
        "summary": samples.summary(),
        "timeline": samples.entries() * 5,
    }


CONSEQUENCES = ("The agreement ends today.", f"{samples.LONGEST_NAME} is told.")
# A page of each kind: its template, and what it shows.
PAGES: dict[str, tuple[str, Callable[[Any], dict[str, Any]]]] = {
    "list": ("list_page", lambda request: list_page(request, samples.MANY)),
    "list-empty": ("list_page", lambda request: list_page(request, 0)),
    "detail": ("detail_page", lambda request: detail_page()),
    "form": ("form_page", lambda request: form_page(SampleForm())),
    "form-errors": ("form_page", lambda request: form_page(SampleForm(WRONG))),
    "form-draft": (
        "form_page",
        lambda request: form_page(
            SampleForm(), keeps_drafts=True, draft=samples.draft(), go_on_url="#main"
        ),
    ),
    "verb": (
        "transition_page",
        lambda request: form_page(
            SampleForm(),
            badge=samples.badge("good"),
            summary=samples.summary(),
            consequences=CONSEQUENCES,
            step={"danger": True},
        ),
    ),
    "check": (
        "check_answers",
        lambda request: {
            "heading": "Check your answers",
            "sections": [
                {"title": "Parties", "rows": samples.summary(), "url": "#main"},
                {"title": samples.LONGEST_WORD, "rows": samples.summary()},
            ],
            "meaning": "Nobody can change it afterwards.",
            "submit_label": "Sign the agreement",
            "cancel_url": "#main",
        },
    ),
    "confirm": (
        "confirm",
        lambda request: {
            "heading": "End the agreement early",
            "consequences": CONSEQUENCES,
            "submit_label": "End the agreement",
            "cancel_url": "#main",
        },
    ),
}


class GalleryPage(PublicPage, TemplateView):
    """One page of a kind, filled with samples."""

    public: ClassVar[bool] = True

    def get_template_names(self) -> list[str]:
        """The template that the pages of this kind use. Raises 404 for an unknown kind."""
        if self.kwargs["page"] not in PAGES:
            raise Http404
        return [f"components/{PAGES[self.kwargs['page']][0]}.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its samples."""
        self.get_template_names()
        return super().get_context_data(**kwargs) | PAGES[self.kwargs["page"]][1](self.request)
