"""Every sample file comes in as it is, and a second time changes nothing."""

import csv
from collections import Counter
from datetime import date

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db.models import Count

from core.importing.importer import in_order
from core.models import ImportRun
from matching.models import Application
from partnerships.models import Membership, Mentor, Partnership, Recognition, Workplace
from tests.imports.test_formats import as_xlsx, table
from tests.sample import BASIS, INTAKE, SAMPLE, import_sample, prepare_rounds
from trajectories.models import LearningOutcome, Pathway, Pilot

pytestmark = pytest.mark.django_db


def lines_of(name: str) -> list[dict[str, str]]:
    with (SAMPLE / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def as_workbook(name: str) -> ContentFile:
    """A sample file as a spreadsheet program would save it."""
    return ContentFile(as_xlsx(table(name)), name=f"{name}.xlsx")


# Columns that came after these files: a file without them still comes in.
CAME_LATER = {("positions", "minimum"), ("applications", "own_employer_position")}


def events() -> int:
    """All lines of history, but those of the imports themselves."""
    models = [m for m in apps.get_models() if m.__name__.endswith("Event")]
    return sum(m.objects.count() for m in models if m.__name__ != "ImportRunEvent")


def test_there_is_an_importer_for_every_sample_file():
    assert {one.name for one in in_order()} == {path.stem for path in SAMPLE.glob("*.csv")}


def test_columns_of_the_importers_are_those_of_the_files():
    for importer in in_order():
        names = [column.name for column in importer.columns]
        known = [name for name in names if (importer.name, name) not in CAME_LATER]
        assert known == list(lines_of(importer.name)[0])


def test_sample_comes_in_whole_and_a_second_time_changes_nothing():
    """V33: repeating an import makes no double, and an unchanged row leaves no history.

    The second time each file is a workbook: it says exactly the same.
    """
    first = import_sample(*BASIS)
    prepare_rounds()
    first |= import_sample(*INTAKE)
    assert first == {name: (len(lines_of(name)), 0, 0) for name in (*BASIS, *INTAKE)}
    assert states() == {"interviewed": 207, "ineligible": 5}
    history = events()
    again = import_sample(*BASIS, *INTAKE, form=as_workbook)
    assert again == {name: (0, 0, len(lines_of(name))) for name in again}
    assert events() == history
    assert ImportRun.objects.count() == 2 * len(again) + 1


def states() -> dict[str, int]:
    return dict(Counter(Application.objects.values_list("state", flat=True)))


def test_signals_of_the_sample_arrive():
    """The data's own README, chapter "Signals put in on purpose"."""
    import_sample(*BASIS)
    pathway = Pathway.objects.get(code="PW-LAO-26")
    placed = pathway.outcome_locations.values("outcome")
    gap = LearningOutcome.objects.filter(programme=pathway.programme).exclude(pk__in=placed)
    assert [outcome.code for outcome in gap] == ["TAX-PBA-LAO-LO08"]
    alone = Membership.objects.filter(organisation__code="ORG-014")
    assert [alone.count(), alone.values("user").distinct().count()] == [3, 1]
    lapsed = Recognition.objects.filter(valid_to=date(2026, 8, 31)).order_by("code")
    assert [one.code for one in lapsed] == ["REC-009", "REC-033"]
    substitutes = sum(1 for row in lines_of("mentors") if row["substitute_email"])
    assert Mentor.objects.exclude(substitute=None).count() == substitutes


def test_linked_rows_of_the_sample_arrive():
    import_sample(*BASIS)
    counts = Workplace.objects.filter(is_default=True).values("establishment").distinct().count()
    assert counts == len(lines_of("establishments"))
    pilots = Pilot.objects.annotate(n=Count("modalities", distinct=True)).order_by("code")
    assert [(pilot.code, pilot.n, pilot.partners.count()) for pilot in pilots] == [
        ("PIL-A", 3, 2),
        ("PIL-B", 3, 2),
    ]
    partnership = Partnership.objects.get(institution__code="LEI", host__code="ORG-001")
    assert partnership.started_on == date(2025, 9, 1)
    assert all(not user.has_usable_password() for user in people())


def people():
    return {row.user for row in Membership.objects.select_related("user")}
