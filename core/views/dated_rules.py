"""Law's amounts and terms: what holds, what comes, what was; and changing them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core.access import SignedInPage, scope
from core.dated_rules.reports import Preview, changes_of, overview, preview_of, standing
from core.dated_rules.services import CHANGE, add_period, correct_period
from core.errors import Invalid
from core.forms import DateInput
from core.models import DatedRule
from core.rule_codes import RuleCode, codes
from core.views.pages import Breadcrumb, Page, ServiceFormPage, add_errors

HEADING = _("Law’s amounts and terms")


def rule_url(code: RuleCode) -> str:
    """The page of a rule."""
    return reverse("dated-rule", args=[code.code])


class DatedRuleList(SignedInPage, Page, TemplateView):
    """Every rule with its value of today and the next one."""

    template_name = "core/dated_rules.html"
    heading = HEADING
    lead = _("What law and the platform itself set, with the day from which it holds.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One line a rule."""
        lines = overview(scope(DatedRule, self.request.user))
        return super().get_context_data(lines=lines, **kwargs)


class DatedRulePage(SignedInPage, Page, TemplateView):
    """One rule: its periods, their sources, and every change."""

    template_name = "core/dated_rule.html"

    @cached_property
    def code(self) -> RuleCode:
        """The rule. Raises Http404 for one that nobody asks for."""
        try:
            return codes[self.kwargs["code"]]
        except KeyError as error:
            raise Http404 from error

    def get_heading(self) -> Any:
        """The rule's name."""
        return self.code.label

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list of rules."""
        return [(HEADING, reverse("dated-rule-list"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Periods with the newest first, and what the reader may do."""
        user = self.request.user
        rows = scope(DatedRule, user).of(self.code).reverse()  # type: ignore[attr-defined]
        return super().get_context_data(
            rule_code=self.code,
            periods=[(rule, standing(rule)) for rule in rows],
            changes=changes_of(self.code),
            may_change=user.has_perm(CHANGE),
            **kwargs,
        )


class PeriodForm(forms.ModelForm):
    """A value with its period and source."""

    gap_meant = forms.BooleanField(
        label=_("It is meant that no value holds on some days"),
        help_text=_("Only when the rule does not exist on those days."),
        required=False,
    )

    class Meta:
        model = DatedRule
        fields = ["value", "valid_from", "valid_to", "source"]
        widgets = {"valid_from": DateInput, "valid_to": DateInput}
        help_texts = {
            "value": _("The number alone, as the source says it."),
            "valid_from": _("What happened before this day keeps the earlier value."),
            "valid_to": _("Leave it empty when it holds until the next change."),
            "source": _("Law, decree or decision, so that others can look it up."),
        }

    def __init__(self, *args: Any, code: RuleCode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].label = _("Value, in %(unit)s") % {"unit": code.unit.label}

    def _post_clean(self) -> None:
        """The service checks the whole row."""


class CorrectionForm(PeriodForm):
    """What a period should have said, and why."""

    why = forms.CharField(
        label=_("Why was it wrong?"),
        max_length=300,
        help_text=_("Everybody who looks at this rule reads it."),
    )


class PeriodPage(ServiceFormPage):
    """A change of a rule: fill in, look at what it means, do it."""

    permission = CHANGE
    form_class: Any = PeriodForm
    preview_template = "core/dated_rule_preview.html"

    @cached_property
    def code(self) -> RuleCode:
        """The rule that changes."""
        try:
            return codes[self.kwargs["code"]]
        except KeyError as error:
            raise Http404 from error

    def check_page(self, request: HttpRequest) -> None:
        """Who may not change rules hears that first; then the rule must exist."""
        super().check_page(request)
        self.code  # noqa: B018  asked here, so that an unknown rule is a 404

    def get_form_kwargs(self) -> dict[str, Any]:
        """The unit stands in the label."""
        return super().get_form_kwargs() | {"code": self.code}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Back from the preview to the form, with everything typed; otherwise go on."""
        if "back" in request.POST:
            return self.render_to_response(self.get_context_data())
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Show first what would be; change it when the person saw that."""
        if "seen" in self.request.POST:
            return super().form_valid(form)
        try:
            preview = self.foresee(form)
        except Invalid as refusal:
            add_errors(form, refusal)
            response: HttpResponse = self.form_invalid(form)
            response.status_code = refusal.status
            return response
        context = self.get_context_data(form=form, preview=preview, rule_code=self.code)
        return self.response_class(
            self.request, [self.preview_template], context, using=self.template_engine
        )

    def foresee(self, form: Any) -> Preview:
        """Do it, look, and undo it: the preview cannot tell anything else than the change."""
        with transaction.atomic():
            preview = preview_of(self.run(form))
            transaction.set_rollback(True)
        return preview

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list, the rule."""
        return [
            (HEADING, reverse("dated-rule-list")),
            (self.code.label, rule_url(self.code)),
        ]

    def get_success_url(self) -> str:
        """The rule."""
        return rule_url(self.code)

    get_cancel_url = get_success_url


class PeriodAdd(PeriodPage):
    """A new value from a day on."""

    heading = _("Add a new period")
    lead = _("The value that holds before it ends the day before, by itself.")
    submit_label = _("Look at what this means")
    success_message = _("The new period is added.")

    def run(self, form: Any) -> DatedRule:
        """Add it."""
        return add_period(self.code, actor=self.request.user, **form.cleaned_data)


class PeriodCorrect(PeriodPage):
    """Put a mistake right."""

    form_class = CorrectionForm
    heading = _("Correct a mistake")
    lead = _("Only for what was written down wrongly. When law changes, add a new period.")
    submit_label = _("Look at what this means")
    success_message = _("The mistake is corrected.")
    seen_attribute = "rule"

    @cached_property
    def rule(self) -> Any:
        """The period."""
        return get_object_or_404(scope(DatedRule, self.request.user), uuid=self.kwargs["uuid"])

    @cached_property
    def code(self) -> RuleCode:
        """The rule of the period."""
        return self.rule.meaning

    def get_form_kwargs(self) -> dict[str, Any]:
        """As it is written down now, in a copy that the form may change."""
        copy = DatedRule.objects.get(pk=self.rule.pk)
        copy.value = copy.value.normalize()
        return super().get_form_kwargs() | {"instance": copy}

    def run(self, form: Any) -> DatedRule:
        """Correct it."""
        values = dict(form.cleaned_data)
        return correct_period(
            self.rule, actor=self.request.user, reason=values.pop("why"), **values
        )
