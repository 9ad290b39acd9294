"""The student-optimal stable outcome by trying everything: no engine code, only its rows."""

from itertools import product


def best_stable(instance):
    """Return position by student of the pool, from all stable outcomes the students' best."""
    seats, choices, priority = _facts(instance)
    names = list(choices)
    ranges = [range(len(choices[name]) + 1) for name in names]
    stable = [
        picks for picks in product(*ranges) if _stable(picks, names, seats, choices, priority)
    ]
    best = tuple(map(min, zip(*stable, strict=True)))
    assert not names or best in stable, "no outcome is the best for all students"
    return {
        name: choices[name][pick]
        for name, pick in zip(names, best, strict=True)
        if pick < len(choices[name])
    }


def _facts(instance):
    fixed = {pair.student for pair in instance.fixed}
    lots = {student.id: student.lottery for student in instance.students}
    seats = {position.id: position.capacity for position in instance.positions}
    for pair in instance.fixed:
        seats[pair.position] -= 1 if pair.seat_offered_to_all else 0
    choices = {student: [] for student in lots if student not in fixed}
    priority = {}
    for row in sorted(instance.preferences, key=lambda row: row.rank):
        if row.acceptable and row.student in choices:
            choices[row.student].append(row.position)
            priority[row.student, row.position] = (row.score, -lots[row.student])
    return seats, choices, priority


def _stable(picks, names, seats, choices, priority):
    admitted = {place: [] for place in seats}
    for name, pick in zip(names, picks, strict=True):
        if pick < len(choices[name]):
            place = choices[name][pick]
            admitted[place].append(priority[name, place])
            if len(admitted[place]) > seats[place]:
                return False
    for name, pick in zip(names, picks, strict=True):
        for place in choices[name][:pick]:
            if len(admitted[place]) < seats[place]:
                return False
            if admitted[place] and min(admitted[place]) < priority[name, place]:
                return False
    return True
