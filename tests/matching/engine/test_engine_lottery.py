"""The lottery: committed, revealed, repeatable. The vector was made with sha256sum in a shell."""

import hashlib

import pytest

from matching.engine import (
    Commitment,
    EngineError,
    KeptLots,
    Lottery,
    LotteryError,
    commit,
    draw,
    new_secret,
)

SECRETS = {
    "lead": "the secret of the programme lead",
    "student": "the secret of a student",
    "company": "the secret of a company",
}
COMMITMENTS = tuple(commit(party, secret) for party, secret in SECRETS.items())
REVEALED = {party: SECRETS[party] for party in ("lead", "company")}
SEED = "63fafe57a803867f111b959cc0803f0a071c544243beaf1264702c48c88b8a5a"


def test_commitment_is_the_plain_sha256_of_the_secret():
    """B3: anyone can make one with any tool."""
    known = "5397061a26a384c78d19cdcb8d61a26948d3ac1a0b0f06ae1a31095d6642c439"
    assert COMMITMENTS[0] == Commitment("lead", known)


def test_numbers_of_the_known_vector_are_reproduced():
    """V28, B3: the silent student party counts with its commitment."""
    lottery = Lottery(COMMITMENTS, REVEALED)
    assert lottery.seed == SEED
    assert list(lottery.silent) == ["student"]
    assert lottery.numbers(["dia", "cas", "ben", "ann"]) == {"ann": 0, "cas": 1, "ben": 2, "dia": 3}


def test_draw_is_the_same_in_any_order_and_for_those_who_stay():
    """V28: who withdraws changes nothing in the order of the others."""
    names = [f"student-{number}" for number in range(50)]
    numbers = draw(SEED, names)
    assert draw(SEED, reversed(names)) == numbers
    assert sorted(numbers.values()) == list(range(50))
    stay = names[::2]
    fewer = draw(SEED, stay)
    assert sorted(stay, key=fewer.get) == sorted(stay, key=numbers.get)


def test_seed_depends_on_every_secret_and_on_the_announced_order():
    """B3."""
    other = Lottery(COMMITMENTS, SECRETS)
    turned = Lottery(COMMITMENTS[::-1], SECRETS)
    assert len({SEED, other.seed, turned.seed}) == 3


WRONG = {
    "tampered_secret": (COMMITMENTS, REVEALED | {"student": "another secret of a student"}),
    "unknown_party": (COMMITMENTS, {"stranger": "the secret of a stranger"}),
    "duplicate_party": (COMMITMENTS + COMMITMENTS[:1], {}),
    "no_commitment": ((), {}),
    "not_a_hash": ((Commitment("lead", "ABC"),), {}),
    "short_secret": (
        (Commitment("lead", hashlib.sha256(b"short").hexdigest()),),
        {"lead": "short"},
    ),
    "wrong_type": (COMMITMENTS, {"lead": 5}),
}


@pytest.mark.parametrize("code", WRONG)
def test_lottery_that_does_not_add_up_is_refused(code):
    """V28, B3."""
    with pytest.raises(LotteryError) as refusal:
        Lottery(*WRONG[code])
    assert refusal.value.code == code


def test_draw_with_a_student_twice_is_refused():
    """V28: one number per student."""
    with pytest.raises(LotteryError) as refusal:
        draw(SEED, ["ann", "ann"])
    assert refusal.value.code == "duplicate_student"


def test_stored_lottery_comes_back_equal_and_with_another_seed_not_at_all():
    """B3."""
    lottery = Lottery(COMMITMENTS, REVEALED)
    assert Lottery.from_dict(lottery.to_dict()) == lottery
    with pytest.raises(LotteryError) as refusal:
        Lottery.from_dict(lottery.to_dict() | {"seed": "00" * 32})
    assert refusal.value.code == "wrong_seed"


def test_new_secrets_are_long_and_differ():
    """B3: nobody guesses 256 random bits."""
    first, second = new_secret(), new_secret()
    assert (len(first), len(second)) == (64, 64)
    assert first != second


def lot(seed, name):
    return hashlib.sha256(bytes.fromhex(seed) + name.encode()).digest()


def test_lots_of_earlier_rounds_are_kept_and_come_before_those_of_newcomers():
    """V28, B3: an earlier round first; who lost with a bad lot does not lose it to all who come."""
    names = [f"student-{number}" for number in range(40)]
    first, second, new = names[:10], names[10:20], names[20:]
    seeds = ("ab" * 32, "cd" * 32)
    kept = (KeptLots(seeds[0], tuple(first)), KeptLots(seeds[1], tuple(second)))
    numbers = Lottery(COMMITMENTS, REVEALED, kept).numbers(names)
    assert sorted(numbers, key=numbers.get) == [
        *sorted(first, key=lambda name: lot(seeds[0], name)),
        *sorted(second, key=lambda name: lot(seeds[1], name)),
        *sorted(new, key=lambda name: lot(SEED, name)),
    ]
    assert Lottery(COMMITMENTS, REVEALED, (KeptLots(seeds[0], ()),)).numbers(names) == draw(
        SEED, names
    )


KEPT_WRONGLY = {
    "not_a_hash": (KeptLots("ABC", ("ann",)),),
    "duplicate_student": (KeptLots("ab" * 32, ("ann",)), KeptLots("cd" * 32, ("ann",))),
}


@pytest.mark.parametrize("code", KEPT_WRONGLY)
def test_kept_lots_that_do_not_add_up_are_refused(code):
    """V28, B3: one lot per student."""
    with pytest.raises(LotteryError) as refusal:
        Lottery(COMMITMENTS, REVEALED, KEPT_WRONGLY[code])
    assert refusal.value.code == code


def test_lot_kept_by_somebody_who_does_not_take_part_is_refused():
    """V28."""
    lottery = Lottery(COMMITMENTS, REVEALED, (KeptLots("ab" * 32, ("zoe",)),))
    with pytest.raises(LotteryError) as refusal:
        lottery.numbers(["ann", "ben"])
    assert refusal.value.code == "unknown_student"


def test_lottery_of_a_later_round_comes_back_equal_and_tells_everybody_no_student():
    """B3: the first round's is spelled as ever."""
    lottery = Lottery(COMMITMENTS, REVEALED, (KeptLots("ab" * 32, ("ann", "ben")),))
    document = lottery.to_dict()
    assert Lottery.from_dict(document) == lottery
    assert lottery.for_everybody() == document | {"kept": [{"seed": "ab" * 32}]}
    first = Lottery(COMMITMENTS, REVEALED)
    assert first.for_everybody() == first.to_dict()
    for wrong in (
        {"kept": 5},
        {"kept": [{"seed": 5, "students": []}]},
        {"kept": [{"seed": "ab" * 32}]},
        {"format": "matching-lottery/1"},
    ):
        with pytest.raises(EngineError):
            Lottery.from_dict(document | wrong)
