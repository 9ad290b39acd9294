"""The examples of the OpenAPI file: each is sent as it stands there and answered."""

import json

import pytest
from django.db import transaction
from jsonschema import Draft202012Validator

from core.api.documentation import description
from tests.api import JSON
from tests.contract.operations import Operation, call, marked_otherwise, operations

pytestmark = pytest.mark.django_db


def complaint(one: Operation, answer) -> str:
    """What is not as promised about the answer to an example; empty when all is well."""
    if str(answer.status_code) != one.success:
        return f"{answer.status_code} {b''.join(answer).decode()[:500]}"
    promised = one.spec["responses"][one.success]
    if otherwise := marked_otherwise(one, answer):
        return otherwise
    if missing := set(promised.get("headers", ())) - set(answer.headers):
        return f"lacks {missing}"
    kind = answer.headers.get("Content-Type", "").split(";")[0]
    if kind not in (promised.get("content") or {"": None}):
        return f"is {kind}"
    if kind != JSON:
        return ""
    schema = promised["content"][JSON]["schema"] | {"components": description()["components"]}
    return "; ".join(
        f"{error.json_path} {error.message[:200]}"
        for error in Draft202012Validator(schema).iter_errors(json.loads(b"".join(answer)))
    )


@pytest.mark.long
def test_every_operation_does_what_its_example_says(world, clients):
    """Each request is rolled back: success, the promised headers and shape, and what the
    description calls deprecated says so in its answer, and nothing else does.
    """
    wrong = []
    for one in operations():
        with transaction.atomic():
            if said := complaint(one, call(one, clients[one.role()], world)):
                wrong.append(f"{one.id}: {said}")
            transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)


def test_every_body_of_text_has_an_example():
    """A body of JSON without example teaches nobody; files have none."""
    bare = [
        one.id for one in operations() if JSON in one.media and not one.media[JSON].get("examples")
    ]
    assert bare == []


def test_operations_have_names_of_their_own():
    """A client that is generated from the file makes a function of each."""
    names = [one.id for one in operations()]
    assert len(set(names)) == len(names) > 150
