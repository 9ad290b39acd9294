"""Schemathesis: requests made from the contract, well formed and not, against the whole API.

Every check that Schemathesis knows is asked of every answer. Nobody's luck: the same requests
in every run.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from schemathesis.engine import events, from_schema
from schemathesis.engine.run import PhaseName
from schemathesis.transport.wsgi import WSGITransport

from core.api.base import WRITING
from core.api.problems import PROBLEMS
from tests.access import World
from tests.access.world import build_world, client_of
from tests.api import writing
from tests.contract.narrowed import narrowed
from tests.contract.needs import prepare
from tests.contract.operations import operations
from tests.factories.reporting import make_api_client, token_for

FORGERY_TOKEN = "a" * 32  # what a page of ours would have sent along
LONGEST = 20
# Well-formed requests that a rule refuses (400) which no schema can tell.
BEYOND_A_SCHEMA = {
    "PATCH /api/v1/notifications/preferences/": "topics of which one can hear",
    "POST /api/v1/agreement-clauses/{uuid}/fill/": "the facts that this clause states",
    "POST /api/v1/applications/{uuid}/check/": "an answer to each condition of the pathway",
    "POST /api/v1/applications/{uuid}/rank/": "positions of the pathway, each once",
    "POST /api/v1/applications/{uuid}/rate/": "a mark for each criterion of the round",
    "POST /api/v1/closing-periods/{uuid}/change/": "the last day not before the first",
    "POST /api/v1/dated-rules/": "the last day not before the first",
    "POST /api/v1/dated-rules/{uuid}/correct/": "the last day not before the first",
    "POST /api/v1/documents/": "the bytes are looked at",
    "POST /api/v1/import-jobs/": "the bytes are looked at",
    "POST /api/v1/import-jobs/{uuid}/columns/": "as many as the file has, each needed one",
    "POST /api/v1/import-jobs/{uuid}/reading/": "an encoding in which the file can be read",
    "POST /api/v1/log-entries/{uuid}/rewrite/": "a day of the run that has no other entry",
    "POST /api/v1/lotteries/{uuid}/promise/": "a sentence that is long enough, or its SHA-256",
    "POST /api/v1/lotteries/{uuid}/reveal/": "the sentence that was promised",
    "POST /api/v1/organisations/{uuid}/set-access-code/": "the right form, of no other",
    "POST /api/v1/pathways/{uuid}/edit/": "no more credits than the programme has",
    "POST /api/v1/pathways/{uuid}/place-outcomes/": "outcomes of the programme",
    "POST /api/v1/people/": "the last day not before the first",
    "POST /api/v1/preferences/{uuid}/judge/": "a reason when it cannot work",
    "POST /api/v1/preferences/{uuid}/rate/": "a mark for each criterion of the round",
    "POST /api/v1/preferences/{uuid}/withdraw/": "a word about another reason",
    "POST /api/v1/recognitions/": "at most some years, without overlap",
    "POST /api/v1/reminders/": "after the last day by a day at least, and once",
    "POST /api/v1/reminders/{uuid}/change/": "after the last day by a day at least, and once",
    "POST /api/v1/reviews/": "a partnership or a trajectory, not both",
    "POST /api/v1/reviews/{uuid}/answer/": "criteria of the instrument, by their code",
    "POST /api/v1/rounds/{uuid}/ask-witness/": "an address of somebody who speaks for the party",
    "POST /api/v1/rounds/{uuid}/set-criteria/": "weights that make 100 together",
    "POST /api/v1/trajectories/{uuid}/log/": "outcomes of the programme",
}
# A whole file is more than chance makes; `tests.contract.test_examples` sends one to each.
WITH_A_FILE = {
    "POST /api/v1/documents/",
    "POST /api/v1/documents/{uuid}/replace/",
    "POST /api/v1/import-jobs/",
}
OF_SOCKETS = {"max_redirects", "verify", "cert", "proxies"}


@pytest.fixture
def without_sockets(monkeypatch):
    """Over WSGI there is no socket, but Schemathesis 4.32 hands its settings to the client."""
    send = WSGITransport.send

    def only_what_it_knows(self, case, **kwargs):
        return send(self, case, **{k: v for k, v in kwargs.items() if k not in OF_SOCKETS})

    monkeypatch.setattr(WSGITransport, "send", only_what_it_knows)


class RolledBack:
    """The platform over WSGI. Nothing of a request stays, so that every request meets the same."""

    def __init__(self) -> None:
        self.platform = get_wsgi_application()

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        signals.request_started.disconnect(close_old_connections)  # it would end the transaction
        try:
            with transaction.atomic():
                answer = self.platform(environ, start_response)
                content = list(answer)
                transaction.set_rollback(True)
            signals.request_finished.disconnect(close_old_connections)
            answer.close()
        finally:
            signals.request_started.connect(close_old_connections)
            signals.request_finished.connect(close_old_connections)
        return content


class SignIns:
    """Whoever the access matrix lets through: a session of the pages, or a token."""

    def __init__(self, world: World) -> None:
        self.roles = {f"{one.method.upper()} {one.path}": one.role() for one in operations()}
        self.token = token_for(*make_api_client(world.ministry, actor=world.analyst))
        self.sessions = {
            role: client_of(role, world, confirmed=True).cookies["sessionid"].value
            for role in set(self.roles.values()) - {"program"}
        }

    def get(self, case: Any, context: Any) -> str:
        """Who calls this operation."""
        return self.roles[case.operation.label]

    def set(self, case: Any, role: str, context: Any) -> None:
        """Call it as they do, with the headers that the narrowed contract leaves out."""
        said = {parameter["name"] for parameter in case.operation.definition.raw["parameters"]}
        for name, value in writing().items():
            if case.method in WRITING and name not in said:
                case.headers.setdefault(name, value)
        if role == "program":
            case.headers["Authorization"] = f"Bearer {self.token}"
        else:
            case.cookies |= {"sessionid": self.sessions[role], "csrftoken": FORGERY_TOKEN}
            case.headers["X-CSRFToken"] = FORGERY_TOKEN


def contract(world: World, *phases: str) -> Any:
    """The contract with whom and what it is tried."""
    schema = schemathesis.openapi.from_dict(narrowed(world))
    schema.app = RolledBack()
    schema.config.update(base_url="http://testserver", workers=1)
    schema.config.generation.update(
        max_examples=2, deterministic=True, database="none", no_shrink=True
    )
    schema.config.phases.update(phases=list(phases))
    schema.config.phases.coverage.unexpected_methods = {"trace", "patch"}
    # RFC 6585 made 428 for exactly this.
    schema.config.checks.missing_required_header.expected_statuses.append("428")

    @schema.auth(cache_by_key=lambda case, context: case.operation.label)
    class SignedIn(SignIns):
        """In this world."""

        def __init__(self) -> None:
            super().__init__(world)

    return schema


def complaints(scenario: events.ScenarioFinished) -> Iterator[str]:
    """What is wrong with the answers of a group of requests, with how to send them again."""
    for key, nodes in scenario.recorder.checks.items():
        for node in nodes:
            if node.failure_info is not None and not is_rule_of_a_room(scenario, key, node.name):
                failure = node.failure_info.failure
                said = f"{scenario.recorder.label}: {node.name}: {failure.title} {failure.message}"
                yield f"{said}\n{node.failure_info.code_sample}"


def is_rule_of_a_room(scenario: events.ScenarioFinished, key: str, check: str) -> bool:
    """Whether a well-formed request was refused by a rule that no schema can tell.

    Of a body at random that may be any rule: days are rarely in order by chance.
    """
    answer = scenario.recorder.interactions[key].response
    label = scenario.recorder.label
    is_random_body = scenario.phase == PhaseName.FUZZING and label.startswith("POST")
    return (
        check == "positive_data_acceptance"
        and (is_random_body or label in BEYOND_A_SCHEMA)
        and answer.json()["type"] == PROBLEMS["invalid"].type
    )


def meets_a_rule(scenario: events.ScenarioFinished) -> bool:
    """Whether one of these requests was refused by a rule that no schema can tell."""
    return any(
        node.failure_info is not None and is_rule_of_a_room(scenario, key, node.name)
        for key, nodes in scenario.recorder.checks.items()
        for node in nodes
    )


class Outcome:
    """What came of a run: complaints, and the statuses of every operation."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.needed: set[str] = set()
        self.statuses: dict[str, Counter[int]] = defaultdict(Counter)

    def run(self, schema: Any) -> None:
        """Send all of it."""
        for event in from_schema(schema).execute():
            if isinstance(event, events.NonFatalError):
                self.wrong.append(f"{event.label}: {event.value!r}")
            elif isinstance(event, events.ScenarioFinished):
                self.wrong += complaints(event)
                if event.phase == PhaseName.COVERAGE and meets_a_rule(event):
                    self.needed.add(event.recorder.label)
                self.statuses[event.recorder.label].update(
                    one.response.status_code
                    for one in event.recorder.interactions.values()
                    if one.response is not None
                )


@pytest.mark.long
def test_platform_keeps_its_contract_whatever_is_sent(committed, virus_scanner, without_sockets):
    """Every operation is reached, succeeds at least once, and no check fails.

    The examples and some random requests go to every operation; the systematic ones, a wrong
    value at each place, to every fifth one, or to all with ``CONTRACT_WHOLE=1``. What stands in
    `BEYOND_A_SCHEMA` must be met there: a row that nothing needs any more fails too.
    """
    world = build_world()
    prepare(world)
    names = [one.id for one in operations()]
    share = 1 if os.environ.get("CONTRACT_WHOLE") else 5
    outcome = Outcome()
    outcome.run(contract(world, "examples", "fuzzing"))
    outcome.run(contract(world, "coverage").include(operation_id=names[::share]))
    assert not outcome.wrong, f"{len(outcome.wrong)}:\n" + "\n\n".join(outcome.wrong[:LONGEST])
    succeeded = {label for label, found in outcome.statuses.items() if min(found) < 300}
    every = {f"{one.method.upper()} {one.path}" for one in operations()}
    assert every - succeeded - WITH_A_FILE == set()
    tried = {f"{one.method.upper()} {one.path}" for one in [*operations()][::share]}
    assert (tried & set(BEYOND_A_SCHEMA)) - outcome.needed == set(), "say it no longer"
