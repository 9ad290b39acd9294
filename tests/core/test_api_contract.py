"""What programs rely on does not go unseen."""

from pathlib import Path

from django.conf import settings

from core.api.changes import CHANGES
from core.api.contract import CONTRACT, broken, promises
from core.api.documentation import description


def operation(**more) -> dict:
    answer = {"200": {"content": {"application/json": {"schema": {"$ref": "#/x/Thing"}}}}}
    return {"responses": answer} | more


def described(operations: dict, fields: dict, required: list[str] | None = None) -> dict:
    thing = {"properties": fields, "required": required or []}
    return {"paths": operations, "components": {"schemas": {"Thing": thing}}}


OLD = described(
    {
        "/things/": {
            "get": operation(parameters=[{"name": "q", "in": "query"}]),
            "post": operation(
                requestBody={"content": {"application/json": {"schema": {"$ref": "#/x/Thing"}}}}
            ),
        }
    },
    {"name": {}, "size": {}},
)


def changed(**values) -> list[str]:
    """What breaks when the old description changes like this."""
    new = {**OLD, **values}
    return broken(promises(OLD), promises(new))


def test_no_promise_is_broken_that_no_change_names():
    """A line of the contract that is gone stands in `core.api.changes`, or the suite fails."""
    named = {line for change in CHANGES for line in change.breaks}
    released = Path(settings.BASE_DIR, CONTRACT).read_text(encoding="utf-8").splitlines()
    assert set(broken(released, promises(description()))) - named == set()
    assert len(released) > 1000


def test_additions_break_nothing():
    schema = {"Thing": {"properties": {"name": {}, "size": {}, "new": {}}, "required": []}}
    assert changed(components={"schemas": schema}) == []
    assert changed(paths={**OLD["paths"], "/others/": {"get": operation()}}) == []


def test_operation_that_goes_breaks_its_programs():
    paths = {"/things/": {"get": OLD["paths"]["/things/"]["get"]}}
    assert changed(paths=paths) == [
        "POST /things/",
        "POST /things/ answers 200",
        "POST /things/ answers application/json",
        "POST /things/ answers name",
        "POST /things/ answers size",
        "POST /things/ reads application/json",
        "POST /things/ takes body name",
        "POST /things/ takes body size",
    ]


def test_field_that_goes_breaks_who_reads_or_sends_it():
    schema = {"Thing": {"properties": {"name": {}}, "required": []}}
    assert changed(components={"schemas": schema}) == [
        "GET /things/ answers size",
        "POST /things/ answers size",
        "POST /things/ takes body size",
    ]


def test_field_that_becomes_required_breaks_who_did_not_send_it():
    schema = {"Thing": {"properties": {"name": {}, "size": {}}, "required": ["name"]}}
    assert changed(components={"schemas": schema}) == ["POST /things/ needs body name"]


def test_parameter_that_goes_or_becomes_required_breaks():
    things = OLD["paths"]["/things/"]
    header = operation(parameters=[{"name": "If-Match", "in": "header", "required": True}])
    assert changed(paths={"/things/": {**things, "get": header}}) == [
        "GET /things/ needs If-Match",
        "GET /things/ takes q",
    ]
