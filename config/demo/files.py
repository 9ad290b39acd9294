"""The sample files, without the students of the pathway that a newcomer walks by hand."""

import csv
import io
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile

from core.importing import importer_named, run_import

SAMPLE = Path(settings.BASE_DIR) / "data" / "sample"
# This pathway stays in co-creation: everything after that is left to try out.
BY_HAND = "PW-ELM-26"
# Everything that comes before an intake round.
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
    "frameworks",
    "recognitions",
    "students",
    "student_status_periods",
    "enrolments",
)


class SampleFileError(RuntimeError):
    """A sample file could not be imported: the importer and the files do not agree."""


def lines(name: str) -> list[dict[str, str]]:
    """The lines of a sample file."""
    with (SAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def import_file(name: str) -> None:
    """Import a sample file as an operator would. Raises SampleFileError."""
    bring_in(name, (SAMPLE / f"{name}.csv").read_bytes())


def import_without_by_hand(name: str) -> None:
    """Import a file of the intake, without the lines about the pathway left to try out."""
    applications = [row for row in lines("applications") if row["pathway_code"] == BY_HAND]
    left_out = {row["application_code"] for row in applications}
    left_out |= {row["student_email"] for row in applications}
    rows = lines(name)
    kept = [row for row in rows if left_out.isdisjoint(row.values())]
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(kept)
    bring_in(name, text.getvalue().encode())


def bring_in(name: str, content: bytes) -> None:
    """Import bytes as a file of that kind."""
    file = ContentFile(content, name=f"{name}.csv")
    outcome = run_import(importer_named(name), file, actor=None)
    if not outcome.ok:
        first = str(outcome.problems[0])
        raise SampleFileError(name, first)
