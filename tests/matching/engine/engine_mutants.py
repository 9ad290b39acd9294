"""Engines that are wrong in one way each, and the plain right one they deviate from."""

from collections import defaultdict


def plain(instance, *, priority=None, open_seats=None, entries=None, rounds=None, final=False):
    """Deferred acceptance, straightforward; every argument is one way to get it wrong."""
    lots = {row.id: row.lottery for row in instance.students}
    priority = priority or (lambda row: (row.score, -lots[row.student]))
    seats = {name: (open_seats or int)(count) for name, count in instance.seats.items()}
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
    lots = {row.id: row.lottery for row in instance.students}
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
    lots = {row.id: row.lottery for row in instance.students}
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
    lots = {row.id: row.lottery for row in instance.students}
    return plain(instance, priority=lambda row: -lots[row.student])


def organisation_proposing(instance):
    """Positions propose: stable, and the worst stable outcome for the students."""
    lots = {row.id: row.lottery for row in instance.students}
    offers = {name: [] for name in instance.seats}
    for row in sorted(instance.preferences, key=lambda row: (-row.score, lots[row.student])):
        if row.acceptable and row.student not in instance.fixed_positions:
            offers[row.position].append(row)
    held = {}
    while any(_propose(offers[name], held, name, seats) for name, seats in instance.seats.items()):
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


MUTANTS = [
    boston,
    capacity_plus_one,
    capacity_zero_takes_one,
    ignores_refusals,
    last_choice_skipped,
    lottery_reversed,
    one_round_only,
    organisation_proposing,
    scores_as_text,
    serial_dictatorship,
    ties_by_id,
]
