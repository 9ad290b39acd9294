"""Pages about who takes part."""

from collections.abc import Sequence
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.access import scope
from core.documents.sections import section_of
from core.views.pages import Breadcrumb, ScopedDetailPage, ScopedListPage, ServiceFormPage
from partnerships import filters, forms, reports, services, tables
from partnerships.attachments import EVIDENCE
from partnerships.enums import Role
from partnerships.models import (
    EstablishmentUnit,
    FrameworkAgreement,
    Organisation,
    Partnership,
    Recognition,
)
from partnerships.standing import standing_of

HOSTS = (_("Hosts"), "partnerships:host-list")
PARTNERSHIPS = (_("Partnerships"), "partnerships:partnership-list")
RECOGNITIONS = (_("Recognitions"), "partnerships:recognition-list")


def crumb(entry: tuple[Any, str]) -> Breadcrumb:
    """A list as a step of the way here."""
    return (entry[0], reverse(entry[1]))


class HostList(ScopedListPage):
    """Hosts that an institution can work with."""

    model = Organisation
    permission = "partnerships.find_hosts"
    table_class = tables.HostTable
    filterset_class = filters.HostFilter
    heading = _("Hosts")
    lead = _("Every host that any institution knows. You decide with whom you work.")
    empty_text = _("No host is known yet. Import your hosts to begin.")

    def get_queryset(self) -> Any:
        """With the number of sites and whether we work together."""
        return reports.hosts_for(self.request.user)


class HostDetail(ScopedDetailPage):
    """A host: its sites, for which programmes they are recognised, our partnership."""

    model = Organisation
    permission = "partnerships.see_partnerships"
    template_name = "partnerships/host_detail.html"
    queryset_related = ("host_profile",)

    def get_queryset(self) -> Any:
        """Hosts only."""
        return super().get_queryset().hosts()  # type: ignore[attr-defined]

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list of hosts, for those who have it."""
        return [crumb(HOSTS)] if self.request.user.has_perm("partnerships.find_hosts") else []

    def get_summary(self) -> list[tuple[Any, ...]]:
        """Who it is."""
        profile = self.object.host_profile
        return [
            (_("Kind"), profile.get_host_kind_display()),
            (_("Sector"), profile.sector),
            (_("Size"), profile.get_size_class_display()),
            (_("Enterprise number"), self.object.enterprise_number_for_people),
            (_("General mailbox"), self.object.email),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sites, the partnerships in the reader's scope, and what the reader may begin."""
        user = self.request.user
        partnerships = scope(Partnership, user).filter(host=self.object)
        mine = standing_of(user).institutions()
        context = super().get_context_data(
            sites=reports.sites_of(self.object, user),
            partnerships=partnerships.select_related("institution", "host"),
            may_recognise=user.has_perm("partnerships.recognise_establishment"),
            may_start=user.has_perm("partnerships.arrange_partnership")
            and not partnerships.filter(institution__in=mine).exists(),
            **kwargs,
        )
        if self.object.pk not in standing_of(user).hosts():
            # Every institution reads this page: who wrote in it may work for another one (V34).
            context["timeline"] = None
        return context


class PartnershipCreate(ServiceFormPage):
    """Begin to work with a host."""

    permission = "partnerships.arrange_partnership"
    form_class = forms.PartnershipForm
    heading = _("Start a partnership")
    submit_label = _("Start the partnership")
    success_message = _("The partnership has started. Now write down the arrangements.")

    @cached_property
    def host(self) -> Any:
        """The host, within the reader's scope."""
        hosts = scope(Organisation, self.request.user).hosts()  # type: ignore[attr-defined]
        return get_object_or_404(hosts, uuid=self.kwargs["uuid"])

    @cached_property
    def institution(self) -> Any:
        """The institution for which the person coordinates."""
        own = standing_of(self.request.user).institutions({Role.COORDINATOR})
        return Organisation.objects.get(pk=own[0])

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """Hosts, this host."""
        return [crumb(HOSTS), (str(self.host), self.get_cancel_url())]

    def run(self, form: Any) -> Partnership:
        """Start it for the coordinator's institution."""
        return services.start_partnership(
            self.host,
            actor=self.request.user,
            institution=self.institution,
            started_on=form.cleaned_data["started_on"],
        )

    def get_success_url(self) -> str:
        """The new partnership."""
        return reverse("partnerships:partnership-detail", args=[self.result.uuid])

    def get_cancel_url(self) -> str:
        """Back to the host."""
        return reverse("partnerships:host-detail", args=[self.host.uuid])


class PartnershipList(ScopedListPage):
    """Who works with whom."""

    model = Partnership
    permission = "partnerships.see_partnerships"
    table_class = tables.PartnershipTable
    filterset_class = filters.PartnershipFilter
    queryset_related = ("host", "institution")
    heading = _("Partnerships")
    empty_text = _("You do not work with a partner yet. A coordinator starts one from a host.")


class PartnershipDetail(ScopedDetailPage):
    """A partnership with its arrangements."""

    model = Partnership
    permission = "partnerships.see_partnerships"
    template_name = "partnerships/partnership_detail.html"
    queryset_related = ("host", "institution")

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list of partnerships."""
        return [crumb(PARTNERSHIPS)]

    def get_summary(self) -> list[tuple[Any, ...]]:
        """Who works together, since when."""
        host_url = reverse("partnerships:host-detail", args=[self.object.host.uuid])
        return [
            (_("Institution"), self.object.institution),
            (_("Host"), self.object.host, host_url),
            (_("Since"), date_format(self.object.started_on)),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The arrangements, newest first, and whether the reader may make new ones."""
        may = self.request.user.has_perm(
            "partnerships.arrange_partnership", self.object.institution
        )
        frameworks = [
            (framework, tables.validity(framework))
            for framework in self.object.framework_agreements.all()
        ]
        return super().get_context_data(frameworks=frameworks, may_arrange=may, **kwargs)


class FrameworkCreate(ServiceFormPage):
    """Write down the arrangements of a partnership."""

    permission = "partnerships.arrange_partnership"
    form_class = forms.FrameworkForm
    heading = _("Write down the arrangements")
    lead = _("What you agreed before the first student starts: the points of the advice.")
    submit_label = _("Record the arrangements")
    success_message = _("The arrangements are recorded.")

    @cached_property
    def partnership(self) -> Any:
        """The partnership, within the reader's scope."""
        rows = scope(Partnership, self.request.user).select_related("host", "institution")
        return get_object_or_404(rows, uuid=self.kwargs["uuid"])

    def get_form_kwargs(self) -> dict[str, Any]:
        """Signatories are people of the two partners."""
        return super().get_form_kwargs() | {"partnership": self.partnership}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Seventeen fields in four groups."""
        return super().get_context_data(fieldsets=forms.FRAMEWORK_GROUPS, **kwargs)

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """Partnerships, this partnership."""
        return [crumb(PARTNERSHIPS), (str(self.partnership), self.get_cancel_url())]

    def run(self, form: Any) -> FrameworkAgreement:
        """Record them."""
        return services.arrange_framework(
            self.partnership, actor=self.request.user, **form.cleaned_data
        )

    def get_success_url(self) -> str:
        """The arrangements themselves."""
        return reverse("partnerships:framework-detail", args=[self.result.uuid])

    def get_cancel_url(self) -> str:
        """Back to the partnership."""
        return reverse("partnerships:partnership-detail", args=[self.partnership.uuid])


class FrameworkDetail(ScopedDetailPage):
    """The arrangements between an institution and a host."""

    model = FrameworkAgreement
    permission = "partnerships.see_partnerships"
    template_name = "partnerships/framework_detail.html"
    queryset_related = (
        "partnership__host",
        "partnership__institution",
        "host_signatory",
        "coordinator",
    )

    def get_heading(self) -> Any:
        """Who arranged something."""
        return _("Arrangements with %(host)s") % {"host": self.object.partnership.host}

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """Partnerships, this partnership."""
        partnership = self.object.partnership
        url = reverse("partnerships:partnership-detail", args=[partnership.uuid])
        return [crumb(PARTNERSHIPS), (str(partnership), url)]

    def get_summary(self) -> list[tuple[Any, ...]]:
        """When, and who signed."""
        framework = self.object
        return [
            (_("Institution"), framework.partnership.institution),
            (_("Valid from"), date_format(framework.valid_from)),
            (_("Valid until"), date_format(framework.valid_to)),
            (_("Next joint evaluation"), date_format(framework.review_due)),
            (_("Signed on"), date_format(framework.signed_on)),
            (_("Signs for the host"), framework.host_signatory),
            (_("Signs for the institution"), framework.coordinator),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each arrangement with its name."""
        framework = self.object
        arrangements = [
            (
                framework._meta.get_field(name).verbose_name,
                getattr(framework, f"get_{name}_display", lambda n=name: getattr(framework, n))(),
            )
            for name in forms.ARRANGEMENTS
        ]
        return super().get_context_data(
            arrangements=arrangements, badge=tables.validity(framework), **kwargs
        )


class RecognitionList(ScopedListPage):
    """Recognised establishments."""

    model = Recognition
    permission = "partnerships.see_partnerships"
    table_class = tables.RecognitionTable
    filterset_class = filters.RecognitionFilter
    queryset_related = ("establishment", "programme")
    heading = _("Recognitions")
    lead = _("Which sites can teach which programme, as your institution judged it.")
    empty_text = _("Nothing is recognised yet. Choose a host and recognise one of its sites.")


class RecognitionDetail(ScopedDetailPage):
    """A recognition: what was judged, by whom, until when."""

    model = Recognition
    permission = "partnerships.see_partnerships"
    template_name = "partnerships/recognition_detail.html"
    queryset_related = (
        "establishment__organisation",
        "programme",
        "institution",
        "first_reviewer",
        "second_reviewer",
    )

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list of recognitions."""
        return [crumb(RECOGNITIONS)]

    def get_summary(self) -> list[tuple[Any, ...]]:
        """What was judged."""
        recognition = self.object
        host = recognition.establishment.organisation
        return [
            (_("Host"), host, reverse("partnerships:host-detail", args=[host.uuid])),
            (_("Site"), f"{recognition.establishment}, {recognition.establishment.address}"),
            (_("Programme"), recognition.programme),
            (_("Judgement"), recognition.get_judgement_display()),
            *([(_("Conditions"), recognition.conditions_nl)] if recognition.conditions_nl else []),
            (_("Valid from"), date_format(recognition.valid_from)),
            (_("Last day"), date_format(recognition.valid_to)),
            (_("Decided on"), date_format(recognition.decided_on)),
            (_("Reviewers"), [recognition.first_reviewer, recognition.second_reviewer]),
            (
                _("Risk assessment of the workplace"),
                date_format(recognition.risk_assessment_date),
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Does it hold today, and what does it rest on?"""
        documents = section_of(self.object, EVIDENCE, self.request.user)
        return super().get_context_data(
            badge=tables.validity(self.object), documents=documents, **kwargs
        )


class RecognitionCreate(ServiceFormPage):
    """Recognise an establishment for a programme."""

    permission = "partnerships.recognise_establishment"
    form_class = forms.RecognitionForm
    heading = _("Recognise a site")
    lead = _("Two people of the institution judge whether this site can teach the programme.")
    submit_label = _("Recognise this site")
    success_message = _("The site is recognised.")

    @cached_property
    def establishment(self) -> Any:
        """The site, within the reader's scope."""
        rows = scope(EstablishmentUnit, self.request.user).select_related("organisation")
        return get_object_or_404(rows, uuid=self.kwargs["uuid"])

    def get_form_kwargs(self) -> dict[str, Any]:
        """Programmes and reviewers of the institutions that the person leads."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_heading(self) -> Any:
        """Which site."""
        return _("Recognise %(site)s") % {"site": self.establishment}

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """Hosts, this host."""
        return [crumb(HOSTS), (str(self.establishment.organisation), self.get_cancel_url())]

    def run(self, form: Any) -> Recognition:
        """Recognise it."""
        return services.recognise_establishment(
            self.establishment, actor=self.request.user, **form.cleaned_data
        )

    def get_success_url(self) -> str:
        """The recognition."""
        return reverse("partnerships:recognition-detail", args=[self.result.uuid])

    def get_cancel_url(self) -> str:
        """Back to the host."""
        return reverse("partnerships:host-detail", args=[self.establishment.organisation.uuid])
