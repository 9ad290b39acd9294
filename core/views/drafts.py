"""Forms in which somebody writes: what was typed can be kept, found again and thrown away."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.drafts import HAS, draft_of, forget_draft, keep_draft, note_drafts, values_of
from core.errors import Invalid
from core.models import FormDraft
from core.people import impersonator_of

KEEP, THROW, GO_ON = "keep_draft", "throw_draft_away", "draft"
# Sent by the browser itself, while somebody is typing.
BY_ITSELF = "X-Draft"
SECRET = (forms.PasswordInput, forms.FileInput)


class DraftMixin:
    """A form that keeps drafts, where it has room for words of one's own.

    All of it goes through the address of the form: who may not open it, keeps nothing there.
    """

    keeps_drafts: ClassVar[bool] = True
    request: HttpRequest

    @cached_property
    def draft(self) -> FormDraft | None:
        """The reader's draft of this form."""
        return draft_of(self.request.user, place_of(self.request))

    def may_draft(self, form: Any) -> bool:
        """Somebody signed in, as themselves, in a form where one writes."""
        person = self.request.user
        own = person.is_authenticated and impersonator_of(person) is None
        return bool(self.keeps_drafts and own and is_long(form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep or throw away where that was asked; else send the form."""
        if KEEP in request.POST or THROW in request.POST:
            # Whoever may not open the page keeps nothing there either.
            getattr(self, "object", None)
            form = self.get_form()  # type: ignore[attr-defined]
            if self.may_draft(form):
                keep = self.keep if KEEP in request.POST else self.throw_away
                return keep(form)
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def keep(self, form: Any) -> HttpResponse:
        """Keep what was typed, right or wrong; say when."""
        by_itself = BY_ITSELF in self.request.headers
        try:
            called = called_by(self)
            when = keep_draft(self.request.user, place_of(self.request), typed(form), called)
        except Invalid as refusal:
            if by_itself:
                return JsonResponse({"text": str(refusal.detail)}, status=refusal.status)
            messages.error(self.request, str(refusal.detail))
            fill(form, typed(form))
            return self.form_invalid(form)  # type: ignore[attr-defined]
        if not self.request.session.get(HAS):
            self.request.session[HAS] = True
        text = _("Draft kept at %(time)s") % {"time": date_format(localtime(when), "H:i")}
        if by_itself:
            return JsonResponse({"text": text})
        messages.success(self.request, f"{text}.")
        # Going on at once: an empty form would look as if all was lost.
        return HttpResponseRedirect(with_draft(place_of(self.request)))

    def throw_away(self, form: Any) -> HttpResponse:
        """Forget the draft and begin anew."""
        forget_draft(self.request.user, place_of(self.request))
        note_drafts(self.request, self.request.user)
        messages.success(self.request, _("The draft is thrown away."))
        return HttpResponseRedirect(place_of(self.request))

    def forget(self, form: Any) -> None:
        """The form was sent: nothing of it is left to keep."""
        if self.may_draft(form):
            forget_draft(self.request.user, place_of(self.request))
            if self.request.session.get(HAS):
                note_drafts(self.request, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the draft that waits, and put it in the form where the reader goes on with it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        form = context.get("form")
        if not self.may_draft(form):
            return context
        context["keeps_drafts"] = True
        if self.request.method == "GET" and self.draft:
            context["draft"] = self.draft
            context["goes_on"] = GO_ON in self.request.GET
            context["go_on_url"] = with_draft(place_of(self.request))
            if context["goes_on"]:
                fill(form, values_of(self.draft))
        return context


def place_of(request: HttpRequest) -> str:
    """The address of a form, whether or not one goes on with a draft there."""
    query = request.GET.copy()
    query.pop(GO_ON, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def with_draft(place: str) -> str:
    """The address at which one goes on with the draft of a form."""
    return f"{place}{'&' if '?' in place else '?'}{GO_ON}=1"


def called_by(page: Any) -> str:
    """How people call a form: its heading, and on a second line the thing that it is about."""
    crumbs = [str(label) for label, __ in page.get_breadcrumbs()]
    heading = str(page.get_heading())
    return "\n".join(dict.fromkeys([heading, *crumbs[-1:]]))


def is_long(form: Any) -> bool:
    """Somebody writes here: a text of several lines, or a form of many rows."""
    if isinstance(form, forms.BaseFormSet):
        return True
    fields = getattr(form, "fields", {}).values()
    return any(isinstance(field.widget, forms.Textarea) for field in fields)


def typed(form: Any) -> dict[str, list[str]]:
    """What was sent for the fields of a form; no password, no file, nothing else."""
    names = set(_names(form))
    return {
        name: values
        for name, values in form.data.lists()
        if name in names or name.rpartition("_")[0] in names
    }


def _names(form: Any) -> list[str]:
    if isinstance(form, forms.BaseFormSet):
        inner = [form.management_form, *form.forms]
        return [name for one in inner for name in _names(one)]
    return [b.html_name for b in form if not isinstance(b.field.widget, SECRET)]


def fill(form: Any, values: dict[str, list[str]]) -> None:
    """Show these values in a form as they were typed, without judging them."""
    data = QueryDict(mutable=True)
    for name, listed in values.items():
        data.setlist(name, listed)
    form.data, form.is_bound = data, True
    if isinstance(form, forms.BaseFormSet):
        form.__dict__.pop("management_form", None)
        form.__dict__.pop("forms", None)
        form._errors, form._non_form_errors = [], form.error_class()  # type: ignore[attr-defined]
        for one in form.forms:
            one._errors = ErrorDict()
    else:
        form._errors = ErrorDict()
