"""The project's own copy of the sample files, and a database with the demonstration in it."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import psycopg2
import pytest
import time_machine
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection

from config.demo.load import load
from core.importing import importer_named, run_import
from matching.services import create_round, open_round, publish_round, start_rating
from tests.databases import (
    build_once,
    cloned,
    drop_database,
    names_like,
    run_as_owner,
    use_database,
)
from tests.factories.trajectories import WAY_TO_OPEN, walk
from trajectories.models import Pathway

ROOT = Path(settings.BASE_DIR)
SAMPLE = ROOT / "data" / "sample"
# Everything that comes before an intake round, in load order.
BASIS = (
    "institutions",
    "organisations",
    "other_organisations",
    "establishments",
    "people",
    "mentors",
    "programmes",
    "learning_outcomes",
    "modalities",
    "pilots",
    "pathways",
    "outcome_placements",
    "eligibility",
    "positions",
    "limits",
    "frameworks",
    "recognitions",
    "students",
    "student_status_periods",
    "enrolments",
)
INTAKE = ("applications", "eligibility_answers", "preferences", "acceptability", "ratings")

# What the demonstration is made of: when any of it changes, it is loaded anew.
MADE_OF = (
    "*/migrations/*.py",
    "data/sample/*.csv",
    "config/demo/*.py",
    "core/importing/*.py",
    "*/imports/*.py",
)
PREFIX = "wbl_test_sample_"
Counts = dict[str, tuple[int, int, int]]


def sample_file(name: str) -> ContentFile:
    return ContentFile((SAMPLE / f"{name}.csv").read_bytes(), name=f"{name}.csv")


def csv_file(text: str, name: str = "file.csv") -> ContentFile:
    return ContentFile(text.encode(), name=name)


def import_sample(*names: str, actor=None, form=sample_file) -> Counts:
    """Import sample files; counts (made, changed, unchanged) per file. Fails on any problem."""
    counts = {}
    for name in names:
        outcome = run_import(importer_named(name), form(name), actor=actor)
        if outcome.problems:
            raise AssertionError(name, outcome.problems[:5])
        counts[name] = (outcome.made, outcome.changed, outcome.unchanged)
    return counts


def prepare_rounds(*, rating: bool = True) -> None:
    """Open every pathway and a round in each, with the sample's criteria, at the rating step."""
    rounds = []
    for pathway in Pathway.objects.select_related("coordinator"):
        walk(pathway, WAY_TO_OPEN)
        rounds.append(
            create_round(
                pathway=pathway,
                name="Intake 2026",
                opens_on=date(2026, 3, 1),
                closes_on=date(2026, 4, 15),
                actor=pathway.coordinator,
            )
        )
    import_sample("intake_criteria")
    for intake in rounds:
        coordinator = intake.pathway.coordinator
        publish_round(intake, actor=coordinator)
        open_round(intake, actor=coordinator)
        if rating:
            start_rating(intake, actor=coordinator)


@pytest.fixture(scope="session")
def sample_database(template_database: str, django_db_blocker) -> str:
    """The name of a database with the whole demonstration, to clone from; made once.

    It was loaded at `tests.conftest.NOW`. Nobody connects to it: clone it with
    CREATE DATABASE ... TEMPLATE, use the clone, throw it away.
    """
    name = f"{PREFIX}{fingerprint()}"

    def build(name: str) -> None:
        drop_older()
        build_sample(name, template_database)

    with django_db_blocker.unblock():
        build_once(name, build)
    return name


@pytest.fixture
def demonstration(sample_database: str, django_db_setup, django_db_blocker) -> Iterator[None]:
    """A clone of the demonstration for this test alone; no flush, no leftovers."""
    name = f"{connection.settings_dict['NAME']}_own"
    with django_db_blocker.unblock(), cloned(sample_database, name):
        yield


def fingerprint() -> str:
    """A short hash of everything that the demonstration is made of."""
    digest = hashlib.sha256()
    for pattern in MADE_OF:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def build_sample(name: str, template: str) -> None:
    """Load it with the application's own rights, under another name until it is whole."""
    from tests.conftest import NOW

    building = f"{name}_building"
    options = dict(connection.settings_dict["OPTIONS"])
    before = connection.settings_dict["NAME"]
    drop_database(building)
    run_as_owner("CREATE DATABASE {} TEMPLATE {}", building, template)
    try:
        use_database(building)
        with time_machine.travel(NOW, tick=True):
            load(lambda step: None)
    finally:
        use_database(before)
        connection.settings_dict["OPTIONS"] = options
    run_as_owner("ALTER DATABASE {} RENAME TO {}", building, name)


def drop_older() -> None:
    """Throw away what older code loaded, unless somebody is using it."""
    for name in names_like(f"{PREFIX}%"):
        with suppress(psycopg2.errors.ObjectInUse):
            run_as_owner("DROP DATABASE {}", name)
