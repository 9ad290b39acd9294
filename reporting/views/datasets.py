"""What can be fetched, and what was."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core.access import SignedInPage
from core.views.pages import Breadcrumb, Page, ScopedListPage
from reporting import tables
from reporting.datasets import DATASETS
from reporting.models import ExportLog
from reporting.views.common import READER, crumb


class DatasetList(SignedInPage, Page, TemplateView):
    """The catalogue."""

    permission = READER
    template_name = "reporting/dataset_list.html"
    heading = _("Data")
    lead = _("Pseudonymised data of all pilots. No page here shows anything about a person.")
    extra_context = {"datasets": list(DATASETS.values())}


class DatasetPage(SignedInPage, Page, TemplateView):
    """A dataset: its dictionary, and how a program fetches it."""

    permission = READER
    template_name = "reporting/dataset_detail.html"

    @cached_property
    def dataset(self) -> Any:
        """The dataset in the address, else 404."""
        if self.kwargs["code"] not in DATASETS:
            raise Http404
        return DATASETS[self.kwargs["code"]]

    def get_heading(self) -> Any:
        """The dataset's title."""
        return self.dataset.title

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The catalogue."""
        return [crumb(_("Data"), "dataset-list")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The dictionary and the two addresses that a program needs."""
        return super().get_context_data(
            dataset=self.dataset,
            lead=self.dataset.description,
            filters=sorted(self.dataset.filters.items()),
            token_url=self.request.build_absolute_uri(reverse("idp:oidc:token")),
            data_url=self.request.build_absolute_uri(
                reverse("dataset-data", args=[self.dataset.code])
            ),
            **kwargs,
        )


class ExportList(ScopedListPage):
    """What the organisation's programs fetched, newest first."""

    model = ExportLog
    permission = READER
    table_class = tables.ExportTable
    filterset_fields: ClassVar[list[str]] = []
    queryset_related = ("client",)
    heading = _("Exports")
    lead = _("Every time that a program of your organisation fetched data.")
    empty_text = _("Nothing was fetched yet.")
