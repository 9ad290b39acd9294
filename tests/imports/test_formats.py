"""Every sample file as CSV and as a workbook, with the names of columns in Dutch and English."""

import csv
import io
import re
from datetime import date, datetime

import pytest
from django.core.files.base import ContentFile
from django.utils import translation
from openpyxl import Workbook

from core.importing import importer_named, run_import
from core.importing.formats import Source
from core.importing.headers import count_known, fold, known_names, recognised
from core.importing.importer import in_order
from core.importing.reading import Reader
from partnerships.models import Membership
from tests.factories.partnerships import make_institution
from tests.sample import SAMPLE

KINDS = [one.name for one in in_order()]


def table(name: str) -> list[list[str]]:
    with (SAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def as_csv(rows: list[list[str]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def typed(text: str) -> object:
    """The value as a spreadsheet would keep what was typed."""
    if text in ("yes", "no"):
        return text == "yes"
    return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text


def as_xlsx(rows: list[list[object]]) -> bytes:
    book = Workbook(write_only=True)
    book.create_sheet("Uitleg").append(["Dit blad legt uit"])
    sheet = book.create_sheet("Gegevens")
    for row in rows:
        sheet.append([typed(cell) if isinstance(cell, str) else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def source_of(name: str, content: bytes) -> Source:
    importer = importer_named(name)
    return Source.recognised(io.BytesIO(content), lambda names: count_known(importer, names))


def values_of(name: str, content: bytes) -> list[dict]:
    """The first lines as values, before anything is looked up; fails on any problem."""
    importer, source = importer_named(name), source_of(name, content)
    layout = recognised(importer, source.header, {})
    assert layout.problems(importer) == []
    rows, problems = next(Reader(importer, source, layout, None).batches())
    assert problems == []
    return [dict(row) for row in rows]


@pytest.mark.parametrize("name", KINDS)
def test_sample_reads_the_same_in_every_form(name):
    """Issue 3: CSV and XLSX, any of the sample files, headers in Dutch or English, any order."""
    importer = importer_named(name)
    names, *rows = table(name)
    rows = rows[:20]
    wanted = values_of(name, as_csv([names, *rows]))
    assert len(wanted) == len(rows)
    for language in ("nl", "en"):
        with translation.override(language):
            labels = [importer.label_of(column) for column in names]
        turned = [line[::-1] for line in [labels, *rows]]
        assert values_of(name, as_csv(turned, "utf-16", ";")) == wanted
        assert values_of(name, as_xlsx(turned)) == wanted


@pytest.mark.parametrize("name", KINDS)
def test_labels_tell_columns_apart(name):
    """Under its label in either language a column is recognised, and is no other one."""
    importer = importer_named(name)
    for language in ("nl", "en"):
        with translation.override(language):
            found = {
                c.name: known_names(importer)[fold(importer.label(c))] for c in importer.columns
            }
        assert found == {name: name for name in found}


def test_names_are_recognised_without_case_accents_and_signs():
    header = ["E-MAILADRES", "voornaam ", "Achter_naam", "Wat er fout is", "niets"]
    layout = recognised(importer_named("people"), header, {"achter naam": "last_name"})
    assert layout.places == ("email", "first_name", "last_name", "", None)


HEADER = "email,first_name,last_name,role,organisation_code,language,job_title,valid_from"
LINE = "ann@a.example,Zoë,Nys,trajectory_coach,AAA,nl,Coördinator,2026-01-01"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_encodings_and_delimiters_are_recognised(encoding, delimiter):
    text = f"{HEADER}\r\n{LINE}\r\n".replace(",", delimiter)
    source = source_of("people", text.encode(encoding))
    shown = {"utf-8": "utf-8-sig"}.get(encoding, encoding)
    assert [source.reading.encoding, source.reading.delimiter] == [shown, delimiter]
    assert [source.sample, len(source.header)] == [["Zoë", "Coördinator"], 8]
    assert [cells[1] for __, cells in source.lines()] == ["Zoë"]


def test_first_line_of_excel_says_the_delimiter():
    source = source_of("people", f"sep=;\r\n{HEADER}\r\n{LINE}".replace(",", ";").encode())
    assert [source.header[0], [line for line, __ in source.lines()]] == ["email", [3]]


def test_sheet_with_the_known_columns_is_chosen_and_hidden_ones_are_not():
    book = Workbook()
    book.active.append(HEADER.split(","))
    book.active.sheet_state = "hidden"
    book.create_sheet("Leeg")
    book.create_sheet("Mensen").append(HEADER.split(","))
    out = io.BytesIO()
    book.save(out)
    source = source_of("people", out.getvalue())
    assert [source.reading.sheet, source.sheets] == ["Mensen", ["Leeg", "Mensen"]]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (12345.0, "12345"),
        (0.5, "0.5"),
        (1e-05, "0.00001"),
        (True, "yes"),
        (date(2026, 1, 1), "2026-01-01"),
        (datetime(2026, 1, 1), "2026-01-01"),  # noqa: DTZ001
        (datetime(2026, 3, 23, 16, 31), "2026-03-23T16:31:00+01:00"),  # noqa: DTZ001
    ],
)
def test_value_of_a_workbook_reads_as_one_would_type_it(value, shown):
    source = source_of("people", as_xlsx([["email"], [value]]))
    assert [cells for __, cells in source.lines()] == [[shown]]


@pytest.mark.django_db
def test_number_in_a_column_of_texts_warns_of_zeros():
    """The spreadsheet took the zeros off before we could see them."""
    make_institution(code="123")
    row = [*LINE.split(",")]
    row[4] = 123
    content = ContentFile(as_xlsx([HEADER.split(","), row]), name="x.xlsx")
    outcome = run_import(importer_named("people"), content, actor=None)
    assert [str(one)[:60] for one in outcome.warnings] == [
        "Code of the institution: 1 cell holds a number. Where it beg"
    ]
    assert Membership.objects.get().organisation.code == "123"


@pytest.mark.django_db
def test_column_that_is_not_in_the_file_stays_as_it_is():
    make_institution(code="AAA")
    run_import(importer_named("people"), ContentFile(f"{HEADER}\n{LINE}".encode()), actor=None)
    header = HEADER.replace(",job_title", "")
    line = LINE.replace(",Coördinator", "").replace("Nys", "Nijs")
    file = ContentFile(f"{header}\n{line}".encode())
    assert run_import(importer_named("people"), file, actor=None).changed == 1
    user = Membership.objects.get().user
    assert [user.last_name, user.job_title] == ["Nijs", "Coördinator"]
