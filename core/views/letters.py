"""For administrators: e-mails that were given up, why, and sending them again."""

from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import View

from core.access import SignedInPage
from core.models import Letter
from core.notifications.again import SEND_AGAIN, send_again, send_all_again
from core.notifications.words import about_words, problem_words
from core.tables import MomentColumn, StateColumn
from core.views.pages import ScopedListPage
from core.workflow import ATTENTION, NEUTRAL, StateLabel

HEADING = _("E-mails that did not arrive")
KEPT = StateLabel(_("Can be sent again"), ATTENTION)
FORGOTTEN = StateLabel(_("Its text is forgotten"), NEUTRAL)


class LetterTable(tables.Table):
    """Whereto, about what, and why it did not arrive; never the text."""

    state = StateColumn(lambda letter: KEPT if letter.sealed else FORGOTTEN)
    address = tables.Column(orderable=False)
    kind = tables.Column(verbose_name=_("About"), orderable=False)
    problem = tables.Column(verbose_name=_("Why"), orderable=False)
    given_up_at = MomentColumn(verbose_name=_("Given up on"))
    again = tables.TemplateColumn(
        verbose_name=_("Send again"),
        template_name="notifications/again.html",
        orderable=False,
        exclude_from_export=True,
    )

    class Meta:
        model = Letter
        fields = ("state", "address", "kind", "problem", "given_up_at", "again")
        attrs = {"caption": HEADING}

    def render_kind(self, value: str) -> Any:
        """What it is about, as people choose by."""
        return about_words(value)

    def render_problem(self, value: str) -> Any:
        """What the mail server said, in words."""
        return problem_words(value)

    # A file says the same as the page.
    value_kind, value_problem = render_kind, render_problem


class LetterFilter(django_filters.FilterSet):
    """Those that can still be sent."""

    stuck = django_filters.BooleanFilter(
        label=_("Can be sent again"),
        method="with_text",
        widget=forms.Select(choices=[("", _("All")), ("true", _("Yes"))]),
    )

    class Meta:
        model = Letter
        fields: ClassVar[list[str]] = []

    def with_text(self, rows: Any, name: str, value: bool) -> Any:
        """Those with their text; everything for any other answer."""
        return rows.stuck() if value else rows


class LetterList(ScopedListPage):
    """What was given up in the last three months."""

    model = Letter
    permission = SEND_AGAIN
    template_name = "notifications/letters.html"
    table_class = LetterTable
    filterset_class = LetterFilter
    heading = HEADING
    lead = _(
        "First mend what was wrong: the address in the account, or our account at the mail server. "
        "The text of an e-mail stays for two weeks after it was given up."
    )
    empty_text = _("Every e-mail of the last three months arrived, or is still being tried.")

    def get_queryset(self) -> Any:
        """The latest first."""
        return super().get_queryset().order_by("-given_up_at", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many can be sent again."""
        count = Letter.objects.visible_to(self.request.user).stuck().count()
        return super().get_context_data(stuck=count, **kwargs)


class AllAgain(SignedInPage, View):
    """Send all of them again."""

    permission = SEND_AGAIN
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Put them back in the outbox."""
        count = send_all_again(actor=request.user)
        words = ngettext(
            "%(count)d e-mail is being sent again.",
            "%(count)d e-mails are being sent again.",
            count,
        )
        messages.success(request, words % {"count": count})
        return redirect("letter-list")


class LetterAgain(SignedInPage, View):
    """Send one of them again."""

    permission = SEND_AGAIN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        """Put it back in the outbox; pressed twice, it is there once."""
        # Also one that waits again by now and is not in the list any more.
        letter = get_object_or_404(Letter, uuid=uuid)
        send_again(letter, actor=request.user)
        words = _("The e-mail to %(address)s is being sent again.")
        messages.success(request, words % {"address": letter.address})
        return redirect("letter-list")
