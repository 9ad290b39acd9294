"""What files of limits and of positions share: no minimum lies above a limit."""

from core.importing import Lookup
from trajectories.models import Pathway


def held_pathways(keys: set[int]) -> dict[int, Pathway]:
    """The pathways, held until the end as services do: nobody seals between two lines."""
    return Pathway.objects.select_for_update(of=("self",)).order_by("pk").in_bulk(keys)


# Comes before every lookup that reads what the services write under this lock.
HELD_PATHWAY = Lookup(name="pathway", key=lambda row: row["pathway_code"].pk, load=held_pathways)
