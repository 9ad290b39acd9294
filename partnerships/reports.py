"""Read queries of this room, with what lists need in one query."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet

from partnerships.enums import Role
from partnerships.models import (
    EstablishmentUnit,
    FrameworkAgreement,
    Membership,
    Organisation,
    Partnership,
    Person,
    Recognition,
)
from partnerships.sign_in_states import with_sign_in
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


def people_for(user: Any) -> Any:
    """People whose sign-in the person looks after, with how it stands and with those of their
    roles through which it does: ``shown_roles``.
    """
    roles = Membership.objects.looked_after_by(user).select_related("organisation")
    return (
        with_sign_in(Person.objects.visible_to(user))
        .prefetch_related(Prefetch("memberships", roles, to_attr="shown_roles"))
        .order_by("last_name", "first_name", "pk")
    )


def roles_waiting(user: Any, people: Any) -> list[tuple[str, int]]:
    """How many of these people there are per role through which the person sees them."""
    held = Membership.objects.looked_after_by(user).filter(user__in=people.values("pk"))
    counted = held.order_by().values_list("role").annotate(Count("user", distinct=True))
    numbers = dict(counted)
    return [(str(role.label), numbers[role]) for role in Role if role in numbers]


def sites_of(host: Organisation, user: Any) -> QuerySet[EstablishmentUnit]:
    """A host's sites with the recognitions that the person may see, newest first."""
    recognitions = Recognition.objects.visible_to(user).select_related("programme")
    return (
        EstablishmentUnit.objects.visible_to(user)
        .filter(organisation=host)
        .prefetch_related(Prefetch("recognitions", recognitions.order_by("-valid_to")))
    )


def lasting_recognitions() -> QuerySet[Recognition]:
    """Recognitions that nothing follows."""
    later = Recognition.objects.filter(
        establishment=OuterRef("establishment"),
        programme=OuterRef("programme"),
        valid_from__gt=OuterRef("valid_from"),
    )
    rows = Recognition.objects.exclude(Exists(later))
    return rows.select_related("establishment", "programme")


def lasting_frameworks() -> QuerySet[FrameworkAgreement]:
    """Arrangements that nothing follows."""
    later = FrameworkAgreement.objects.filter(
        partnership=OuterRef("partnership"), valid_from__gt=OuterRef("valid_from")
    )
    rows = FrameworkAgreement.objects.exclude(Exists(later))
    return rows.select_related("partnership__host", "partnership__institution")


def ending_recognitions(institutions: list[int], today: date) -> QuerySet[Recognition]:
    """Recognitions that end soon or ended lately, while nothing follows them."""
    return _ending(lasting_recognitions().filter(institution__in=institutions), today)


def ending_frameworks(institutions: list[int], today: date) -> QuerySet[FrameworkAgreement]:
    """Arrangements that end soon or ended lately, while nothing follows them."""
    held = lasting_frameworks().filter(partnership__institution__in=institutions)
    return _ending(held, today)


def _ending(rows: Any, today: date) -> Any:
    return rows.filter(valid_to__gte=today - BEHIND, valid_to__lte=today + AHEAD)
