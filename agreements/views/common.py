"""What the pages of this room share."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.views.pages import Breadcrumb


def list_crumb() -> Breadcrumb:
    """The list of agreements as a step of the way here."""
    return (_("Agreements"), reverse("agreements:agreement-list"))


def templates_crumb() -> Breadcrumb:
    """The list of model clauses as a step of the way here."""
    return (_("Model clauses"), reverse("agreements:clausetemplate-list"))


def detail_crumb(agreement: Any) -> Breadcrumb:
    """The agreement as a step of the way here."""
    return (str(agreement), detail_url(agreement))


def detail_url(agreement: Any) -> str:
    """The page of an agreement."""
    return reverse("agreements:agreement-detail", args=[agreement.uuid])


def edit_url(agreement: Any) -> str:
    """The task list of an agreement's clauses."""
    return reverse("agreements:agreement-edit", args=[agreement.uuid])
