"""The student-optimal stable outcome by trying everything: no engine code, only its rows."""

from dataclasses import dataclass
from itertools import product

from tests.matching.engine.engine_samples import lots_of


@dataclass
class Facts:
    """A round in the plainest form: seats of groups of positions, open choices, priorities."""

    groups: list  # (the positions that share seats, how many)
    choices: dict  # by student, the first choice first
    priority: dict  # by student and position; higher goes first


def best_stable(instance, closed=()):
    """Return position by student of the pool, from all stable outcomes the students' best."""
    return best_of(facts_of(instance, closed))


def all_stable(facts):
    """Every stable outcome: per student which choice, the length of the list for none."""
    names = list(facts.choices)
    ranges = [range(len(facts.choices[name]) + 1) for name in names]
    return [picks for picks in product(*ranges) if _stable(picks, names, facts)]


def best_of(facts):
    """Try every combination of choices."""
    names, stable = list(facts.choices), all_stable(facts)
    best = tuple(map(min, zip(*stable, strict=True)))
    assert not names or best in stable, "no outcome is the best for all students"
    return {
        name: facts.choices[name][pick]
        for name, pick in zip(names, best, strict=True)
        if pick < len(facts.choices[name])
    }


def facts_of(instance, closed=()):
    """The round without its closed positions and without the pairs that were fixed."""
    fixed = {pair.student for pair in instance.fixed}
    lots = lots_of(instance)
    choices = {student: [] for student in lots if student not in fixed}
    priority = {}
    for row in sorted(instance.preferences, key=lambda row: row.rank):
        if row.acceptable and row.student in choices and row.position not in closed:
            choices[row.student].append(row.position)
            priority[row.student, row.position] = (row.score, -lots[row.student])
    return Facts(_groups(instance), choices, priority)


def _groups(instance):
    """The positions by themselves, and under every cap; less the seats of fixed pairs."""
    above = {cap.id: cap.within for cap in instance.caps}
    under = {cap.id: set() for cap in instance.caps}
    for row in instance.positions:
        cap = row.within
        while cap:
            under[cap].add(row.id)
            cap = above[cap]
    groups = [({row.id}, row.capacity) for row in instance.positions]
    groups += [(under[cap.id], cap.capacity) for cap in instance.caps]
    taken = [pair.position for pair in instance.fixed if pair.seat_offered_to_all]
    return [(names, seats - sum(at in names for at in taken)) for names, seats in groups]


def _stable(picks, names, facts):
    held = [
        (facts.priority[name, facts.choices[name][pick]], facts.choices[name][pick])
        for name, pick in zip(names, picks, strict=True)
        if pick < len(facts.choices[name])
    ]
    if len(_chosen(held, facts.groups)) < len(held):
        return False
    for name, pick in zip(names, picks, strict=True):
        for place in facts.choices[name][:pick]:
            wish = facts.priority[name, place], place
            if wish in _chosen([*held, wish], facts.groups):
                return False
    return True


def _chosen(claims, groups):
    """What would be kept of these claims: the best first, as long as every group has room."""
    chosen = []
    for claim in sorted(claims, reverse=True):
        around = [(names, seats) for names, seats in groups if claim[1] in names]
        if all(sum(at in names for _, at in chosen) < seats for names, seats in around):
            chosen.append(claim)
    return chosen
