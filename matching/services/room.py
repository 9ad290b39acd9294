"""Whether own workers fit the seats that are offered to everybody (V35)."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.errors import NotNow
from matching.enums import RATABLE_APPLICATIONS
from matching.models import IntakeRound, OwnEmployerPlace
from matching.reports.words import place_name
from matching.services.places import caps_above, places

FULL = ngettext_lazy(
    "At %(place)s one more own worker would have a place offered to everybody than there are left.",
    "At %(place)s %(count)d more own workers would have a place offered to everybody than there are"
    " left.",
    "count",
)
LIMITED = _("The limit of %(whose)s over all its positions leaves no such place for an own worker.")
TO_HOST = _("Choose an extra place for your own worker instead.")
TO_COORDINATOR = _("The host can make it an extra place: ask the employer again.")


def require_room(
    intake: IntakeRound, also: Iterable[OwnEmployerPlace] = (), remedy: Any = TO_COORDINATOR
) -> None:
    """Raise `NotNow` with a sentence for every position and host that promised too many seats.

    Counted are the agreed places of the round, and these beside; ``remedy`` says what to do.
    """
    asking = {row.pk: row for row in [*_fixed(intake), *also] if row.seat_offered_to_all}
    if not asking:
        return
    offered = places(intake)
    left = {row["id"]: row["capacity"] for row in offered["positions"]}
    positions = {str(row.position.uuid): row.position for row in asking.values()}
    wanted = Counter(str(row.position.uuid) for row in asking.values())
    sentences: list[Any] = [
        FULL % {"place": place_name(positions[key]), "count": number - left[key]}
        for key, number in wanted.items()
        if number > left[key]
    ]
    shared = {row["id"]: row["capacity"] for row in offered["caps"]}
    under: Counter[str] = Counter()
    hosts: dict[str, Any] = {str(intake.pathway.uuid): intake.pathway}
    for key, number in wanted.items():
        for cap in caps_above(offered, key):
            under[cap] += number
            hosts.setdefault(cap, positions[key].host)
    sentences += [
        LIMITED % {"whose": hosts[cap]} for cap, number in under.items() if number > shared[cap]
    ]
    if sentences:
        raise NotNow(_("There is no place left for this."), [*sentences, remedy])


def _fixed(intake: IntakeRound) -> Any:
    rows = OwnEmployerPlace.objects.fixed().filter(
        application__intake_round=intake, application__state__in=RATABLE_APPLICATIONS
    )
    return rows.select_related("position__workplace__establishment__organisation")
