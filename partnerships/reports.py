"""Read queries of this room, with what lists need in one query."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet

from partnerships.models import (
    EstablishmentUnit,
    FrameworkAgreement,
    Organisation,
    Partnership,
    Recognition,
)
from partnerships.standing import standing_of

# How long before its end an arrangement asks to be renewed.
AHEAD = timedelta(days=60)
# What ended longer ago than this was let go on purpose.
BEHIND = timedelta(days=120)


def hosts_for(user: Any) -> QuerySet[Organisation]:
    """Hosts that the person may see: how many sites, and whether we work together already."""
    mine = standing_of(user).institutions()
    partner = Partnership.objects.filter(host=OuterRef("pk"), institution__in=mine)
    return (
        Organisation.objects.visible_to(user)
        .hosts()
        .select_related("host_profile")
        .annotate(site_count=Count("establishments", distinct=True), is_partner=Exists(partner))
        .order_by("name_nl", "pk")
    )


def sites_of(host: Organisation, user: Any) -> QuerySet[EstablishmentUnit]:
    """A host's sites with the recognitions that the person may see, newest first."""
    recognitions = Recognition.objects.visible_to(user).select_related("programme")
    return (
        EstablishmentUnit.objects.visible_to(user)
        .filter(organisation=host)
        .prefetch_related(Prefetch("recognitions", recognitions.order_by("-valid_to")))
    )


def ending_recognitions(institutions: list[int], today: date) -> QuerySet[Recognition]:
    """Recognitions that end soon or ended lately, while nothing follows them."""
    rows = _ending(Recognition.objects.filter(institution__in=institutions), today)
    later = Recognition.objects.filter(
        establishment=OuterRef("establishment"),
        programme=OuterRef("programme"),
        valid_from__gt=OuterRef("valid_from"),
    )
    return rows.exclude(Exists(later)).select_related("establishment", "programme")


def ending_frameworks(institutions: list[int], today: date) -> QuerySet[FrameworkAgreement]:
    """Arrangements that end soon or ended lately, while nothing follows them."""
    held = FrameworkAgreement.objects.filter(partnership__institution__in=institutions)
    later = FrameworkAgreement.objects.filter(
        partnership=OuterRef("partnership"), valid_from__gt=OuterRef("valid_from")
    )
    rows = _ending(held, today).exclude(Exists(later))
    return rows.select_related("partnership__host", "partnership__institution")


def _ending(rows: Any, today: date) -> Any:
    return rows.filter(valid_to__gte=today - BEHIND, valid_to__lte=today + AHEAD)
