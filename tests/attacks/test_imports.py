"""Hostile and broken files: each is refused, says what to do, and costs no time."""

import io
import time
import zipfile
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.files.base import ContentFile
from openpyxl import Workbook

from core.importing import importer_named, run_import
from core.importing.formats.container import MOST_UNPACKED
from partnerships.models import Membership
from tests.factories.partnerships import make_institution

pytestmark = pytest.mark.django_db

HEADER = ["email", "first_name", "last_name", "role", "organisation_code", "language"]
HEADER += ["job_title", "valid_from"]
GOOD = ["ann@a.example", "Ann", "Nys", "trajectory_coach", "AAA", "nl", "Coach", "2026-01-01"]
# Generous: what is refused is refused at once, on a machine that does other things too.
SECONDS = 5


@pytest.fixture(autouse=True)
def institution():
    return make_institution(code="AAA")


@pytest.fixture(autouse=True)
def fast() -> Iterator[None]:
    """CPU time: the clock of the tests stands still, and others use the machine too."""
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS


def bring(content: bytes, kind: str = "people"):
    outcome = run_import(importer_named(kind), ContentFile(content, name="x"), actor=None)
    assert not Membership.objects.exists()
    return [(p.line, p.column, str(p.reason)) for p in outcome.problems]


def with_cell(column: str, value: object) -> list[object]:
    return [value if name == column else cell for name, cell in zip(HEADER, GOOD, strict=True)]


def csv_of(*rows: list[object]) -> bytes:
    return "\n".join(",".join(map(str, row)) for row in [HEADER, *rows]).encode()


def book_of(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in [HEADER, *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(book: bytes, **members: bytes) -> bytes:
    """The same workbook with other contents of some members ("." written as "__")."""
    out = io.BytesIO()
    wanted = {name.replace("__", "/"): content for name, content in members.items()}
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            key = name.removesuffix(".xml")
            new.writestr(name, wanted.pop(key, None) or old.read(name))
        for name, content in wanted.items():
            new.writestr(f"{name}.xml", content)
    return out.getvalue()


FORMULA = "This is a formula. Put its result in the cell: copy it and choose “Paste values”."


@pytest.mark.parametrize("value", ["=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+cmd|'/C calc'!A0"])
def test_formula_in_csv_is_refused(value):
    assert bring(csv_of(with_cell("job_title", value))) == [(2, "job_title", FORMULA)]


@pytest.mark.parametrize("value", ["-", "+32 9 123", "- Coach (halftime)", "@home"])
def test_text_that_is_no_formula_comes_in(value):
    content = ContentFile(csv_of(with_cell("job_title", value)), name="x")
    assert run_import(importer_named("people"), content, actor=None).made == 1


def test_formula_in_a_workbook_is_refused():
    assert bring(book_of(with_cell("last_name", "=A1&B1"))) == [(2, "last_name", FORMULA)]


def test_error_date_and_rounded_number_of_a_spreadsheet_are_recognised():
    rows = [
        with_cell("last_name", "#N/A"),
        ["b@a.example", *with_cell("job_title", datetime(2026, 2, 1))[1:]],  # noqa: DTZ001
        ["c@a.example", *with_cell("job_title", 123456789012345678)[1:]],
    ]
    assert [(line, column, reason[:28]) for line, column, reason in bring(book_of(*rows))] == [
        (2, "last_name", "The spreadsheet shows an err"),
        (3, "job_title", "The spreadsheet made a date "),
        (4, "job_title", "The spreadsheet rounded this"),
    ]
    assert bring(csv_of(with_cell("job_title", "1.23E+17")))[0][2][:27] == (
        "The spreadsheet rounded thi"
    )


def test_ragged_rows_are_refused():
    assert bring(csv_of(GOOD[:3], [*GOOD, "more"])) == [
        (2, "", "3 cells, where the header has 8."),
        (3, "", "9 cells, where the header has 8."),
    ]
    assert bring(book_of([*GOOD, "more"])) == [(2, "", "9 cells, where the header has 8.")]


def test_nul_is_refused():
    assert "cannot be read" in bring(csv_of(with_cell("job_title", "a\0b")))[0][2]


@pytest.mark.parametrize("make", [csv_of, book_of])
def test_the_same_key_by_case_and_spaces_is_refused(make):
    again = with_cell("email", " ANN@A.example")
    assert bring(make(GOOD, again)) == [(3, "email", "The same as on line 2.")]


@pytest.mark.parametrize("value", ["2026-02-30", "2026-13-01", "0000-00-00", "31/02/2026", "9e9"])
def test_impossible_date_is_refused(value):
    assert bring(csv_of(with_cell("valid_from", value))) == [
        (2, "valid_from", "Not a date as 2026-09-21.")
    ]


def test_wrong_checksum_is_refused():
    head = "organisation_code,name_nl,name_en,kind,enterprise_number,email\n"
    line = "MIN-01,Departement,,ministry,1999.018.561,info@x.example\n"
    found = bring((head + line).encode(), "other_organisations")
    assert [(line, column) for line, column, __ in found] == [(2, "enterprise_number")]


def test_over_long_cell_is_refused():
    reason = "Longer than 10000 characters."
    assert bring(csv_of(with_cell("job_title", "x" * 10_001))) == [(2, "job_title", reason)]
    assert bring(book_of(with_cell("job_title", "x" * 10_001))) == [(2, "job_title", reason)]


@pytest.mark.parametrize("delimiter", [b",", b";", b"\t"])
def test_a_million_columns_are_refused_wherever_they_stand(delimiter):
    wide = delimiter.join([b"x"] * 1_000_000)
    assert bring(wide + b"\nx") == [(1, "", "This line has more than 200 cells.")]
    found = bring(csv_of(GOOD) + b"\n" + b",".join([b"x"] * 1_000_000))
    assert found == [(3, "", "This line has more than 200 cells.")]


def test_line_without_an_end_is_refused_before_it_fills_the_memory():
    found = bring(csv_of(GOOD) + b"\n" + b'"x",' * 2_000_000)
    assert [(line, reason[:28]) for line, __, reason in found] == [
        (3, "This line is far too long fo")
    ]


def test_date_beyond_all_calendars_in_a_workbook_is_refused():
    rows = row_of(1, HEADER) + row_of(2, with_cell("valid_from", "31/12/9999"))
    place = '<c r="H2" t="inlineStr"><is><t>31/12/9999</t></is></c>'
    assert rows.count(place) == 1
    number = rows.replace(place, '<c r="H2" s="1"><v>99999999999999</v></c>')
    for sheet in (rows, number):
        book = changed(
            book_of(with_cell("valid_from", datetime(2026, 2, 1))),  # noqa: DTZ001
            xl__worksheets__sheet1=SHEET.format(size="A1", rows=sheet).encode(),
        )
        assert [found[:2] for found in bring(book)] == [(2, "valid_from")]


def test_quote_that_is_never_closed_ends_where_it_begins():
    many = csv_of(*[["x" * 100] * 8] * 20_000)
    found = bring(csv_of() + b'\n"' + many)
    assert [(line, reason[:30]) for line, __, reason in found] == [
        (2, "A cell that begins here does n")
    ]


def test_every_line_wrong_stops_early():
    found = bring(csv_of(*[with_cell("email", n) for n in range(100_000)]))
    assert 5_000 <= len(found) < 10_000


TOO_LARGE = "This workbook is very large when it is unpacked."


def test_zip_bomb_is_refused_before_it_is_unpacked():
    """311 kB that would be 315 MB."""
    bomb = changed(book_of(GOOD), xl__media__x=b"\0" * (MOST_UNPACKED + 1))
    assert len(bomb) < 1024 * 1024
    assert bring(bomb)[0][2].startswith(TOO_LARGE)


def test_member_that_lies_about_its_size_is_damaged():
    book = bytearray(changed(book_of(GOOD), xl__worksheets__sheet1=b"x" * 5_000_000))
    place = book.rfind(b"PK\x01\x02", 0, book.rfind(b"xl/worksheets/sheet1.xml"))
    book[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    assert bring(bytes(book))[0][2].startswith("This Excel file is damaged")


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<dimension ref="{size}"/><sheetData>{rows}</sheetData></worksheet>'
)


def row_of(number: int, cells: list[str], place: str = "") -> str:
    inside = "".join(
        f'<c r="{place or chr(65 + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for at, cell in enumerate(cells)
    )
    return f'<row r="{number}">{inside}</row>'


def test_sheet_that_declares_to_be_huge_is_read_as_it_is():
    rows = row_of(1, HEADER) + row_of(2, with_cell("language", "fr"))
    sheet = SHEET.format(size="A1:XFD1048576", rows=rows)
    book = changed(book_of(GOOD), xl__worksheets__sheet1=sheet.encode())
    assert bring(book) == [(2, "language", "Not one of: nl, en.")]


def test_sparse_sheet_costs_nothing():
    """A cell in the last place of a sheet: a reader that makes room for all others dies of it."""
    rows = row_of(1, HEADER) + row_of(1_048_576, ["x"], "XFD")
    sheet = SHEET.format(size="A1:XFD1048576", rows=rows)
    book = changed(book_of(GOOD), xl__worksheets__sheet1=sheet.encode())
    assert bring(book) == [(None, "", "The file has no lines after its header.")]


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]><sst>&j;</sst>"
)


@pytest.mark.parametrize(
    "text",
    [LAUGHS, '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst>&a;</sst>'],
    ids=["billion-laughs", "external-entity"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(text, encoding):
    book = changed(book_of(GOOD), xl__sharedStrings=text.encode(encoding))
    assert bring(book)[0][2].startswith("This workbook holds something that no spreadsheet")


@pytest.mark.parametrize(
    ("content", "begins"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "This is an old Excel file (.xls)"),
        (b"%PDF-1.7", "This is not a table."),
        (b"PK\x03\x04nothing", "This Excel file is damaged"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "This is not a table."),
    ],
)
def test_other_kinds_of_file_are_refused_with_what_to_do(content, begins):
    assert bring(content)[0][2].startswith(begins)


@pytest.mark.parametrize(
    ("member", "begins"),
    [
        ("content.xml", "This is an OpenDocument file."),
        ("Index/Document.iwa", "This is a Numbers file."),
        ("xl/vbaProject.bin", "This workbook holds macros"),
        ("word/document.xml", "This is not a table."),
        ("Studenten.CSV", "This is a packed file (.zip). Unpack it"),
        ("uit het systeem/studenten.xlsx", "This is a packed file (.zip). Unpack it"),
    ],
)
def test_other_containers_are_refused_with_what_to_do(member, begins):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr(member, "x")
    assert bring(out.getvalue())[0][2].startswith(begins)


def test_cut_off_workbook_is_refused():
    assert bring(book_of(GOOD)[:-200])[0][2].startswith("This Excel file is damaged")
