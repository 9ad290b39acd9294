"""For who looks after people's rights: requests, holds, looks at files, and retention."""

from typing import Any, ClassVar

import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from core.access import SignedInPage, scope
from core.forms import DateInput
from core.models import ErasureCase, LegalHold, RetentionRun
from core.people import audience_of
from core.permissions import refusal
from core.privacy import services
from core.privacy.holds import holds, holds_on
from core.privacy.people import kept_people
from core.privacy.preview import preview
from core.privacy.retention import rules, standing
from core.tables import StateColumn
from core.views.pages import (
    Breadcrumb,
    Page,
    ScopedDetailPage,
    ScopedListPage,
    ServiceFormPage,
    TransitionPage,
)
from core.views.privacy import reads_of
from core.workflow import badge

DESK = _("Requests of people")


class CaseTable(tables.Table):
    """Requests to be forgotten."""

    state = StateColumn()
    person = tables.Column(
        verbose_name=_("Person"),
        linkify=("core:erasure-detail", {"uuid": tables.A("uuid")}),
        orderable=False,
    )
    created_at = tables.DateTimeColumn(verbose_name=_("Asked on"))

    class Meta:
        model = ErasureCase
        fields = ("state", "person", "created_at")
        attrs = {"caption": DESK}


class CaseList(ScopedListPage):
    """What people asked, and what somebody asked for them by letter."""

    model = ErasureCase
    permission = "core.keep_files"
    queryset_related = ("person",)
    table_class = CaseTable
    filterset_fields: ClassVar[list[str]] = []
    heading = DESK
    lead = _("Who wants to be forgotten. Answer within a month.")
    empty_text = _("Nobody asked to be forgotten.")
    create_url_name = "core:privacy-letter"
    create_permission = "core.keep_files"
    create_label = _("Somebody wrote a letter")


class LetterForm(forms.Form):
    """Whom the letter is from, and what it asks."""

    email = forms.EmailField(
        label=_("E-mail address of the person"),
        help_text=_("As it stands in the account. Check first that the letter is really theirs."),
    )
    asks = forms.ChoiceField(
        label=_("What does the person ask?"),
        help_text=_("A copy goes to the person. To be forgotten is decided on first."),
        choices=[("copy", _("a copy of the data")), ("erasure", _("to be forgotten"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Where is the letter?"),
        max_length=300,
        required=False,
        help_text=_("So that a colleague finds it: a folder, a mailbox, a number."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> Any:
        """The person, among those whose files the reader keeps."""
        found = kept_people(self.user).filter(email__iexact=self.cleaned_data["email"]).first()
        if found is None:
            raise ValidationError(_("Nobody whose file you keep has this address."))
        return found


class LetterPage(ServiceFormPage):
    """Somebody asked by letter: the copy, or the answer, goes to that person."""

    permission = "core.keep_files"
    form_class = LetterForm
    heading = _("Somebody wrote a letter")
    lead = _("A copy of data goes to the person only: you do not get to read it.")
    submit_label = _("Write down the request")
    success_message = _("The request is written down.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who looks."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def run(self, form: Any) -> Any:
        """Ask for the person."""
        person, actor = form.cleaned_data["email"], self.request.user
        if form.cleaned_data["asks"] == "copy":
            return services.ask_copy(person, actor=actor)
        return services.ask_erasure(person, actor=actor, note=form.cleaned_data["note"])

    def get_breadcrumbs(self) -> list[Breadcrumb]:
        """The list first."""
        return [(DESK, self.get_success_url())]

    def get_success_url(self) -> str:
        """The list of requests."""
        return reverse("core:erasure-list")

    def get_cancel_url(self) -> str:
        """The same."""
        return self.get_success_url()


class CaseDetail(ScopedDetailPage):
    """One request: what would happen, what forbids it, and who decides."""

    model = ErasureCase
    template_name = "privacy/case.html"
    queryset_related = ("person", "asked_by", "decided_by")

    def get_breadcrumbs(self) -> list[Breadcrumb]:
        """The list, or one's own page."""
        if self.object.person_id == self.request.user.pk:
            return [(_("Your data"), reverse("core:privacy"))]
        return [(DESK, reverse("core:erasure-list"))]

    def get_summary(self) -> list[tuple[Any, ...]]:
        """Who asked, who decided, and why."""
        case = self.object
        rows = [(_("Person"), case.person), (_("Asked by"), case.asked_by)]
        rows += [(_("Why, or where the letter is"), case.note)] if case.note else []
        rows += [(_("Decided by"), case.decided_by)] if case.decided_by else []
        rows += [(_("Answer"), case.answer)] if case.answer else []
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what would happen, and why somebody may not decide."""
        case = self.object
        open_ = case.state in {"asked", "approved"}
        return super().get_context_data(
            lines=preview(case.person, own=case.person_id == self.request.user.pk) if open_ else [],
            holds=holds_on(case.person) if open_ else [],
            changed=sum(case.report.values()),
            refused=refusal(self.request.user, "core.decide_erasure", case)
            if case.state == "asked"
            else "",
            **kwargs,
        )


class CaseVerb(TransitionPage):
    """A verb of a request."""

    model = ErasureCase
    queryset_related = ("person",)
    detail_url_name: ClassVar[str] = "core:erasure-detail"


class CaseApprove(CaseVerb):
    """Erase."""

    action = "approve"
    service = services.approve_erasure
    success_message = _("Approved. Within the hour the data is gone.")
    extra_context = {
        "consequences": [
            _("The account is closed, and the person is signed out everywhere."),
            _("Names, addresses and texts go, also from history. Numbers and sealed results stay."),
            _("This cannot be undone."),
        ]
    }


class AnswerForm(forms.Form):
    """The reason of a refusal."""

    answer = forms.CharField(
        label=_("Why not?"),
        help_text=_("The person reads this. Say what must stay, why, and until when."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CaseRefuse(CaseVerb):
    """Refuse, with a reason."""

    action = "refuse"
    service = services.refuse_erasure
    form_class = AnswerForm
    success_message = _("The person reads the answer now.")


class CaseWithdraw(CaseVerb):
    """Take it back."""

    action = "withdraw"
    service = services.withdraw_erasure
    success_message = _("The request is withdrawn.")


class HoldForm(forms.Form):
    """Why, and until when."""

    reason = forms.CharField(
        label=_("Why must this stay?"),
        max_length=300,
        help_text=_("For example: a dispute or an accident that is not settled yet."),
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DateInput,
        help_text=_("Leave empty when nobody knows yet."),
    )


class PersonPage(ServiceFormPage):
    """One person for who keeps the file: looks at it, holds, requests; and a form for a hold."""

    template_name = "privacy/person.html"
    permission = "core.keep_files"
    form_class = HoldForm
    submit_label = _("Forbid to erase")
    success_message = _("From now on nothing of this person is erased.")

    @cached_property
    def person(self) -> Any:
        """The person, 404 outside those whose files the reader keeps."""
        return get_object_or_404(kept_people(self.request.user), uuid=self.kwargs["uuid"])

    def get_heading(self) -> str:
        """The name."""
        return str(self.person)

    def get_breadcrumbs(self) -> list[Breadcrumb]:
        """The list first."""
        return [(DESK, reverse("core:erasure-list"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What there is."""
        person = self.person
        cases = scope(ErasureCase, self.request.user).filter(person=person)
        audience = audience_of(self.request)
        return super().get_context_data(
            person=person,
            reads=reads_of(person.pk, own=False),
            laid=LegalHold.objects.in_force().filter(person=person).select_related("laid_by"),
            follow=[hold for source in holds for hold in source(person)],
            cases=[(case, badge(case, audience)) for case in cases],
            **kwargs,
        )

    def run(self, form: Any) -> Any:
        """Lay the hold."""
        return services.lay_hold(self.person, actor=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        """The same page, with the hold."""
        return reverse("core:privacy-person", args=[self.person.uuid])


class HoldLift(SignedInPage, View):
    """End a hold; one press does it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        """Lift it; 404 outside the people whose files the reader keeps."""
        hold = get_object_or_404(scope(LegalHold, request.user), uuid=uuid)
        services.lift_hold(hold, actor=request.user)
        messages.success(request, _("The hold is lifted."))
        return redirect("core:privacy-person", get_user_model().objects.get(pk=hold.person_id).uuid)


class Retention(SignedInPage, Page, TemplateView):
    """Per rule: how long, what is due now, and what was done in the last nights."""

    template_name = "privacy/retention.html"
    permission = "core.view_retention"
    heading = _("What is kept how long")
    lead = _("Every night what was kept long enough goes. Here you see it before it happens.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rules as they stand, and the last runs."""
        labels = {rule.code: rule.label for rule in rules.values()}
        runs = [
            (run, [line | {"label": labels.get(line["rule"], "")} for line in run.report])
            for run in scope(RetentionRun, self.request.user)[:7]
        ]
        found = [standing(rule) for rule in rules.values()]
        return super().get_context_data(rows=found, runs=runs, **kwargs)
