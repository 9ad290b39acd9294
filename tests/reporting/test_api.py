"""Fetching a dataset: who may, in which form, and what is written down."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from partnerships.enums import HostKind, OrganisationKind, Role, SizeClass
from partnerships.models import ApiClient, HostProfile, Organisation
from reporting.datasets import TRAJECTORIES
from reporting.models import ExportLog
from reporting.pseudonyms import key_for, pseudonym
from tests.api import places
from tests.conftest import NOW
from tests.factories.partnerships import make_member, make_ministry, make_user
from tests.factories.reporting import (
    DATA,
    VALUES,
    Program,
    body,
    make_api_client,
    make_program,
    token_for,
)
from tests.factories.trajectories import make_position, make_student, make_trajectory
from tests.people import sign_in
from tests.reporting.conftest import make_full_trajectory

pytestmark = pytest.mark.django_db


def rows_of(program, query: str = "") -> list[dict]:
    response = program.get(f"{DATA}{query}")
    assert response.status_code == 200, response.content
    return response.json()["items"]


def table_of(program, query: str = "?format=csv") -> list[dict]:
    return list(csv.DictReader(io.StringIO(body(program.get(f"{DATA}{query}")))))


def as_text(value) -> str:
    """How CSV writes a JSON value."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_row_says_what_the_dictionary_promises(trajectory, program):
    """D5: one row for each trajectory, with these columns in this order."""
    pathway, programme = trajectory.pathway, trajectory.pathway.programme
    client = ApiClient.objects.get()
    key = key_for(client.organisation.uuid, VALUES["purpose"])
    (row,) = rows_of(program)
    assert list(row) == TRAJECTORIES.names
    assert row == {
        "pseudonym": pseudonym(key, trajectory.uuid),
        "academic_year": "2026-2027",
        "institution": programme.institution.code,
        "programme": programme.code,
        "programme_type": "associate_degree",
        "qf_level": 5,
        "isced_f": "0714",
        "pathway": pathway.code,
        "pilot": None,
        "modality": pathway.modality.code,
        "wbl_credits": 50,
        "wbl_share": 0.4167,
        "hours_planned": 1650.0,
        "host_province": "BE-VOV",
        "host_size_class": "medium",
        "host_nace_section": "C",
        "learner_status_at_start": "student_unpaid",
        "entry_route": "regular",
        "birth_year_band": "2000-2004",
        "working_student": False,
        "state": "running",
        "start_date": "2026-09-21",
        "end_date": "2027-06-25",
        "hours_logged": 15.5,
        "hours_confirmed": 7.5,
        "agreement_state": None,
        "quality_verdict": "meets_with_conditions",
    }


def test_csv_holds_the_same_columns_and_rows_as_json(program):
    """D5: identical column names and rows in both formats, in the order of the pseudonym."""
    for __ in range(3):
        make_full_trajectory()
    wanted = [{name: as_text(value) for name, value in row.items()} for row in rows_of(program)]
    found = table_of(program)
    decimals = ("hours_logged", "hours_planned", "hours_confirmed", "wbl_share")
    for row in (*wanted, *found):
        row |= {name: float(row[name]) for name in decimals}
    assert found == wanted
    assert list(found[0]) == TRAJECTORIES.names
    assert [row["pseudonym"] for row in found] == sorted(row["pseudonym"] for row in found)


def test_format_follows_the_accept_header_too(trajectory, program):
    response = program.get(DATA, Accept="text/csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    assert len(body(response).splitlines()) == 2
    refused = program.get(f"{DATA}?format=xml")
    assert (refused.status_code, refused["Content-Type"]) == (406, "application/problem+json")


def identifying(trajectory) -> set[str]:
    """Everything that names one of the people or rows behind a line."""
    student, position = trajectory.student, trajectory.position
    establishment = position.workplace.establishment
    host = establishment.organisation
    people = [
        student.user,
        trajectory.mentor.user,
        trajectory.coach,
        trajectory.pathway.coordinator,
    ]
    named = {text for p in people for text in (p.last_name, p.first_name, p.email, str(p.uuid))}
    rows = (trajectory, student, position, position.workplace, establishment, host)
    own = {str(row.uuid) for row in rows}
    return (
        named
        | own
        | {
            student.student_number,
            student.home_postcode,
            position.code,
            host.name_nl,
            host.code,
            host.enterprise_number,
            host.email,
            establishment.number,
            establishment.name,
            establishment.postcode,
            establishment.street,
        }
    )


def test_no_cell_names_anybody(program):
    """Nothing in any cell identifies a person or a host; there is something to leak."""
    names = set()
    for __ in range(2):
        names |= identifying(make_full_trajectory())
    cells = [cell for row in table_of(program) for cell in row.values()]
    leaks = {(name, cell) for name in names for cell in cells if name in cell.split()}
    inside = {n for n in names if len(n) > 4 for cell in cells if n.lower() in cell.lower()}
    assert (leaks, inside, len(cells)) == (set(), set(), 2 * len(TRAJECTORIES.columns))


def test_no_column_comes_from_a_name():
    """No source leads to people, numbers, addresses or free text."""
    forbidden = ("user", "name", "email", "number", "postcode", "street", "text", "tasks")
    sources = [str(column.source) for column in TRAJECTORIES.columns]
    assert [s for s in sources for word in forbidden if word in s.split("__")] == []


@pytest.mark.parametrize(
    "profile",
    [
        {"size_class": SizeClass.SOLO},
        {"host_kind": HostKind.NATURAL_PERSON},
        {"is_one_person": True},
    ],
)
def test_one_person_host_loses_its_sector(trajectory, program, profile):
    """A one-person business is personal data (domain.md 3.1)."""
    HostProfile.objects.update(**profile)
    assert [row["host_nace_section"] for row in rows_of(program)] == [None]


def test_cell_that_a_spreadsheet_would_run_is_made_text(trajectory, program):
    Organisation.objects.filter(pk=trajectory.student.institution_id).update(code="=1+1")
    assert [row["institution"] for row in table_of(program)] == ["'=1+1"]
    assert [row["institution"] for row in rows_of(program)] == ["=1+1"]


def test_pseudonym_is_stable_for_one_recipient_and_other_for_another(trajectory):
    """Two recipients, or two purposes, cannot link their rows."""
    ministry = make_ministry()
    programs = [
        make_program(organisation=ministry),
        make_program(organisation=ministry, purpose=VALUES["purpose"].upper()),
        make_program(organisation=ministry, purpose="Toezicht"),
        make_program(),
    ]
    first, same, purpose, recipient = [rows_of(program)[0]["pseudonym"] for program in programs]
    assert first == same
    assert len({first, purpose, recipient}) == 3


def test_pages_follow_each_other_by_pseudonym(program):
    position = make_position(capacity=10)
    for __ in range(5):
        make_trajectory(position, make_student(position.pathway.programme))
    address, found, sizes = f"{DATA}?page_size=2&state=running", [], []
    while address:
        answer = program.get(address).json()
        found += [row["pseudonym"] for row in answer["items"]]
        sizes.append(len(answer["items"]))
        address = answer["next"]
    assert (sizes, found) == ([2, 2, 1], sorted(set(found)))
    assert len(found) == 5


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?academic_year=2026-2027", 1),
        ("?academic_year=2025-2026&academic_year=2027-2028", 1),
        ("?state=running&state=planned", 2),
        ("?programme_type=master", 0),
        ("?pilot=PIL-1", 0),
    ],
)
def test_filters_narrow_the_rows_in_both_formats(program, query, count):
    make_full_trajectory()
    make_full_trajectory(academic_year="2027-2028")
    assert len(rows_of(program, query)) == count
    assert len(table_of(program, f"{query}&format=csv")) == count


def test_filter_by_institution(trajectory, program):
    other = make_full_trajectory()
    code = other.student.institution.code
    assert [row["institution"] for row in rows_of(program, f"?institution={code}")] == [code]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?name=Peeters", "name"),
        ("?state=verzonnen", "state"),
        ("?pilot=%00", "pilot"),
        ("?page_size=0", "page_size"),
        ("?cursor=DROP", "cursor"),
        ("?format=csv&state=", "state"),
    ],
)
def test_wrong_parameter_is_named(program, query, field):
    answer = program.get(f"{DATA}{query}")
    assert (answer.status_code, places(answer)) == (400, [field])


def test_every_export_is_written_down_before_it_ends(trajectory, program):
    """Client, filters, protocol, number of rows; also when the reader hangs up."""
    program.get(f"{DATA}?state=running")
    program.get(f"{DATA}?format=csv&state=planned&state=running")  # not a byte is read
    found = ExportLog.objects.order_by("pk").values_list(
        "client", "dataset", "file_format", "filters", "protocol_reference", "rows"
    )
    client = ApiClient.objects.get().pk
    protocol = VALUES["protocol_reference"]
    assert list(found) == [
        (client, "trajectories", "json", {"state": ["running"]}, protocol, 1),
        (client, "trajectories", "csv", {"state": ["planned", "running"]}, protocol, 1),
    ]


@pytest.mark.parametrize(
    "statement", ["UPDATE reporting_exportlog SET rows = 0", "DELETE FROM reporting_exportlog"]
)
def test_log_cannot_be_rewritten(trajectory, program, statement):
    rows_of(program)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def refusal(response) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    return response.status_code, response.json()["detail"]


def test_bad_token_is_401(trajectory):
    answer = Program("verzonnen").get(DATA)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_token_is_401_after_an_hour_and_when_its_client_is_over(trajectory, frozen_clock):
    client, secret = make_api_client(valid_to=NOW.date())
    program = Program(token_for(client, secret))
    assert program.get(DATA).status_code == 200
    frozen_clock.move_to(NOW + timedelta(hours=1, seconds=1))
    assert program.get(DATA).status_code == 401
    frozen_clock.move_to(datetime(2026, 9, 14, 23, 50, tzinfo=NOW.tzinfo))
    late = Program(token_for(client, secret))
    frozen_clock.move_to(datetime(2026, 9, 15, 0, 10, tzinfo=NOW.tzinfo))
    assert refusal(late.get(DATA)) == (401, "This client is not valid (any more).")


def test_token_is_401_once_who_answers_for_it_may_not_sign_in(trajectory):
    """The rows go out in that person's name."""
    client, secret = make_api_client()
    program = Program(token_for(client, secret))
    assert program.get(DATA).status_code == 200
    type(client.responsible).objects.update(is_active=False)
    assert program.get(DATA).status_code == 401


def test_token_without_the_scope_is_403(trajectory):
    client, secret = make_api_client(scopes=["datasets:trajectories", "datasets:other"])
    program = Program(token_for(client, secret, "datasets:other"))
    assert refusal(program.get(DATA)) == (
        403,
        "The token lacks the scope “datasets:trajectories”: ask for it when you request the token.",
    )


def test_client_without_a_protocol_is_403(trajectory):
    """E-government decree of 18 July 2008, article 8."""
    status, detail = refusal(make_program(protocol_reference="").get(f"{DATA}?format=csv"))
    assert status == 403
    assert detail.startswith("This client names no protocol.")
    assert ExportLog.objects.count() == 0


def test_person_with_a_session_is_403(client, trajectory):
    sign_in(client, make_member(Role.ANALYST, make_ministry(), language="en"))
    status, detail = refusal(client.get(DATA))
    assert (status, detail.split(",")[0]) == (
        403,
        "These data are fetched by a program with a token",
    )


def test_host_gets_nothing_and_an_institution_its_own(trajectory):
    other = make_full_trajectory()
    institution = other.student.institution
    analyst = make_member(Role.ANALYST, institution)
    own = rows_of(make_program(organisation=institution, actor=analyst))
    assert [row["institution"] for row in own] == [institution.code]
    host = other.position.host
    status, __ = refusal(
        make_program(organisation=host, actor=make_member(Role.ANALYST, host)).get(DATA)
    )
    assert (host.kind, status) == (OrganisationKind.HOST, 403)


def test_catalogue_and_dictionary_are_for_analysts_and_programs(client, program):
    address = "/api/v1/datasets/"
    assert client.get(address).status_code == 401
    sign_in(client, make_user())
    assert client.get(address).status_code == 403
    sign_in(client, make_member(Role.ANALYST, make_ministry(), language="en"))
    catalogue = client.get(address).json()
    assert (list(catalogue), [d["code"] for d in catalogue["items"]]) == (
        ["items", "next", "self"],
        ["trajectories"],
    )
    described = program.get(f"{address}trajectories/").json()
    assert [column["name"] for column in described["columns"]] == TRAJECTORIES.names
    assert described["columns"][15] == {
        "name": "host_nace_section",
        "meaning": "NACE section of the host, one letter; empty for one-person hosts.",
        "type": "string",
        "codes": [],
    }
    assert program.get(f"{address}others/").status_code == 404


def test_token_opens_nothing_else(program):
    assert program.get("/api/v1/reviews/").status_code == 403
