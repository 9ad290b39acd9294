"""People and how they sign in: the list, one person, a new colleague, what can be done."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from accounts.confirming import confirm_first, confirmed_lately
from accounts.impersonation import (
    CONFIRMED_TO_BEGIN,
    CONFIRMED_TO_OPEN,
    begin,
    note_begin,
    require_second_step,
)
from core.access import ScopedPage
from core.errors import NotNow, Refused
from core.permissions import refusal, require
from core.views.pages import (
    Breadcrumb,
    ScopedDetailPage,
    ScopedListPage,
    ServiceFormMixin,
    ServiceFormPage,
)
from partnerships import filters, forms, reports, roles, tables
from partnerships.inviting import to_invite
from partnerships.models import Membership, Person
from partnerships.people_history import history_of
from partnerships.people_verbs import BY_NAME, PersonVerb, buttons_for
from partnerships.people_words import in_words
from partnerships.sign_in_states import sign_in_badge


def people_crumb() -> Breadcrumb:
    """The list, as a step of the way here."""
    return (_("People"), reverse("people:person-list"))


class PersonList(ScopedListPage):
    """Everybody whose sign-in the reader looks after."""

    model = Person
    permission = "partnerships.manage_people"
    template_name = "partnerships/person_list.html"
    table_class = tables.PersonTable
    filterset_class = filters.PersonFilter
    heading = _("People")
    lead = _("Who works and learns here, and how they sign in.")
    empty_text = _("Nobody is known here yet.")
    create_url_name = "people:person-create"
    create_permission = "partnerships.give_role"
    create_label = _("Add a colleague")

    def get_queryset(self) -> Any:
        """With state, second step, and the roles that the reader may know."""
        return reports.people_for(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many wait for an invitation."""
        waiting = to_invite(self.request.user).count()
        return super().get_context_data(waiting=waiting, **kwargs)


class PersonPage(ScopedPage):
    """A page about one person within the reader's scope."""

    model = Person
    permission = "partnerships.manage_people"

    def get_queryset(self) -> Any:
        """As in the list."""
        return reports.people_for(self.request.user)  # type: ignore[attr-defined]


class PersonDetail(PersonPage, ScopedDetailPage):
    """One person: roles, how signing in stands, what can be done."""

    template_name = "components/detail_page.html"
    object: Any

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list of people."""
        return [people_crumb()]

    def get_summary(self) -> list[tuple[Any, ...]]:
        """Who it is, and how signing in stands."""
        person = self.object
        rows: list[tuple[Any, ...]] = [
            (_("E-mail address"), person.email),
            (_("Roles"), [in_words(role) for role in person.shown_roles] or _("none")),
            (_("Language"), person.get_language_display()),
            (_("Last signed in"), _moment(person.last_login) or _("never")),
            (_("Signs in with two steps"), _("Yes") if person.two_steps else _("No")),
        ]
        if person.invited_at:
            rows.append((_("Invitation sent"), _moment(person.invited_at)))
            rows.append((_("Invitation works until"), _moment(person.invited_until)))
        if person.is_administrator:
            rows.append((_("Also"), _("platform administrator")))
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The badge and the verbs; what happened, for who has a full say over the person.

        Elsewhere others acted: who they are is nobody's business here (V34).
        """
        person, user = self.object, self.request.user
        reason = refusal(user, "partnerships.manage_sign_in", person)
        extra = {
            "badge": sign_in_badge(person),
            "actions": buttons_for(person, user),
            "timeline": None if reason else history_of(person),
            "lead": reason or "",
        }
        return super().get_context_data(**extra | kwargs)


class ColleagueCreate(ServiceFormPage):
    """A new colleague: person, role and invitation in one step."""

    permission = "partnerships.give_role"
    form_class = forms.ColleagueForm
    heading = _("Add a colleague")
    lead = _(
        "The person gets an e-mail with a link to choose a password. Who can sign in already is"
        " told about the new role."
    )
    submit_label = _("Add and invite")
    success_message = _("Added. The e-mail is on its way.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Organisations and roles that the reader may fill in."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list of people."""
        return [people_crumb()]

    def run(self, form: Any) -> Membership:
        """Add the person."""
        return roles.add_colleague(actor=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        """The new colleague."""
        return reverse("people:person-detail", args=[self.result.user.uuid])

    def get_cancel_url(self) -> str:
        """Back to the list."""
        return reverse("people:person-list")


class PersonFormPage(PersonPage, ServiceFormMixin, SingleObjectMixin, FormView):
    """A form or a confirmation about one person."""

    template_name: str | None = "components/confirm.html"
    form_class: type[django_forms.BaseForm] = django_forms.Form
    means: Sequence[Any] = ()

    @cached_property
    def object(self) -> Any:
        """The person, after the page's rule."""
        return self.get_object()

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """People, this person."""
        return [people_crumb(), (str(self.object), self.get_success_url())]

    def get_success_url(self) -> str:
        """Back to the person."""
        return reverse("people:person-detail", args=[self.object.uuid])

    def get_cancel_url(self) -> str:
        """Back to the person."""
        return self.get_success_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it means, before it is done."""
        return super().get_context_data(**{"consequences": self.means} | kwargs)


class PersonVerbPage(PersonFormPage):
    """One verb of the table: what it means, then one button."""

    verb_name: ClassVar[str] = ""

    @property
    def verb(self) -> PersonVerb:
        """The verb's line in the table."""
        return BY_NAME[self.verb_name]

    def get_object(self, queryset: Any = None) -> Any:
        """The person in the reader's scope, after the verb's own rule."""
        row = super().get_object(queryset)
        require(self.request.user, self.verb.permission, row)
        return row

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page only when the verb makes sense now."""
        if not self.verb.fits(self.object):
            raise NotNow(_("This does not fit how signing in stands for this person now."))
        return super().get(request, *args, **kwargs)

    def run(self, form: Any) -> None:
        """Do it, and say that it is done."""
        self.verb.service(self.object, actor=self.request.user)
        messages.success(self.request, str(self.verb.done))

    def get_heading(self) -> Any:
        """The verb and the name."""
        return _("%(verb)s: %(name)s") % {"verb": self.verb.label, "name": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The verb is the button's."""
        extra = {"submit_label": self.verb.label, "consequences": self.verb.means}
        return super().get_context_data(**extra | kwargs)


class PersonLastDay(PersonFormPage):
    """When a role ends: which one, and the day."""

    template_name = "components/form_page.html"
    form_class = forms.LastDayForm
    submit_label = _("Save the last day")
    success_message = _("Saved. The person is told.")
    lead = _(
        "After this day the person no longer sees what belongs to the role. What the person did"
        " stays, and nothing is handed over by itself."
    )

    def get_object(self, queryset: Any = None) -> Any:
        """Somebody with a role whose last day the reader may set (403 otherwise)."""
        row = super().get_object(queryset)
        self.roles = roles.changeable_roles(row, self.request.user)
        if not self.roles:
            raise Refused(_("Only who may give a role says when it ends; nobody ends an own one."))
        return row

    def get_form_kwargs(self) -> dict[str, Any]:
        """The roles to choose from."""
        self.object  # noqa: B018  asked for its roles, and its refusal
        return super().get_form_kwargs() | {"roles": self.roles}

    def run(self, form: Any) -> Any:
        """Set the day."""
        return roles.set_last_day(self.object, actor=self.request.user, **form.cleaned_data)

    def get_heading(self) -> Any:
        """Whose role."""
        return _("Last day of a role: %(name)s") % {"name": self.object}


class PersonLook(PersonFormPage):
    """Begin to look with the person's eyes: a reason, what it means, one button."""

    permission = "accounts.impersonate"
    form_class = forms.LookForm
    submit_label = _("Look with these eyes")
    means = (
        _("You see what this person sees, student files too, for half an hour at most."),
        _("The person hears of it now, with your name and the reason."),
        _("Every page you open is noted for good, and what you change under both names."),
        _("Signing, answering an offered place, people and the account itself stay closed."),
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Not without a second step of one's own, given once more just now."""
        require(request.user, self.permission or "", self.object)
        require_second_step(request.user)
        if not confirmed_lately(request, CONFIRMED_TO_OPEN):
            return confirm_first(request)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever finds the browser of an administrator open does not begin."""
        require(request.user, self.permission or "", self.object)
        require_second_step(request.user)
        if not confirmed_lately(request, CONFIRMED_TO_BEGIN):
            return confirm_first(request)
        return super().post(request, *args, **kwargs)

    def run(self, form: Any) -> None:
        """Note it, tell the person, and go on as the person in this browser."""
        look = note_begin(self.object, actor=self.request.user, reason=form.cleaned_data["reason"])
        begin(self.request, look)

    def get_heading(self) -> Any:
        """Whose eyes."""
        return _("Look with the eyes of %(name)s") % {"name": self.object}

    def get_success_url(self) -> str:
        """The person's own start page, once it began; before that, back to the person."""
        return reverse("home") if hasattr(self, "result") else super().get_success_url()


def _moment(when: Any) -> str:
    return date_format(localtime(when), "DATETIME_FORMAT") if when else ""
