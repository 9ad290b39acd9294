"""Domain.md 3.2: a file with a national register number is not kept, not even while it waits."""

import io
import time

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from core.errors import Invalid
from core.importing import importer_named, run_import
from core.importing.jobs import begin
from core.models import ImportChunk, ImportJob, ImportProblem
from tests.factories.partnerships import make_coordinator, make_institution

pytestmark = pytest.mark.django_db

NUMBER = "85.07.30-033.28"
DIGITS = "85073003328"
HOLDS = "holds a national register number (11 digits)"
HEADER = ["email", "first_name", "last_name", "role", "organisation_code", "language"]
HEADER += ["job_title", "valid_from", "rijksregister"]
GOOD = ["ann@a.example", "Ann", "Nys", "trajectory_coach", "AAA", "nl", "Coach", "2026-01-01", ""]
SECONDS = 5


@pytest.fixture(autouse=True)
def actor():
    return make_coordinator(make_institution(code="AAA"), language="en")


def refusal(content: bytes, actor) -> str:
    """What the sender is told; nothing of the file is kept, and the number is not repeated."""
    with pytest.raises(Invalid) as refused:
        begin(importer_named("people"), ContentFile(content, name="x"), actor=actor)
    assert [ImportJob.objects.count(), ImportChunk.objects.count()] == [0, 0]
    (reason,) = refused.value.errors["file"]
    assert DIGITS not in "".join(letter for letter in str(reason) if letter.isdigit())
    place, __, rest = str(reason).partition(" The platform does not keep those,")
    assert rest.endswith("best the whole column, and send it again.")
    return place


def line_with(column: str, value: object) -> list[object]:
    return [value if name == column else cell for name, cell in zip(HEADER, GOOD, strict=True)]


def csv_of(*rows: list[object]) -> str:
    return "\n".join(",".join(map(str, row)) for row in [HEADER, *rows])


def book_with(change, *rows: list[object]) -> bytes:
    book = Workbook()
    for row in [HEADER, *rows]:
        book.active.append(row)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("written", [NUMBER, DIGITS, "85 07 30 033 28", f"Nr. {NUMBER}."])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_number_in_a_text_is_refused_with_its_line_and_column(actor, written, encoding):
    """Also in a column that nobody would read."""
    text = csv_of(GOOD, ["b@a.example", *line_with("rijksregister", written)[1:]])
    said = refusal(text.encode(encoding), actor)
    assert said == f"Line 3 {HOLDS}, in the column “rijksregister”."


def test_number_as_a_name_of_a_column_is_refused_without_it(actor):
    text = csv_of(GOOD).replace("rijksregister", DIGITS)
    assert refusal(text.encode(), actor) == f"Line 1 {HOLDS}, in the column “”."


@pytest.mark.parametrize("value", [NUMBER, int(DIGITS), float(DIGITS)])
def test_number_in_a_workbook_is_refused_with_its_line_and_column(actor, value):
    book = book_with(lambda book: None, GOOD, line_with("rijksregister", value))
    assert refusal(book, actor) == f"Line 3 {HOLDS}, in the column “rijksregister”."


def other_sheet(book):
    book.create_sheet("Bijlage").append(["a", NUMBER])


def hidden_sheet(book):
    other_sheet(book)
    book["Bijlage"].sheet_state = "hidden"


def note(book):
    book.active["A2"].comment = Comment(f"zie {NUMBER}", "Ann")


def letters_of_two_kinds(book):
    bold = TextBlock(InlineFont(b=True), "033.28")
    book.active["I2"] = CellRichText("85.07.30-", bold)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (other_sheet, f"Line 1 of the sheet “Bijlage” {HOLDS}, in the column “”."),
        (hidden_sheet, f"A hidden sheet or a note of this workbook {HOLDS}."),
        (note, f"A hidden sheet or a note of this workbook {HOLDS}."),
        (letters_of_two_kinds, f"Line 2 {HOLDS}, in the column “rijksregister”."),
    ],
)
def test_number_anywhere_else_in_a_workbook_is_refused(actor, change, said):
    assert refusal(book_with(change, GOOD), actor) == said


def test_what_only_looks_like_a_number_comes_in(actor):
    """Parts in two cells, a wrong check, a telephone, and how a workbook keeps a moment."""
    rows = [
        line_with("job_title", "85.07.30"),
        ["b@a.example", *line_with("job_title", "85.07.30-033.29")[1:]],
        ["c@a.example", *line_with("job_title", f"+{DIGITS}")[1:]],
    ]
    rows[0][8] = "033.28"
    text = csv_of(*rows).replace("rijksregister", "valid_to").encode()
    job = begin(importer_named("people"), ContentFile(text, name="x"), actor=actor)
    assert [job.stage, job.first_rows[0][6]] == ["columns", "85.07.30"]

    def add_moment(book):
        book.active["I2"] = float(f"46285.{DIGITS}")
        book.active["I2"].number_format = "yyyy-mm-dd hh:mm"

    book = book_with(add_moment, GOOD)
    assert begin(importer_named("people"), ContentFile(book, name="x"), actor=actor).size > 0


def test_operator_is_told_as_well(actor):
    text = csv_of(GOOD, line_with("job_title", NUMBER)).encode()
    outcome = run_import(importer_named("people"), ContentFile(text, name="x"), actor=None)
    (problem,) = outcome.problems
    assert [problem.line, problem.value] == [3, ""]
    assert NUMBER not in str(problem.reason)


def test_large_file_is_looked_through_fast(actor):
    """Six megabytes and one number at the end of them."""
    many = ",".join(GOOD) + "\n"
    text = csv_of() + "\n" + many * 80_000 + csv_of(line_with("job_title", NUMBER))
    began = time.process_time()
    assert f"Line 80003 {HOLDS}" in refusal(text.encode(), actor)
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(
    "keep",
    [
        lambda job: ImportJob.objects.filter(pk=job.pk).update(first_rows=[[NUMBER]]),
        lambda job: ImportProblem.objects.create(job=job, reason="x", value=NUMBER),
    ],
    ids=["first-rows", "problem"],
)
def test_database_keeps_none_of_it_either(actor, keep):
    """The last guard, should the look at the file miss one."""
    job = ImportJob.objects.create(importer="people", file_name="x", actor=actor)
    with pytest.raises(IntegrityError, match="national register number"):
        keep(job)
