"""Reading collections: pages that hold while others write, order, filters, fields, relations."""

from collections import defaultdict
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import get_resolver

from core.api import sorting
from core.api.shape import Shape, expanded_rows
from core.api.views import ScopedViewSet
from core.encryption import encrypt
from core.views.pages import ScopedListPage
from tests.api import code, places
from tests.factories import partnerships as make
from tests.factories.trajectories import (
    make_log_entry,
    make_pathway,
    make_position,
    make_trajectory,
)
from tests.people import sign_in
from tests.test_architecture import callbacks
from trajectories.api.serializers import PositionSerializer
from trajectories.enums import PathwayState
from trajectories.models import Position

pytestmark = pytest.mark.django_db
PATHWAYS = "/api/v1/pathways/"


def viewsets() -> list[type[ScopedViewSet]]:
    found = {getattr(one, "cls", None) for one in callbacks(get_resolver().url_patterns)}
    return sorted(
        (one for one in found if one and issubclass(one, ScopedViewSet)), key=lambda c: c.__name__
    )


def list_pages() -> list[type[ScopedListPage]]:
    found = {getattr(one, "view_class", None) for one in callbacks()}
    pages = [one for one in found if one and issubclass(one, ScopedListPage)]
    # The list of a thing stands in its own room; later rooms show a part of it.
    return [one for one in pages if one.__module__.startswith(one.model._meta.app_label)]


@pytest.fixture
def programme(client):
    """A programme of an institution whose coordinator is signed in."""
    programme = make.make_programme()
    sign_in(client, make.make_coordinator(programme.institution, language="en"))
    return programme


def named(programme, *titles: str):
    return [make_pathway(programme, title_nl=title, title_en="") for title in titles]


def pages(client, address: str, **query) -> list[list[str]]:
    """The titles of every page, following ``next``."""
    found, answer = [], client.get(address, query).json()
    while True:
        found.append([row["title_nl"] for row in answer["items"]])
        if answer["next"] is None:
            return found
        answer = client.get(answer["next"]).json()


# Pages


def test_every_row_comes_once_however_small_the_pages(client, programme):
    named(programme, "E", "A", "C", "B", "D")
    assert pages(client, PATHWAYS, page_size=2) == [["E", "A"], ["C", "B"], ["D"]]
    assert pages(client, PATHWAYS, page_size=2, sort="title_nl") == [["A", "B"], ["C", "D"], ["E"]]
    assert pages(client, PATHWAYS, page_size=3, sort="-title_nl") == [["E", "D", "C"], ["B", "A"]]


def test_rows_that_come_and_go_meanwhile_move_nobody(client, programme):
    first, *__ = named(programme, "B", "D", "F")
    answer = client.get(PATHWAYS, {"page_size": 2, "sort": "title_nl"}).json()
    assert [row["title_nl"] for row in answer["items"]] == ["B", "D"]
    first.delete()
    named(programme, "A", "E")
    following = client.get(answer["next"]).json()
    assert [row["title_nl"] for row in following["items"]] == ["E", "F"]


def test_rows_with_equal_and_empty_values_come_once(client, programme):
    named(programme, "Z", "Z", "Z", "Y")
    assert pages(client, PATHWAYS, page_size=1, sort="academic_year") == [
        ["Z"],
        ["Z"],
        ["Z"],
        ["Y"],
    ]


def test_empty_values_come_last_both_ways(client, programme):
    """A run in which nothing was logged yet has no last day."""
    for day in (None, 4, None, 3):
        run = make_trajectory(make_position(make_pathway(programme)))
        if day:
            make_log_entry(run, day=date(2026, 9, day))

    def days(sort: str) -> list[str]:
        query = {"page_size": 1, "sort": sort}
        found, answer = [], client.get("/api/v1/trajectories/", query).json()
        while answer["next"]:
            found += answer["items"]
            answer = client.get(answer["next"]).json()
        return [(row["last_day"] or "")[-2:] for row in found + answer["items"]]

    assert days("last_day") == ["03", "04", "", ""]
    assert days("-last_day") == ["04", "03", "", ""]


@pytest.mark.parametrize("size", ["0", "201", "-1", "x", "1.5", "٣", "9" * 400, ""])
def test_size_of_a_page_has_bounds(client, programme, size):
    answer = client.get(PATHWAYS, {"page_size": size})
    assert (answer.status_code, places(answer)) == (400, ["page_size"])


def test_cursor_of_another_list_order_or_making_is_refused(client, programme):
    named(programme, "A", "B")
    answer = client.get(PATHWAYS, {"page_size": 1}).json()
    cursor = parse_qs(urlsplit(answer["next"]).query)["cursor"][0]
    forged = encrypt('{"path": "/api/v1/pathways/", "sort": "", "place": [[1]]}')
    for address, query in (
        ("/api/v1/positions/", {"cursor": cursor}),
        (PATHWAYS, {"cursor": cursor, "sort": "title_nl"}),
        (PATHWAYS, {"cursor": cursor[:-2]}),
        (PATHWAYS, {"cursor": "x"}),
        (PATHWAYS, {"cursor": "x" * 5000}),
        (PATHWAYS, {"cursor": "\x00"}),
        (PATHWAYS, {"cursor": forged}),
    ):
        refused = client.get(address, query)
        assert (refused.status_code, places(refused)) == (400, ["cursor"])


def test_cursor_tells_nothing_to_who_reads_the_address(client, programme):
    """Values to sort by may be names: they are not in the address."""
    named(programme, "Geheim", "Zeker")
    answer = client.get(PATHWAYS, {"page_size": 1, "sort": "title_nl"}).json()
    assert answer["items"][0]["title_nl"] == "Geheim"
    assert "Geheim" not in answer["next"]


# Order and filters: those of the pages


def of_pages(name: str) -> dict:
    """What the lists of each model have of this kind; there may be two lists of one model."""
    found = defaultdict(set)
    for page in list_pages():
        if value := getattr(page, name):
            found[page.model].add(value)
    return found


def test_lists_sort_by_the_columns_of_the_page():
    """The same table for both doors; what only the page counts is no order of the API."""
    counted = {
        "HostViewSet": {"site_count", "is_partner"},
        "PathwayViewSet": {"places"},
        "RoundViewSet": {"application_count"},
    }
    tables = of_pages("table_class")
    for viewset in viewsets():
        if viewset.table_class is None:
            continue
        columns = viewset.table_class.base_columns.items()
        orderable = {name for name, column in columns if column.orderable is not False}
        view = viewset(swagger_fake_view=True, action="list")
        found = set(sorting.sortable(viewset.table_class, view.get_queryset()))
        assert orderable - found == counted.get(viewset.__name__, set())
        if viewset.model in tables and viewset.__name__ != "HostViewSet":
            assert issubclass(viewset.table_class, tuple(tables[viewset.model]))


def test_lists_filter_like_the_pages():
    """One set of filters per thing, used by the page and the API."""
    filters = of_pages("filterset_class")
    shared = [one for one in viewsets() if one.model in filters]
    assert len(shared) > 8
    differing = [one.__name__ for one in shared if one.filterset_class not in filters[one.model]]
    assert differing == []


def test_every_column_sorts(client, programme):
    for viewset in viewsets():
        view = viewset(swagger_fake_view=True, action="list")
        rows = view.get_queryset()
        for name, paths in sorting.sortable(viewset.table_class, rows).items():
            order = sorting.Order(name, sorting.keys_of(rows.model, paths, descending=True), "pk")
            assert list(order.apply(rows)) == []


def test_unknown_order_names_the_known_ones(client, programme):
    answer = client.get(PATHWAYS, {"sort": "secret"})
    assert (answer.status_code, places(answer)) == (400, ["sort"])
    assert "title_nl" in answer.json()["errors"][0]["detail"]


def test_slip_of_the_pen_in_a_filter_does_not_find_everything(client, programme):
    answer = client.get(PATHWAYS, {"stat": "open"})
    assert (answer.status_code, code(answer)) == (400, "unknown-parameter")
    assert places(answer) == ["stat"]
    assert "state" in answer.json()["detail"]


def test_value_that_a_filter_does_not_know_is_named(client, programme):
    answer = client.get(PATHWAYS, {"state": "nonsense"})
    assert (answer.status_code, places(answer)) == (400, ["state"])


# Fields and relations


def test_fields_choose_what_is_sent(client, programme):
    (pathway,) = named(programme, "A")
    row = client.get(PATHWAYS, {"fields": "title_nl,state"}).json()["items"][0]
    assert row == {"id": str(pathway.uuid), "state": "open", "title_nl": "A"}
    one = client.get(f"{PATHWAYS}{pathway.uuid}/", {"fields": "actions"}).json()
    assert sorted(one) == ["actions", "id"]


def test_unknown_field_names_the_known_ones(client, programme):
    answer = client.get(PATHWAYS, {"fields": "title_nl,password"})
    assert (answer.status_code, places(answer)) == (400, ["fields"])
    assert "“password”" in answer.json()["errors"][0]["detail"]


def test_relation_comes_in_full_through_the_readers_scope(client, programme):
    pathway = make_pathway(programme)
    position = make_position(pathway)
    row = client.get("/api/v1/positions/", {"expand": "pathway"}).json()["items"][0]
    assert (row["id"], row["pathway"]["id"]) == (str(position.uuid), str(pathway.uuid))
    assert row["pathway"]["programme"] == str(programme.uuid)


def test_relation_of_a_relation_comes_in_full(client, programme):
    run = make_trajectory(make_position(make_pathway(programme)))
    make_log_entry(run)
    query = {"expand": "trajectory.position,trajectory"}
    row = client.get("/api/v1/log-entries/", query).json()["items"][0]
    assert row["trajectory"]["position"]["id"] == str(run.position.uuid)
    assert row["trajectory"]["pathway"] == str(run.pathway.uuid)


def test_relation_outside_the_scope_stays_an_identifier(rf):
    """Who may see the one but not the other reads no more than before."""
    position = make_position(make_pathway(state=PathwayState.DRAFT))
    wanted = Shape(expand={"pathway": Shape()})

    def shown_to(user):
        rows = expanded_rows(Position.objects.all(), PositionSerializer, wanted, user)
        request = rf.get("/")
        request.user = user
        return PositionSerializer(rows.get(), shape=wanted, context={"request": request}).data

    assert shown_to(position.pathway.coordinator)["pathway"]["id"] == str(position.pathway.uuid)
    assert shown_to(make.make_user())["pathway"] == position.pathway.uuid


@pytest.mark.parametrize("path", ["programme", "pathway.programme", "pathway.pathway.pathway", "x"])
def test_relation_that_cannot_be_expanded_is_refused(client, programme, path):
    answer = client.get("/api/v1/positions/", {"expand": path})
    assert (answer.status_code, places(answer)) == (400, ["expand"])


@pytest.mark.parametrize(
    ("address", "expand", "queries"),
    [
        ("positions", "pathway", 5),
        ("trajectories", "pathway,position.pathway", 9),
        ("log-entries", "trajectory.pathway", 9),
    ],
)
@pytest.mark.parametrize("rows", [1, 3])
def test_relations_cost_the_same_for_one_and_three_rows(
    client, programme, django_assert_num_queries, address, expand, queries, rows
):
    for __ in range(rows):
        make_log_entry(make_trajectory(make_position(make_pathway(programme))))
    with django_assert_num_queries(queries):
        answer = client.get(f"/api/v1/{address}/", {"expand": expand})
    assert len(answer.json()["items"]) == rows


# Actions


def test_action_says_where_to_send_it(client, programme):
    (pathway,) = named(programme, "A")
    actions = client.get(f"{PATHWAYS}{pathway.uuid}/").json()["actions"]
    close = next(action for action in actions if action["name"] == "close")
    assert close == {
        "name": "close",
        "label": close["label"],
        "href": f"http://testserver{PATHWAYS}{pathway.uuid}/close/",
        "method": "POST",
        "allowed": True,
        "unmet": [],
    }
