"""What this room adds to a person's home page and menu."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import menu
from core.access import scope
from core.todo import Figure, figure_sources
from core.workflow import INSTITUTION, MINISTRY
from partnerships.models import ApiClient
from reporting.datasets import DATASETS
from reporting.models import ExportLog

READ = "reporting.see_datasets"
READERS = frozenset({MINISTRY, INSTITUTION})

menu.entries.register(
    menu.Entry(
        label=_("Data"),
        url_name="reporting:dataset-list",
        icon="download",
        audiences=READERS,
        permission=READ,
        aside=True,
        order=70,
    )
)
menu.entries.register(
    menu.Entry(
        label=_("API clients"),
        url_name="reporting:client-list",
        icon="lock",
        audiences=READERS,
        permission=READ,
        aside=True,
        order=71,
    )
)
menu.entries.register(
    menu.Entry(
        label=_("Exports"),
        url_name="reporting:export-list",
        icon="document",
        audiences=READERS,
        permission=READ,
        aside=True,
        order=72,
    )
)


@figure_sources.register
def what_there_is(user: Any, audience: str) -> Iterable[Figure]:
    """Datasets, programs and exports of an analyst's organisation."""
    if audience == MINISTRY:
        yield Figure(
            value=len(DATASETS), label=_("datasets"), url=reverse("reporting:dataset-list")
        )
        for model, label, name in (
            (ApiClient, _("API clients"), "client-list"),
            (ExportLog, _("exports"), "export-list"),
        ):
            count = scope(model, user).count()
            yield Figure(value=count, label=label, url=reverse(f"reporting:{name}"))
