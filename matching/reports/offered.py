"""What a student who ranks positions reads about each: schedule, places, rules of its host."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.models import IntakeRound
from matching.services.minimums import announced
from matching.services.places import free_in, host_of, places, taken_in
from trajectories.models import Position


def offers_of_round(intake: IntakeRound) -> list[tuple[Position, str]]:
    """Every position of the round with a few sentences, in a constant number of queries."""
    pathway = intake.pathway
    rows = pathway.positions.select_related("workplace__establishment__organisation")
    limits = dict(pathway.host_limits.values_list("organisation", "capacity"))
    free, taken, minimums = free_in(places(intake)), taken_in(pathway), announced(intake)
    return [
        (
            row,
            " ".join(
                _sentences(
                    row,
                    is_free=free[str(row.uuid)] > 0,
                    taken=taken[row.pk],
                    limit=limits.get(host_of(row)),
                    minimum=min(row.minimum, minimums.get(str(row.uuid), 0)),
                )
            ),
        )
        for row in rows
    ]


def _sentences(
    position: Position, *, is_free: bool, taken: int, limit: int | None, minimum: int
) -> Iterator[str]:
    yield _("%(schedule)s. Number of places: %(count)d.") % {
        "schedule": position.schedule_nl.rstrip(".").capitalize(),
        "count": position.capacity,
    }
    if not is_free:
        yield _("No place is free now; that can change until the lists are sealed.")
    elif taken:
        yield ngettext(
            "%(count)d of them is taken already.", "%(count)d of them are taken already.", taken
        ) % {"count": taken}
    if limit is not None:
        yield ngettext(
            "The host takes at most %(count)d student over all its places together.",
            "The host takes at most %(count)d students over all its places together.",
            limit,
        ) % {"count": limit}
    if minimum:
        yield _("Takes at least %(count)d students, or none.") % {"count": minimum}
