"""Domain.md 4.1: who looks at a student's file is noted, through both doors."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.api.views import ScopedViewSet
from core.models import FileRead
from core.privacy.enums import Door
from core.privacy.reads import person_of
from core.privacy.register import holding_of
from tests import test_access_matrix as matrix
from tests.factories.partnerships import make_coordinator
from tests.factories.trajectories import make_student, make_trajectory
from tests.people import sign_in
from tests.test_architecture import callbacks
from trajectories.models import Trajectory

pytestmark = pytest.mark.django_db


def test_every_page_and_endpoint_of_a_file_notes_its_reader():
    """Every GET address of the access matrix about a row of a student's file, as everybody who
    gets through: whoever is not that student is noted.
    """
    world = matrix.build_world(until=matrix.ROOMS[-1])
    missing, seen = [], 0
    for row, role, person in looks(world):
        before = FileRead.objects.count()
        client = matrix.client_of(role, world)
        with transaction.atomic():
            status = client.get(matrix.address_of(row, world)).status_code
            noted = FileRead.objects.count() - before
            transaction.set_rollback(True)
        if status == 200:
            seen += 1
            expected = 0 if getattr(world, role).pk == person else 1
            if noted != expected:
                missing.append(f"{row.name} as {role}: {noted} instead of {expected}")
    assert missing == []
    assert seen > 20


def looks(world):
    """A member of staff, somebody of the host and the student at each address of a file."""
    for room in matrix.ROOMS:
        for row in matrix.table(room).ROWS:
            about = getattr(world, row.obj, None) if row.obj and row.method == "get" else None
            person = person_of(about) if about is not None else None
            for role in ("coordinator", "mentor", "student") if person else ():
                if role in row.ok:
                    yield row, role, person


def test_every_view_of_a_file_asks_the_gate_for_its_row():
    """No view of a table of a student's file gets its row past the gate that notes the reader."""
    for callback in callbacks():
        view = getattr(callback, "view_class", None) or getattr(callback, "cls", None)
        model = getattr(view, "model", None)
        holding = holding_of(model) if model else None
        if holding and holding.file and "get_object" in vars(view):
            source = vars(view)["get_object"].__code__.co_names
            assert "super" in source, view


@pytest.fixture
def run():
    return make_trajectory()


@pytest.fixture
def reader(run, client):
    person = make_coordinator(run.student.institution)
    sign_in(client, person)
    return person


def test_a_look_is_noted_once_a_minute_and_again_later(run, reader, client, frozen_clock):
    address = reverse("trajectories:trajectory-detail", args=[run.uuid])
    for __ in range(3):
        assert client.get(address).status_code == 200
    (look,) = FileRead.objects.all()
    assert (look.person, look.reader, look.impersonator) == (run.student.user, reader, None)
    assert (look.part, look.door) == ("trajectories.Trajectory", Door.PAGE)
    frozen_clock.shift(61)
    client.get(address)
    assert FileRead.objects.count() == 2


def test_a_program_is_another_door(run, reader, client):
    client.get(reverse("trajectory-detail", args=[run.uuid]))
    assert FileRead.objects.get().door == Door.API


def test_lists_and_one_s_own_file_are_not_noted(run, client):
    """A list on the screen shows names and states only; and nobody spies on themselves."""
    sign_in(client, run.student.user)
    client.get(reverse("trajectories:trajectory-detail", args=[run.uuid]))
    sign_in(client, make_coordinator(run.student.institution))
    client.get(reverse("trajectories:student-list"))
    assert not FileRead.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_list_that_is_saved_as_a_file_is_noted_at_every_student(run, reader, client, kind):
    """Those in the file, with the filter that stood; not the others, and no search words."""
    other = make_trajectory().student
    beside = make_student(run.student.programme)
    address = reverse("trajectories:student-list")
    file = client.get(address, {"export": kind})
    assert b"".join(file)
    looks = FileRead.objects.all()
    assert {look.person_id for look in looks} == {run.student.user_id, beside.user_id}
    assert {(look.reader, look.part, look.door) for look in looks} == {
        (reader, "trajectories.Student", Door.LIST)
    }
    assert other.user_id not in {look.person_id for look in looks}
    sign_in(client, run.student.user)
    own = client.get(reverse("core:privacy"), HTTP_ACCEPT_LANGUAGE="nl").content.decode()
    assert str(reader) in own
    assert "als bestand is bewaard" in own


def test_saved_list_notes_only_what_the_filter_left(run, reader, client):
    beside = make_student(run.student.programme)
    address = reverse("trajectories:student-list")
    assert b"".join(client.get(address, {"export": "csv", "q": beside.student_number}))
    assert FileRead.objects.get().person == beside.user


def test_page_of_a_list_over_the_api_is_noted_at_every_student_on_it(run, reader, client):
    """A program can fetch every file so: its own door, and those on the page only."""
    for __ in range(2):
        make_trajectory(run.position)
    address = reverse("trajectory-list")
    first = client.get(address, {"page_size": 2}).json()
    shown = {one["id"] for one in first["items"]}
    runs = Trajectory.objects.filter(uuid__in=shown)
    looks = FileRead.objects.all()
    assert {look.person_id for look in looks} == set(runs.values_list("student__user", flat=True))
    assert {(look.reader, look.part, look.door) for look in looks} == {
        (reader, "trajectories.Trajectory", Door.API)
    }
    assert len(looks) == 2
    client.get(first["next"])
    assert FileRead.objects.count() == 3


def test_list_over_the_api_costs_two_statements_for_any_number(run, reader, client):
    def ask() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("trajectory-list"))
        return [query["sql"] for query in queries]

    ask()
    one = ask()
    for __ in range(3):
        make_trajectory(run.position)
    four = ask()
    assert len(one) == len(four)
    assert sum("core_fileread" in statement for statement in four) == 1
    assert FileRead.objects.count() == 4


def test_own_rows_in_a_list_over_the_api_are_not_noted(run, client):
    sign_in(client, run.student.user)
    assert len(client.get(reverse("trajectory-list")).json()["items"]) == 1
    client.get(reverse("host-list"))
    assert not FileRead.objects.exists()


def test_every_list_of_a_file_over_the_api_goes_through_the_gate():
    """No list of a table of a student's file gets its page past the gate that notes the reader."""
    seen = 0
    for callback in callbacks():
        view = getattr(callback, "cls", None)
        holding = holding_of(view.model) if getattr(view, "model", None) else None
        if holding and holding.file and "list" in getattr(callback, "actions", {}).values():
            seen += 1
            assert view.paginate_queryset is ScopedViewSet.paginate_queryset, view
            assert view.list is ScopedViewSet.list, view
    assert seen > 5


def test_saved_list_of_hosts_notes_nobody(run, reader, client):
    assert b"".join(client.get(reverse("partnerships:host-list"), {"export": "csv"}))
    assert not FileRead.objects.exists()


def test_a_look_costs_one_statement(run, reader, client):
    address = reverse("trajectories:trajectory-detail", args=[run.uuid])
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert sum("core_fileread" in q["sql"] for q in queries) == 1


def test_nobody_sees_a_look_that_was_refused(run, client):
    sign_in(client, make_coordinator())
    address = reverse("trajectories:trajectory-detail", args=[run.uuid])
    assert client.get(address).status_code == 404
    assert not FileRead.objects.exists()


def test_notes_cannot_be_changed_or_taken_away(run, reader, client):
    """Append-only for the application, also for raw SQL."""
    client.get(reverse("trajectories:trajectory-detail", args=[run.uuid]))
    for statement in ("UPDATE core_fileread SET part = 'x'", "DELETE FROM core_fileread"):
        with (
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert FileRead.objects.count() == 1
