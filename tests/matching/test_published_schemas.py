"""Every document that the platform seals and hands out has the shape that is published (B3)."""

import copy
import json
from dataclasses import replace

import jsonschema
import pytest
from django.conf import settings
from django.urls import reverse

from matching import services
from matching.engine import sealed_shapes, verify
from matching.engine.outcomes import UNTOLD
from matching.enums import (
    AcceptanceParty,
    ApplicationState,
    LotteryParty,
    RefusalReason,
    RoundState,
)
from matching.models import Explanation, Preference
from tests.factories.matching import (
    SENTENCES,
    make_application,
    make_condition,
    make_intake,
    make_own_place,
    make_round,
    make_witness,
    matched,
    move_round,
    rated,
)
from tests.people import sign_in
from trajectories.models import HostLimit

pytestmark = pytest.mark.django_db

FOLDER = settings.BASE_DIR / "docs/reference/matching"
# The schema of every file, by the address where it is handed out.
FILES = {
    "public-round-criteria": "round-criteria",
    "public-round-certificate": "matching-public-certificate",
    "matching:round-audit-certificate": "matching-certificate",
    "matching:round-audit-inputs": "round-inputs",
    "matching:round-audit-explanations": "round-explanations",
}
NAMED = {"marks", "seals", "secrets"}  # whose keys are names of criteria, seals or parties
# What documents that were sealed before do not have.
LATER = {*sealed_shapes.LATER_RULES, "explanations_sha256"}


def published(name):
    """What validates a document of this kind, as it is committed."""
    shape = json.loads((FOLDER / f"{name}.schema.json").read_text())
    return jsonschema.Draft202012Validator(shape)


@pytest.fixture
def world():
    """A second round with everything that there is: a kept lot, two parties, a minimum, limits, an
    own employer, a refusal, conditions, somebody left out.
    """
    first = make_intake(capacity=1)
    back = [rated(first), rated(first)]
    matched(first)
    pathway = first.intake.pathway
    placed = next(row for row in back if hasattr(row, "offer"))
    services.accept_offer(placed, actor=placed.student.user)
    for position, number in ((first.position, 4), (first.other_position, 3)):
        position.capacity, position.minimum = number, 3
        position.save()
    HostLimit.objects.create(pathway=pathway, organisation=first.position.host, capacity=2)
    pathway.students_at_most = 9
    pathway.save()
    later = replace(first, intake=make_round(pathway, name="Tweede ronde"))
    witness = make_witness(later.intake, LotteryParty.STUDENTS)
    services.publish_round(later.intake, actor=later.coordinator)
    move_round(later.intake, RoundState.RATING)
    condition = make_condition(pathway)
    (without,) = [row for row in back if row != placed]
    ranked = [
        rated(later, student=without.student),
        rated(later, host=5),
        rated(later, other_host=2),
    ]
    for row in ranked:
        row.eligibility_answers.create(condition=condition, met=True, checked_by=later.coach)
    said = {"actor": later.contact, "acceptable": False, "reason": "travel"}
    services.judge_pair(Preference.objects.get(application=ranked[2], rank=1), **said)
    own = make_application(later.intake, ApplicationState.ELIGIBLE, [later.other_position])
    make_own_place(own, later.position, later.contact, later.coordinator)
    make_application(later.intake)
    services.seal_round(later.intake, actor=later.coordinator)
    witness.refresh_from_db()
    sentence = SENTENCES[LotteryParty.STUDENTS]
    services.reveal_secret(witness, actor=witness.user, sentence=sentence)
    services.match_round(later.intake, actor=later.coordinator)
    return later


@pytest.fixture
def documents(world, client):
    """The files of the round as they are downloaded, and what one student gets, by schema."""
    sign_in(client, world.coordinator)
    names = {kind: (name, world.intake.uuid) for name, kind in FILES.items()}
    told = Explanation.objects.filter(application__intake_round=world.intake)
    one = told.filter(canonical__contains='"rank"').first()  # not who learns at the own employer
    names["student-explanation"] = ("matching:application-explanation", one.application.uuid)
    return {
        kind: json.loads(client.get(reverse(name, args=[uuid])).getvalue())
        for kind, (name, uuid) in names.items()
    }


def test_every_file_of_a_matched_round_has_its_published_shape(documents):
    """B3: the round has one of everything, and the verifier finds it right."""
    for kind, document in documents.items():
        published(kind).validate(document)
    inputs, full = documents["round-inputs"], documents["matching-certificate"]
    assert [row["students"] for row in inputs["kept_lots"]] != [[]]
    assert inputs["fixed"]["student"]
    assert inputs["caps"]
    assert inputs["left_out"]
    assert inputs["eligibility"]["met"]
    assert "travel" in inputs["acceptability"]["reason"]
    assert full["result"]["closings"]
    assert len(full["lottery"]["secrets"]) == 2
    others = [(kind, row) for kind, row in documents.items() if row is not full]
    assert list(verify.check(full, others)) == []


def test_published_shapes_leave_nothing_open(documents):
    """B3: a word more, a word less or a value of another kind, anywhere, is refused."""
    for kind, document in documents.items():
        shape = published(kind)
        for place, changed in spoiled(document):
            assert not shape.is_valid(changed), f"{kind}: {place}"


def spoiled(document):
    """The document with one fault, of each kind at each place, and where it is."""
    for path, value in places_in(document):
        yield path, changed_at(document, path, [[value]])
        if isinstance(value, dict) and not NAMED & set(path[-1:]):
            yield path, changed_at(document, path, value | {"more": 1})
            for name in sorted(value.keys() - may_lack(path)):
                less = {key: each for key, each in value.items() if key != name}
                yield (*path, name), changed_at(document, path, less)


def may_lack(path):
    """Of the outcome of a choice, the facts that had no part in it."""
    return set(UNTOLD) if path[-2:-1] == ("outcomes",) else LATER


def places_in(value, path=()):
    """Every place in a document, in lists that of the first row, with what stands there."""
    yield path, value
    if isinstance(value, dict):
        for name, each in value.items():
            yield from places_in(each, (*path, name))
    if isinstance(value, list) and value:
        yield from places_in(value[0], (*path, 0))


def changed_at(document, path, new):
    """A copy of the document that has something else there."""
    if not path:
        return new
    changed = copy.copy(document)
    changed[path[0]] = changed_at(document[path[0]], path[1:], new)
    return changed


def test_closed_lists_are_those_of_the_platform():
    """V27, B3: the engine knows nothing of Django, so it has them written out."""
    before = set(ApplicationState) - {ApplicationState.INTERVIEWED}
    after = {"placed", "unplaced", "accepted", "declined"}
    assert set(sealed_shapes.LEFT_OUT) == before - after
    assert set(sealed_shapes.SAY_NO) == set(AcceptanceParty)
    assert set(sealed_shapes.REASONS) == set(RefusalReason)
