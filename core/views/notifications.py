"""What the platform told me, and how I want to hear of it."""

from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView, View

from core.access import PublicPage, SignedInPage, scope
from core.models import Notification
from core.notifications.enums import Delivery
from core.notifications.preferences import choices_of, choose, leave, read_token, topics_for
from core.notifications.service import mark_read
from core.tables import MomentColumn
from core.views.pages import Breadcrumb, Page, ScopedListPage, ServiceFormPage


class NotificationTable(tables.Table):
    """What happened, newest first."""

    subject = tables.TemplateColumn(
        verbose_name=_("What happened"),
        template_name="notifications/subject.html",
        orderable=False,
    )
    text = tables.Column(verbose_name=_("What it means"), orderable=False)
    created_at = MomentColumn(verbose_name=_("When"))

    class Meta:
        model = Notification
        fields = ("subject", "text", "created_at")
        attrs = {"caption": _("Notifications")}


class NotificationFilter(django_filters.FilterSet):
    """Those not read yet."""

    unread = django_filters.BooleanFilter(
        label=_("Not read yet"),
        method="not_read",
        widget=forms.Select(choices=[("", _("All")), ("true", _("Yes"))]),
    )

    class Meta:
        model = Notification
        fields: ClassVar[list[str]] = []

    def not_read(self, rows: Any, name: str, value: bool) -> Any:
        """The unread ones; everything for any other answer."""
        return rows.unread() if value else rows


class NotificationList(ScopedListPage):
    """Everything that the reader was told."""

    model = Notification
    template_name = "notifications/list.html"
    table_class = NotificationTable
    filterset_class = NotificationFilter
    heading = _("Notifications")
    empty_text = _("You have no notifications yet. What happens with your work appears here.")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Mark all of them as read."""
        count = mark_read(scope(Notification, request.user), actor=request.user)
        words = ngettext(
            "%(count)d notification is marked as read.",
            "%(count)d notifications are marked as read.",
            count,
        )
        messages.success(request, words % {"count": count})
        return redirect("notifications")


class NotificationOpen(SignedInPage, View):
    """On to the page that a notification is about; it counts as read from then."""

    def get(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        """Redirect there, or to the list where there is no such page."""
        rows = scope(Notification, request.user).filter(uuid=uuid)
        notification = get_object_or_404(rows)
        mark_read(rows, actor=request.user)
        return redirect(notification.path or "notifications")


class PreferencesForm(forms.Form):
    """A choice per topic."""

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = choices_of(person)
        for topic in topics_for(person):
            if not topic.required:
                self.fields[topic.name] = forms.ChoiceField(
                    label=topic.label,
                    choices=Delivery.choices,
                    initial=chosen[topic.name],
                    widget=forms.RadioSelect,
                )


class NotificationPreferences(ServiceFormPage):
    """How the reader wants to hear of each topic."""

    template_name = "notifications/preferences.html"
    form_class = PreferencesForm
    heading = _("What you hear by e-mail")
    lead = _("Everything also stands in your list of notifications on the platform.")
    submit_label = _("Save your choices")
    success_message = _("Your choices are saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The topics that this person can hear of."""
        return super().get_form_kwargs() | {"person": self.request.user}

    def get_breadcrumbs(self) -> list[Breadcrumb]:
        """The list of notifications."""
        return [(_("Notifications"), self.get_success_url())]

    def run(self, form: Any) -> None:
        """Keep the choices."""
        choose(self.request.user, form.cleaned_data)

    def get_success_url(self) -> str:
        """The list of notifications."""
        return redirect("notifications").url

    def get_cancel_url(self) -> str:
        """The list of notifications."""
        return self.get_success_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What comes whatever one chooses."""
        always = [topic for topic in topics_for(self.request.user) if topic.required]
        return super().get_context_data(always=always, **kwargs)


# Mail programs press this button for their reader, without a page before it (RFC 8058): the
# signed address itself is the permission.
@method_decorator(csrf_exempt, name="dispatch")
class Unsubscribe(PublicPage, Page, TemplateView):
    """No more e-mails about one topic, or no daily one, without signing in."""

    template_name = "notifications/unsubscribe.html"
    heading = _("No more e-mails about this")

    def get_heading(self) -> Any:
        """What one leaves."""
        daily = self.found and self.found[1] is None
        return _("No daily e-mail any more") if daily else self.heading

    @cached_property
    def found(self) -> Any:
        """The person and topic of the link; None for a damaged one."""
        return read_token(self.kwargs["token"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The topic; none for the daily e-mail, and for a damaged link, which is not known."""
        topic = self.found[1] if self.found else None
        return super().get_context_data(known=bool(self.found), topic=topic, **kwargs)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """From now on the person finds it on the platform only."""
        if self.found:
            leave(*self.found)
        context = self.get_context_data(done=bool(self.found))
        return self.render_to_response(context, status=200 if self.found else 400)
