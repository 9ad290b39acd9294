"""What files of limits and of positions share: no minimum lies above a limit."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.importing import Lookup, cannot_undo, events_of_run
from core.models import ImportRun
from trajectories.models import Pathway
from trajectories.services.limits import always_closed, limits_in, too_low

# Where the history of what these files write says which pathway it is about.
PATHWAYS_OF = {
    "trajectories.Pathway": "pgh_obj_id",
    "trajectories.HostLimit": "pathway_id",
    "trajectories.Position": "pathway_id",
}


def held_pathways(keys: set[int]) -> dict[int, Pathway]:
    """The pathways, held until the end as services do: nobody seals between two lines."""
    return Pathway.objects.select_for_update(of=("self",)).order_by("pk").in_bulk(keys)


# Comes before every lookup that reads what the services write under this lock.
HELD_PATHWAY = Lookup(name="pathway", key=lambda row: row["pathway_code"].pk, load=held_pathways)


@contextmanager
def room_for_minimums(run: ImportRun) -> Iterator[None]:
    """Around the undoing of such a file: earlier limits and minimums must fit together again.

    Raises `NotNow` with the positions that would always close. The pathways are held first, as
    services do.
    """
    keys = pathways_of(run)
    held_pathways(keys)
    yield
    if found := always_closed(limits_in(keys)):
        raise cannot_undo(map(too_low, found))


def pathways_of(run: ImportRun) -> set[int]:
    """The pathways about which an import wrote something."""
    return {
        key
        for label, name in PATHWAYS_OF.items()
        if label in run.footprint
        for key in events_of_run(run, label).values_list(name, flat=True).distinct()
    }
