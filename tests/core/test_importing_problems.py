"""Bad files and bad lines: where, in which column, what stands there, and why not."""

import pytest
from django.core.files.base import ContentFile

from accounts.models import User
from core.importing import importer_named, preview_import, run_import
from core.models import ImportRun
from partnerships.models import Membership, Organisation
from tests.factories.partnerships import make_host, make_institution, make_member, make_programme
from tests.factories.trajectories import make_student
from tests.sample import csv_file
from trajectories.models import LearnerStatusPeriod

pytestmark = pytest.mark.django_db

HEADER = "email,first_name,last_name,role,organisation_code,language,job_title,valid_from"


def found(outcome) -> list[tuple]:
    return [(p.line, p.column, p.value, str(p.reason)) for p in outcome.problems]


def people(*lines: str, header: str = HEADER):
    return run_import(importer_named("people"), csv_file("\n".join([header, *lines])), actor=None)


@pytest.fixture
def institution():
    return make_institution(code="AAA")


GOOD = "ann@a.example,Ann,Nys,trajectory_coach,AAA,nl,Coach,2026-01-01"


def changed(column: str, value: str) -> str:
    cells = dict(zip(HEADER.split(","), GOOD.split(","), strict=True)) | {column: value}
    return ",".join(cells.values())


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("email", "", "This must be filled in."),
        ("email", "ann", "Enter a valid email address."),
        ("role", "boss", None),
        ("language", "fr", "Not one of: nl, en."),
        ("organisation_code", "ZZZ", "There is no organisation “ZZZ” that can stand here."),
        ("valid_from", "01/02/2026", "Not a date as 2026-09-21."),
        (
            "first_name",
            "A" * 101,
            "Ensure this value has at most 100 characters (it has 101).",
        ),
        ("last_name", "A" * 10_001, "Longer than 10000 characters."),
        ("role", "host_contact", "This organisation has nobody in this role."),
        ("role", "student", "This organisation has nobody in this role."),
    ],
)
def test_bad_cell_is_a_problem_with_its_line_and_column(institution, column, value, reason):
    """V33: an import says per cell what is wrong, in the reader's words."""
    outcome = people(GOOD, changed("email", "bo@a.example"), changed(column, value))
    problems = [p for p in found(outcome) if "same as" not in p[3]]
    if reason is None:
        reason = "Not one of: " + ", ".join(Membership.role.field.choices[i][0] for i in range(9))
        reason += "."
    assert problems == [(4, column, value[:10_001], reason)]
    assert [User.objects.filter(email="bo@a.example").exists(), outcome.made] == [False, 0]


def test_reason_is_in_the_readers_language(institution, settings):
    from django.utils import translation

    with translation.override("nl"):
        problems = found(people(changed("first_name", "")))
    assert problems == [(2, "first_name", "", "Dit moet ingevuld zijn.")]


def test_same_key_twice_is_a_problem_whatever_its_case_and_spaces(institution):
    twice = changed("email", "ANN@a.example ").replace("AAA", " AAA")
    assert found(people(GOOD, twice)) == [(3, "email", "ANN@a.example", "The same as on line 2.")]


def test_lines_about_the_same_person_must_agree(institution):
    other = GOOD.replace("trajectory_coach", "programme_director").replace("Nys", "Nijs")
    reason = "Line 2 says something else about the same person."
    assert found(people(GOOD, other)) == [(3, "last_name", "Nijs", reason)]


def test_missing_unknown_and_double_columns_are_problems():
    header = HEADER.replace("job_title", "titel").replace("language", "email")
    assert found(people(GOOD, header=header)) == [
        (1, "language", "", "This column is missing."),
        (1, "titel", "titel", "This column is unknown."),
        (1, "email", "email", "This column comes twice."),
    ]


def test_line_with_too_few_cells_is_a_problem(institution):
    assert found(people(GOOD, "bo@a.example,Bo")) == [
        (3, "", "", "2 cells, where the header has 8.")
    ]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"email,first_name\n\x00", b"a\x81\xff"])
def test_what_is_no_text_is_one_problem_that_says_what_to_send(content):
    outcome = run_import(importer_named("people"), ContentFile(content, name="x"), actor=None)
    reason = (
        "The letters of this file cannot be read. Save it as “CSV UTF-8” or as an Excel workbook"
        " (.xlsx), and send that file."
    )
    assert found(outcome) == [(None, "", "", reason)]


def test_file_without_lines_is_a_problem():
    assert found(people()) == [(None, "", "", "The file has no lines after its header.")]


def test_line_numbers_count_lines_inside_quotes(institution):
    long = changed("job_title", '"Coach\nen meer"').replace("ann@", "bo@")
    bad = changed("language", "fr").replace("ann@", "cee@")
    assert found(people(long, bad)) == [(4, "language", "fr", "Not one of: nl, en.")]


def test_rule_of_the_database_is_a_problem_of_its_line(institution):
    """The last word is PostgreSQL's: two statuses of one student at the same time."""
    student = make_student(make_programme(institution))
    email = student.user.email
    text = (
        "student_email,status,start,end,evidence_kind\n"
        f"{email},student_unpaid,2025-01-01,2025-12-31,self_declaration\n"
        f"{email},student_paid,2025-06-01,,self_declaration\n"
    )
    outcome = run_import(importer_named("student_status_periods"), csv_file(text), actor=None)
    reason = "This student already has a status in that period."
    assert found(outcome) == [(3, "student_email", email, reason)]
    assert not LearnerStatusPeriod.objects.exists()


def test_rule_without_words_of_its_own_names_the_constraint(institution):
    host = make_host(code="HHH")
    line = f"{make_institution().enterprise_number},info@x.example"
    text = (
        "organisation_code,name_nl,name_en,kind,enterprise_number,email\n"
        f"{host.code},Naam,,ministry,{line}\n"
    )
    outcome = run_import(importer_named("other_organisations"), csv_file(text), actor=None)
    reason = "The database refuses this line; it conflicts with another row."
    assert found(outcome) == [(2, "organisation_code", "HHH", reason)]


def test_one_bad_line_keeps_the_whole_file_out(institution):
    """All or nothing per file."""
    outcome = people(GOOD, changed("email", "x"))
    assert [outcome.ok, outcome.made, Membership.objects.count()] == [False, 0, 0]
    assert not ImportRun.objects.exists()


def test_preview_counts_and_writes_nothing(institution):
    make_member("trajectory_coach", institution, email="known@a.example", first_name="Ann")
    lines = [GOOD, changed("email", "known@a.example")]
    file = csv_file("\n".join([HEADER, *lines]))
    outcome = preview_import(importer_named("people"), file, actor=None)
    assert [outcome.made, outcome.changed, outcome.unchanged] == [1, 1, 0]
    assert [User.objects.count(), ImportRun.objects.count()] == [1, 0]


def test_enterprise_number_may_be_written_with_dots():
    text = (
        "organisation_code,name_nl,name_en,kind,enterprise_number,email\n"
        "MIN-01,Departement,,ministry,1999.018.560,info@x.example\n"
        "MIN-02,Departement,,ministry,1999.018.561,info@y.example\n"
    )
    outcome = run_import(importer_named("other_organisations"), csv_file(text), actor=None)
    reason = "“1999018561” is not an enterprise number: ten digits that begin with 0 or 1."
    assert found(outcome) == [(3, "enterprise_number", "1999.018.561", reason)]
    good = text.rsplit("\n", 2)[0] + "\n"
    assert run_import(importer_named("other_organisations"), csv_file(good), actor=None).made == 1
    assert Organisation.objects.get().enterprise_number == "1999018560"
