"""What must hold for any engine: a function from a round to position by student of the pool."""

from dataclasses import replace

from matching.engine import Student, check, result_of, solve
from tests.matching.engine.engine_oracle import all_stable, best_stable, facts_of
from tests.matching.engine.engine_samples import decided, lots_of, next_round, seeded, with_rows


def no_finding(engine, instance):
    """The certificate finds nothing: feasible, permitted, nobody passed over."""
    return (
        check(instance, result_of(instance, decided(instance, engine(instance)), "any", "1")) == ()
    )


def students_best(engine, instance):
    """The outcome is the one found by trying everything."""
    return engine(instance) == best_stable(instance)


def better_score_never_hurts(engine, instance):
    """Nobody ends lower on the own list because one of the own scores rose."""
    before = engine(instance)
    given = list(instance.preferences)
    for number, row in enumerate(given):
        rows = list(given)
        rows[number] = replace(row, score=row.score + 2)
        after = engine(with_rows(instance, preferences=rows))
        if rank_of(instance, row.student, after) > rank_of(instance, row.student, before):
            return False
    return True


def relabelling_changes_nothing(engine, instance):
    """Other ids give the same outcome under those ids."""
    students = other_names(instance.students, "t")
    positions = other_names([row.id for row in instance.positions], "q")
    renamed = {students[name]: positions[place] for name, place in engine(instance).items()}
    return engine(relabelled(instance, students, positions)) == renamed


def same_students_without_a_place(engine, instance):
    """Every fair outcome leaves the same students without a place (Roth 1986)."""
    facts = facts_of(instance)
    without = {
        frozenset(
            name
            for name, pick in zip(facts.choices, picks, strict=True)
            if pick == len(facts.choices[name])
        )
        for picks in all_stable(facts)
    }
    return without == {frozenset(set(facts.choices) - set(engine(instance)))}


def later_round_keeps_earlier_places(engine, instance):
    """Whoever has a place keeps it in a next round, with one more seat everywhere."""
    fixed = [(row.student, row.position, row.seat_offered_to_all) for row in instance.fixed]
    kept = [*fixed, *((name, at, True) for name, at in engine(instance).items())]
    again = solve(next_round(instance, kept))
    after = {row.student: row.position for row in again.placements}
    return all(after.get(name) == at for name, at, _ in kept)


PROPERTIES = {
    "no_finding": no_finding,
    "students_best": students_best,
    "better_score_never_hurts": better_score_never_hurts,
    "relabelling_changes_nothing": relabelling_changes_nothing,
}


def rank_of(instance, student, placed):
    """The rank of the student's place on the own list, beyond all ranks when there is none."""
    ranks = {row.position: row.rank for row in instance.preferences if row.student == student}
    return ranks.get(placed.get(student), 1000)


def other_names(names, letter):
    """New names in reverse order, so that whatever sorts by id sorts otherwise."""
    return {name: f"{letter}{len(names) - number:03}" for number, name in enumerate(sorted(names))}


def relabelled(instance, students, positions):
    """The same round under other ids."""

    def pair(row):
        return replace(row, student=students[row.student], position=positions[row.position])

    return with_rows(
        instance,
        students=[Student(students[name], lot) for name, lot in lots_of(instance).items()],
        positions=[replace(row, id=positions[row.id]) for row in instance.positions],
        preferences=map(pair, instance.preferences),
        fixed=map(pair, instance.fixed),
    )


def shuffled(document, seed):
    """The stored round with the rows of every list in another order."""
    rng = seeded(seed)
    return {
        name: rng.sample(rows, len(rows)) if isinstance(rows, list) else rows
        for name, rows in document.items()
    }
