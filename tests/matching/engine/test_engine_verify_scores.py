"""The verifier works every score out anew from the sealed ratings, in its own whole numbers."""

import copy
from itertools import pairwise

import pytest

from matching.engine import (
    Instance,
    Position,
    Preference,
    Scheme,
    Student,
    digest,
    full_certificate,
    solve,
    verify,
)
from tests.matching.engine.engine_ratings import Rating, combined, packed
from tests.matching.engine.engine_samples import seeded
from tests.matching.engine.test_engine_verify import LOTTERY, reseal

PLACES = ["bakery", "garage", "school"]


def criteria(weights, parties):
    return {
        "format": "round-criteria/1",
        "scale": {"lowest": 1, "highest": 5},
        "parties": parties,
        "criteria": [{"code": code, "weight": weight} for code, weight in weights.items()],
        "lottery_commitment": LOTTERY.commitments[0].to_dict(),
    }


def rate(rng, student, position, party, rater, codes):
    return [
        {
            "student": student,
            "position": position,
            "party": party,
            "rater": rater,
            "criterion": code,
            "score": rng.randint(1, 5),
        }
        for code in codes
    ]


def sealed(seed):
    """Criteria and inputs of a small round: several raters, refusals, weights of all sizes."""
    rng = seeded(seed)
    codes = [f"C{number}" for number in range(rng.randint(1, 4))]
    parties = {"institution": rng.randint(1, 9), "host": rng.randint(1, 9)}
    inputs = {
        "format": "round-inputs/2",
        "students": [f"s{number}" for number in range(5)],
        "positions": [{"id": name, "capacity": 1} for name in PLACES],
        "lists": [],
        "acceptability": [],
        "ratings": [],
    }
    for student in inputs["students"]:
        for rater in range(rng.randint(1, 3)):
            given = rate(rng, student, None, "institution", f"r{rater}", codes)
            inputs["ratings"] += given
        for rank, name in enumerate(rng.sample(PLACES, rng.randint(1, 3)), start=1):
            pair = {"student": student, "position": name}
            inputs["lists"].append(pair | {"rank": rank})
            for rater in range(rng.randint(1, 4)):
                inputs["ratings"] += rate(rng, student, name, "host", f"h{rater}", codes)
            no = {"party": "host", "acceptable": rng.random() < 0.8, "reason": "travel"}
            inputs["acceptability"].append(pair | no)
    weights = {code: rng.randint(1, 50) for code in codes}
    return criteria(weights, parties), inputs


def engine_scores(scheme, inputs):
    """The engine's scores of the pairs to which nobody said no."""
    refused = {
        (r["student"], r["position"]) for r in inputs["acceptability"] if not r["acceptable"]
    }
    pairs = [(row["student"], row["position"]) for row in inputs["lists"]]
    ratings = [
        Rating(r["student"], r["position"], r["criterion"], r["party"], r["rater"], r["score"])
        for r in inputs["ratings"]
    ]
    parts = {row["code"]: row["weight"] for row in scheme["criteria"]}
    scores = combined(Scheme(parts, scheme["parties"], 1, 5), ratings, pairs, refused)[1]
    return {pair: score for pair, score in scores.items() if pair not in refused}


def certificate(scheme, inputs):
    """What the platform would seal of it."""
    scores, lots = engine_scores(scheme, inputs), LOTTERY.numbers(inputs["students"])
    instance = Instance.of(
        [Student(name, lots[name]) for name in inputs["students"]],
        [Position(row["id"], row["capacity"]) for row in inputs["positions"]],
        [
            Preference(row["student"], row["position"], row["rank"], scores[pair])
            if (pair := (row["student"], row["position"])) in scores
            else Preference(*pair, row["rank"], 0, acceptable=False, reason="host:travel")
            for row in inputs["lists"]
        ],
    )
    seals = {"criteria": digest(scheme), "inputs": digest(packed(inputs))}
    return full_certificate(instance, LOTTERY, solve(instance), seals)


def found(full, scheme, inputs):
    documents = [("criteria", scheme), ("inputs", packed(inputs))]
    findings = verify.check(full, documents)
    # The lottery of these rounds has three parties, their criteria promise one.
    return {code for code, place in findings if "promise" not in place}


def test_scores_of_the_engine_are_those_of_the_sealed_ratings():
    """V28, B3: a hundred rounds, two ways of counting that share no code."""
    for seed in range(100):
        scheme, inputs = sealed(seed)
        assert found(certificate(scheme, inputs), scheme, inputs) == set()


SCHEME, INPUTS = sealed(4)


def scored(full):
    """The choices that have a score."""
    return [c for row in full["instance"]["students"] for c in row["choices"] if "score" in c]


def by_party(rows, party):
    return [row for row in rows if row["party"] == party]


def exchanged(full):
    for one, other in pairwise(scored(full)):
        if one["score"] != other["score"]:
            one["score"], other["score"] = other["score"], one["score"]
            return


def refused_instead(full):
    choice = scored(full)[0]
    del choice["score"]
    choice["refused"] = "host:travel"


def each(full, change):
    for choice in scored(full):
        choice["score"] = change(choice["score"])


IN_THE_CERTIFICATE = {
    "a score raised by the least": (
        "score",
        lambda c: scored(c)[0].update(score=scored(c)[0]["score"] + 1),
    ),
    "two scores exchanged": ("score", exchanged),
    "all scores doubled, in the same order": ("score", lambda c: each(c, lambda s: 2 * s)),
    "all scores rounded": ("score", lambda c: each(c, lambda s: s // 100)),
    "a score turned into a no": ("document", refused_instead),
    "a no for another reason": (
        "document",
        lambda c: next(
            choice
            for row in c["instance"]["students"]
            for choice in row["choices"]
            if "refused" in choice
        ).update(refused="host:legal_requirement"),
    ),
}
IN_THE_SEALED = {
    "a mark changed": lambda s, i: i["ratings"][0].update(score=i["ratings"][0]["score"] % 5 + 1),
    "a rater left out": lambda s, i: i.update(
        ratings=[row for row in i["ratings"] if row["rater"] != "h0"]
    ),
    "a party that said nothing": lambda s, i: i.update(ratings=by_party(i["ratings"], "host")),
    "a criterion left open": lambda s, i: i["ratings"].pop(0),
    "a sheet that is there twice": lambda s, i: i["ratings"].append(dict(i["ratings"][0])),
    "a mark beyond the scale": lambda s, i: i["ratings"][0].update(score=9),
    "an unknown criterion": lambda s, i: i["ratings"][0].update(criterion="LUCK"),
    "an unknown party": lambda s, i: i["ratings"][0].update(party="friend"),
    "another weight of a criterion": lambda s, i: s["criteria"][0].update(weight=77),
    "another weight of a party": lambda s, i: s["parties"].update(host=77),
    "a criterion more": lambda s, i: s["criteria"].append({"code": "LUCK", "weight": 1}),
    "marks of the institution for one position only": lambda s, i: [
        row.update(position=PLACES[0]) for row in by_party(i["ratings"], "institution")
    ],
    "marks of a host for all positions": lambda s, i: [
        row.update(position=None) for row in by_party(i["ratings"], "host")
    ],
}


@pytest.mark.parametrize("name", IN_THE_CERTIFICATE)
def test_score_that_does_not_follow_from_the_seals_is_named(name):
    """B3: whoever changes the certificate computes its fingerprints anew."""
    question, tamper = IN_THE_CERTIFICATE[name]
    full = copy.deepcopy(certificate(SCHEME, INPUTS))
    tamper(full)
    reseal(full)
    assert question in found(full, SCHEME, INPUTS)


@pytest.mark.parametrize("name", IN_THE_SEALED)
def test_sealed_marks_and_weights_that_give_other_scores_are_named(name):
    """B3: even where criteria or ratings were sealed anew after the match."""
    scheme, inputs = copy.deepcopy((SCHEME, INPUTS))
    full = certificate(SCHEME, INPUTS)
    IN_THE_SEALED[name](scheme, inputs)
    full = full | {"seals": {"criteria": digest(scheme), "inputs": digest(packed(inputs))}}
    assert found(full, scheme, inputs) == {"score"}


def test_without_the_sealed_documents_nothing_is_said_of_the_scores():
    """B3: a question that could not be asked is open, not right."""
    full = certificate(SCHEME, INPUTS)
    for documents in ([], [("criteria", SCHEME)], [("inputs", INPUTS)]):
        assert verify.asked(full, documents)["score"] is False
    assert verify.asked(full, [("criteria", SCHEME), ("inputs", INPUTS)])["score"] is True
