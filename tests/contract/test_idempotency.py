"""Every POST, sent twice with one key: done once, answered twice alike (HTTP itself says what
PUT, PATCH and DELETE do when they come twice).
"""

from copy import deepcopy

import pytest
from django.db import transaction

from tests.api import code
from tests.attacks.test_api import counts
from tests.contract.operations import call, operations

pytestmark = pytest.mark.django_db
KEPT = ("ETag", "Location")


def changed(body):
    """Another body of the same form: one more name in it, or another number of things."""
    return deepcopy(body) | {"": "another"} if isinstance(body, dict) else [*body, *body]


def complaint(one, client, world) -> str:
    """What is not right when a request comes twice; empty when all is well."""
    headers = {"Idempotency-Key": f"twice-{one.id}"}
    body = one.example(world)
    first = call(one, client, world, headers, body=body)
    if str(first.status_code) != one.success:
        return f"first {first.status_code} {first.content.decode()[:200]}"
    before = counts()
    again = call(one, client, world, headers, body=None if one.need.form else body)
    told = [[answer.status_code, answer.content] for answer in (first, again)]
    tags = [[answer.headers.get(name) for name in KEPT] for answer in (first, again)]
    if told[0] != told[1] or tags[0] != tags[1]:
        return f"answered otherwise: {again.status_code} {again.content.decode()[:200]}"
    if again.headers.get("Idempotency-Replayed") != "true":
        return "done a second time"
    if counts() != before:
        return "something was written the second time"
    if body is not None:
        other = call(one, client, world, headers, body=changed(body))
        if (other.status_code, code(other)) != (409, "key-reused"):
            return f"another body: {other.status_code}"
    return ""


@pytest.mark.long
def test_every_change_that_comes_twice_happens_once(world, clients):
    """Issue 3: the same answer for the same key, nothing written again, 409 for another body."""
    wrong, tried = [], 0
    for one in operations():
        if one.method == "post":
            with transaction.atomic():
                if said := complaint(one, clients[one.role()], world):
                    wrong.append(f"{one.id}: {said}")
                transaction.set_rollback(True)
            tried += 1
    assert not wrong, "\n".join(wrong)
    assert tried > 80
