"""What an institution's own names of columns mean: asked once, remembered, forgettable."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from core.history import acting
from core.houses import house_of
from core.importing.headers import fold, recognised
from core.importing.importer import Importer
from core.models import ImportMapping


def remembered(importer: Importer, actor: Any) -> ImportMapping | None:
    """What was said before for this person's institution."""
    rows = ImportMapping.objects.filter(importer=importer.name)
    house = house_of(actor)
    return (rows.filter(house=house) if house else rows.filter(house=None)).first()


def columns_of(importer: Importer, actor: Any) -> Mapping[str, str]:
    """Folded names in files, and the columns that they are; what is no column any more is gone."""
    row = remembered(importer, actor)
    known = {"", *importer.cells}
    return {
        name: column for name, column in (row.columns if row else {}).items() if column in known
    }


@transaction.atomic
def remember(
    importer: Importer, header: Sequence[str], places: Sequence[str], *, actor: Any
) -> None:
    """Keep what the person said, as far as it is not what we know by ourselves."""
    own = recognised(importer, header, {}).places
    said = {
        fold(name): place
        for name, place, ours in zip(header, places, own, strict=True)
        if fold(name) and place != ours
    }
    row = remembered(importer, actor) or ImportMapping(
        importer=importer.name, house=house_of(actor)
    )
    before = {name: place for name, place in row.columns.items() if name not in map(fold, header)}
    if row.columns != before | said:
        row.columns = before | said
        with acting(actor, "import.remember"):
            row.save()


def forget_mapping(importer: Importer, *, actor: Any) -> None:
    """Ask again the next time."""
    row = remembered(importer, actor)
    if row:
        with acting(actor, "import.forget"):
            row.delete()
