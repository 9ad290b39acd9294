"""Writing the clauses of a draft: a task list, one page per clause."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from agreements import forms, services
from agreements.models import Agreement, Clause
from agreements.reports import RELATED
from agreements.views.common import detail_crumb, detail_url, edit_url, list_crumb
from core.access import ScopedPage
from core.transitions import require_state
from core.views.pages import Breadcrumb, Page, ServiceFormMixin, TransitionPage
from core.workflow import GOOD, WAITING


def section(clause: Clause) -> dict[str, Any]:
    """A clause as a line of the task list."""
    problems = clause.problems()
    return {
        "title": clause.title,
        "url": reverse("agreements:clause-edit", args=[clause.uuid]),
        "status_label": _("Incomplete") if problems else _("Complete"),
        "tone": WAITING if problems else GOOD,
        "hint": " ".join(str(problem) for problem in problems),
    }


class ClauseTasks(ScopedPage, Page, DetailView):
    """The clauses of a draft, with what each still misses."""

    model = Agreement
    permission = "agreements.draft_agreement"
    template_name = "agreements/clause_tasks.html"
    queryset_related = RELATED
    heading = _("Fill in the clauses")

    def get_object(self, queryset: Any = None) -> Any:
        """A draft; in another state 409."""
        agreement = super().get_object(queryset)
        require_state(agreement, agreement.workflow.transition("edit"))
        return agreement

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The agreement first."""
        return [list_crumb(), detail_crumb(self.object)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One line per clause."""
        clauses = list(self.object.clauses.all())
        complete = sum(clause.is_complete for clause in clauses)
        extra = {
            "sections": [section(clause) for clause in clauses],
            "complete": complete,
            "all": len(clauses),
            "ready": complete == len(clauses),
        }
        return super().get_context_data(**extra | kwargs)


class ClausePage(ScopedPage, ServiceFormMixin, SingleObjectMixin, FormView):
    """A page about one clause of a draft."""

    model = Clause
    permission = "agreements.draft_agreement"
    queryset_related = tuple(f"agreement__{name}" for name in RELATED)

    @cached_property
    def object(self) -> Any:
        """The clause, while its agreement is a draft."""
        clause = self.get_object()
        require_state(clause.agreement, clause.agreement.workflow.transition("edit"))
        return clause

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """Agreement, task list."""
        agreement = self.object.agreement
        tasks = (_("Clauses"), edit_url(agreement))
        return [list_crumb(), detail_crumb(agreement), tasks]

    def get_success_url(self) -> str:
        """Back to the task list."""
        return edit_url(self.object.agreement)

    def get_cancel_url(self) -> str:
        """Back to the task list."""
        return edit_url(self.object.agreement)


class ClauseEdit(ClausePage):
    """The facts of a clause and its text."""

    form_class = forms.ClauseForm
    template_name = "agreements/clause_form.html"
    submit_label = _("Save the clause")
    success_message = _("The clause is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The clause gives the fields."""
        return super().get_form_kwargs() | {"clause": self.object}

    def get_heading(self) -> Any:
        """The clause's title."""
        return self.object.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Facts first, then texts; a clause of the institution's own has only texts."""
        kwargs.setdefault("form", self.get_form())
        names = kwargs["form"].fact_names
        texts = {
            "legend": _("Text"),
            "hint": self.places_hint(names),
            "fields": ["text_nl", "text_en"],
        }
        facts = [{"legend": _("What this clause states"), "fields": names}] if names else []
        extra = {"fieldsets": [*facts, texts], "clause": self.object}
        return super().get_context_data(**extra | kwargs)

    def places_hint(self, names: list[str]) -> Any:
        """How facts come into the text; nothing where there are none."""
        if not names:
            return ""
        hint = _("Leave places such as %(place)s as they are: the facts above come there.")
        return hint % {"place": f"%({names[0]})s"}

    def run(self, form: Any) -> None:
        """Save it, complete or not."""
        services.fill_clause(
            self.object,
            actor=self.request.user,
            facts=form.facts(),
            text_nl=form.cleaned_data["text_nl"],
            text_en=form.cleaned_data["text_en"],
        )


class ClauseRemove(ClausePage):
    """Take a clause of the institution's own out of the draft."""

    template_name = "components/confirm.html"
    submit_label = _("Remove the clause")
    success_message = _("The clause is removed.")
    form_class = forms.forms.Form

    def get_heading(self) -> Any:
        """Which clause."""
        return _("Remove “%(title)s”") % {"title": self.object.title}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it means."""
        meaning = _("The clause leaves this draft. The model clause stays for the next draft.")
        return super().get_context_data(meaning=meaning, **kwargs)

    def run(self, form: Any) -> None:
        """Remove it."""
        services.remove_clause(self.object, actor=self.request.user)


class ClauseCreate(TransitionPage):
    """Add a clause of the institution's own to a draft."""

    model = Agreement
    action = "edit"
    makes_within = True
    queryset_related = RELATED
    form_class = forms.OwnClauseForm
    heading = _("Add a clause")
    detail_url_name = "agreements:agreement-edit"
    success_message = _("The clause is added.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form makes a clause; it does not edit the agreement."""
        return super().get_form_kwargs() | {"instance": None}

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """Agreement, task list."""
        tasks = (_("Clauses"), edit_url(self.object))
        return [list_crumb(), (str(self.object), detail_url(self.object)), tasks]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The button says what it does."""
        return super().get_context_data(submit_label=_("Add the clause"), **kwargs)

    def run(self, form: Any) -> Any:
        """Add it at the end."""
        return services.add_clause(self.object, actor=self.request.user, **form.cleaned_data)
