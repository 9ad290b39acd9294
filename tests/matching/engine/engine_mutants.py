"""Engines that are wrong in one way each, and the plain right one they deviate from."""

from collections import defaultdict

from tests.matching.engine.engine_samples import lots_of, seats_of


def plain(instance, *, priority=None, open_seats=None, entries=None, rounds=None, final=False):
    """Deferred acceptance, straightforward; every argument is one way to get it wrong."""
    lots = lots_of(instance)
    priority = priority or (lambda row: (row.score, -lots[row.student]))
    seats = {name: (open_seats or int)(count) for name, count in seats_of(instance).items()}
    lists = defaultdict(list)
    for row in instance.preferences:
        if row.student not in instance.fixed_positions and (entries or _acceptable)(row):
            lists[row.student].append(row)
    held = {name: [] for name in seats}
    waiting = list(lists)
    while any(lists[name] for name in waiting) and rounds != 0:
        rounds = rounds - 1 if rounds else None
        waiting = _round(lists, waiting, held, seats, priority, final=final)
    return {row.student: row.position for rows in held.values() for row in rows}


def _acceptable(row):
    return row.acceptable


def _round(lists, waiting, held, seats, priority, *, final):
    asked = defaultdict(list)
    for name in waiting:
        if lists[name]:
            row = lists[name].pop(0)
            asked[row.position].append(row)
    losers = []
    for place, rows in asked.items():
        kept = held[place] if final else []
        rivals = rows if final else held[place] + rows
        ranked = kept + sorted(rivals, key=priority, reverse=True)
        held[place], out = ranked[: seats[place]], ranked[seats[place] :]
        losers += [row.student for row in out]
    return losers


def boston(instance):
    """Whoever asks first keeps the seat."""
    return plain(instance, final=True)


def ties_by_id(instance):
    """Equal scores go by the id."""
    return plain(instance, priority=lambda row: (row.score, row.student))


def lottery_reversed(instance):
    """The highest number wins."""
    lots = lots_of(instance)
    return plain(instance, priority=lambda row: (row.score, lots[row.student]))


def capacity_plus_one(instance):
    """One too many everywhere."""
    return plain(instance, open_seats=lambda seats: seats + 1)


def capacity_zero_takes_one(instance):
    """A position without seats still takes somebody."""
    return plain(instance, open_seats=lambda seats: max(seats, 1))


def ignores_refusals(instance):
    """Who was refused takes part all the same."""
    return plain(instance, entries=lambda _: True)


def scores_as_text(instance):
    """The score 9 beats the score 10."""
    lots = lots_of(instance)
    return plain(instance, priority=lambda row: (str(row.score), -lots[row.student]))


def one_round_only(instance):
    """Only first choices count."""
    return plain(instance, rounds=1)


def last_choice_skipped(instance):
    """The end of every list is not read."""
    last = {row.student: row.rank for row in instance.preferences}
    return plain(instance, entries=lambda row: row.acceptable and row.rank < last[row.student])


def serial_dictatorship(instance):
    """Only the lottery counts."""
    lots = lots_of(instance)
    return plain(instance, priority=lambda row: -lots[row.student])


def organisation_proposing(instance):
    """Positions propose: stable, and the worst stable outcome for the students."""
    lots = lots_of(instance)
    offers = {name: [] for name in seats_of(instance)}
    for row in sorted(instance.preferences, key=lambda row: (-row.score, lots[row.student])):
        if row.acceptable and row.student not in instance.fixed_positions:
            offers[row.position].append(row)
    held = {}
    while any(
        _propose(offers[name], held, name, seats) for name, seats in seats_of(instance).items()
    ):
        pass
    return {name: row.position for name, row in held.items()}


def _propose(offers, held, name, seats):
    free = seats - sum(row.position == name for row in held.values())
    if free <= 0 or not offers:
        return False
    row = offers.pop(0)
    if row.student not in held or row.rank < held[row.student].rank:
        held[row.student] = row
    return True


def lottery_per_organisation(instance):
    """Every position draws numbers of its own."""
    lots = lots_of(instance)
    others = {name: rank for rank, name in enumerate(sorted(lots, key=lambda name: name[::-1]))}

    def priority(row):
        mixed = (others[row.student] * 7 + sum(map(ord, row.position)) * 5) % 11
        return (row.score, mixed, row.student)

    return plain(instance, priority=priority)


def capacity_minus_one(instance):
    """One too few everywhere."""
    return plain(instance, open_seats=lambda seats: max(seats - 1, 0))


def _one_by_one(instance):
    """The lists to be asked for, by student, and the priority of a row."""
    lots = lots_of(instance)
    lists = {name: [] for name in lots if name not in instance.fixed_positions}
    for row in instance.preferences:
        if row.acceptable and row.student in lists:
            lists[row.student].append(row)
    return lists, lambda row: (row.score, -lots[row.student])


def evicts_latest(instance):
    """Whoever is better than the last to come takes that one's seat."""
    lists, priority = _one_by_one(instance)
    seats, held, waiting = seats_of(instance), defaultdict(list), list(lists)
    while waiting:
        name = waiting.pop(0)
        if not lists[name]:
            continue
        row = lists[name].pop(0)
        here = held[row.position]
        if len(here) < seats[row.position]:
            here.append(row)
        elif here and priority(row) > min(map(priority, here)):
            waiting.append(here.pop().student)
            here.append(row)
        else:
            waiting.append(name)
    return {row.student: row.position for rows in held.values() for row in rows}


def displaced_dropped(instance):
    """Who loses a seat is out, whatever stands further down the list."""
    lists, priority = _one_by_one(instance)
    seats, held = seats_of(instance), defaultdict(list)
    for rows in lists.values():
        for row in rows:
            here = sorted([*held[row.position], row], key=priority, reverse=True)
            held[row.position] = here[: seats[row.position]]
            if row in held[row.position]:
                break
    return {row.student: row.position for rows in held.values() for row in rows}


def greedy_by_score(instance):
    """The highest scores are seated first, at whichever position they were given."""
    lists, priority = _one_by_one(instance)
    free, placed = seats_of(instance), {}
    for row in sorted((row for rows in lists.values() for row in rows), key=priority)[::-1]:
        if row.student not in placed and free[row.position] > 0:
            placed[row.student] = row.position
            free[row.position] -= 1
    return placed


def least_sum_of_ranks(instance):
    """As many as possible as high as possible on their lists; who scored what plays no part."""
    lists, _ = _one_by_one(instance)
    free = seats_of(instance)
    best = {"cost": float("inf"), "placed": {}}
    _search(list(lists.items()), free, {}, 0, best)
    return best["placed"]


UNPLACED = 20  # the cost of having no place


def _search(students, free, placed, cost, best):
    if cost >= best["cost"]:
        return
    if not students:
        best |= {"cost": cost, "placed": dict(placed)}
        return
    (name, rows), *others = students
    for row in rows:
        if free[row.position] > 0:
            free[row.position] -= 1
            _search(others, free, {**placed, name: row.position}, cost + row.rank, best)
            free[row.position] += 1
    _search(others, free, placed, cost + UNPLACED, best)


MUTANTS = [
    boston,
    capacity_minus_one,
    capacity_plus_one,
    capacity_zero_takes_one,
    displaced_dropped,
    evicts_latest,
    greedy_by_score,
    ignores_refusals,
    last_choice_skipped,
    least_sum_of_ranks,
    lottery_per_organisation,
    lottery_reversed,
    one_round_only,
    organisation_proposing,
    scores_as_text,
    serial_dictatorship,
    ties_by_id,
]
