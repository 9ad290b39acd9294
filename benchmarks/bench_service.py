"""An intake of ten thousand in PostgreSQL: from the sealed ratings to a result, step by step.

python3 bootstrap.py bench service

BENCH_STUDENTS: how many students (10,000), each with eight choices, one sheet of the institution
and one of every host, six marks on each. Best of three runs, each undone afterwards.
"""

import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.database import fresh_database
from benchmarks.rounds import make_big_round

STUDENTS = int(os.environ.get("BENCH_STUDENTS", "10000"))
TIMES = 3
AFTERWARDS = frozenset({"places", "telling", "all other keys"})
REST = "the rest"
Steps = dict[str, float]


def main() -> None:
    """Measure and print."""
    with fresh_database():
        world = make_big_round(STUDENTS)
        runs = measured(lambda: seal(world), sealing())
        tell(f"sealing lists and ratings of {STUDENTS:,} students", runs)
        seal(world, keep=True)
        keep_and_look_up()
        runs = measured(lambda: match(world), matching())
        stored = [without(run, AFTERWARDS) for run in runs]
        after = [without(run, run.keys() - AFTERWARDS) for run in runs]
        tell("from the sealed ratings to the stored result, an explanation each", stored)
        tell("afterwards: places, moves, and a letter to everybody", after)


def seal(world: Any, *, keep: bool = False) -> None:
    """Seal as the coordinator; undone unless it is to be kept."""
    from matching import services

    with undone(keep=keep):
        services.seal_round(world.intake, actor=world.coordinator)


def match(world: Any) -> None:
    """Match as the coordinator, and undo it."""
    from matching import services

    with undone():
        services.match_round(world.intake, actor=world.coordinator)


@contextmanager
def undone(*, keep: bool = False) -> Iterator[None]:
    """A transaction that leaves nothing behind: what waits for its end does not happen, but that
    PostgreSQL looks whether every key has its row.
    """
    from django.db import transaction

    with transaction.atomic():
        yield
        look_up_keys()
        transaction.set_rollback(not keep)


def look_up_keys() -> None:
    """The keys of all that comes afterwards."""
    ask_now()


def ask_now() -> None:
    """Have PostgreSQL do what it keeps for the end of the transaction."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def keep_and_look_up() -> None:
    """From now on a result that is stored has its keys looked up at once."""
    from matching.services import outcome

    keep = outcome.keep

    def keep_whole(*arguments: Any, **named: Any) -> Any:
        run = keep(*arguments, **named)
        keys_of_result()
        return run

    outcome.keep = keep_whole


def keys_of_result() -> None:
    """The keys of what was stored so far; a step of its own."""
    ask_now()


def sealing() -> dict[str, tuple[Any, str]]:
    """The steps of a seal: where each is called."""
    from matching.services import rounds

    return {
        "rows in columns": (rounds, "inputs_content"),
        "are the marks whole": (rounds, "require_complete"),
        "seal": (rounds, "seal"),
    }


def matching() -> dict[str, tuple[Any, str]]:
    """The steps of a match: where each is called."""
    from matching.engine import Instance
    from matching.services import match as service
    from matching.services import outcome

    return {
        "what was sealed": (service, "read"),
        "scores": (service, "scores_of"),
        "the engine's round": (service, "instance_of"),
        "its document": (Instance, "to_dict"),
        "the canonical text": (Instance, "spelled"),
        "match": (service, "solve"),
        "check and second engine": (service, "prove"),
        "reasons": (service, "explain"),
        "explanations, stored": (outcome, "keep_explanations"),
        "storing the result": (outcome, "seal_result"),
        "their keys": (sys.modules[__name__], "keys_of_result"),
        "places": (outcome, "place"),
        "telling": (outcome, "tell"),
        "all other keys": (sys.modules[__name__], "look_up_keys"),
    }


def measured(work: Callable[[], None], steps: dict[str, tuple[Any, str]]) -> list[Steps]:
    """The seconds of every step, and of the rest, of some runs."""
    spent = defaultdict[str, float](float)
    kept = {name: getattr(owner, called) for name, (owner, called) in steps.items()}
    for name, (owner, called) in steps.items():
        setattr(owner, called, timed(kept[name], name, spent))
    runs = []
    for _ in range(TIMES):
        spent.clear()
        began = time.perf_counter()
        work()
        total = time.perf_counter() - began
        runs.append({name: spent[name] for name in steps} | {REST: total - sum(spent.values())})
    for name, (owner, called) in steps.items():
        setattr(owner, called, kept[name])
    return runs


def without(run: Steps, names: Collection[str]) -> Steps:
    """The other steps of a run."""
    return {name: seconds for name, seconds in run.items() if name not in names}


def timed(function: Callable[..., Any], name: str, spent: Steps) -> Callable[..., Any]:
    """The same function, whose seconds are counted."""

    def call(*arguments: Any, **named: Any) -> Any:
        began = time.perf_counter()
        try:
            return function(*arguments, **named)
        finally:
            spent[name] += time.perf_counter() - began

    return call


def tell(what: str, runs: list[Steps]) -> None:
    """The quickest run of these steps: the whole, and every step's share of it."""
    steps = min(runs, key=lambda run: sum(run.values()))
    total = sum(steps.values())
    print(f"{what}: {total:.2f} s", flush=True)
    for name, seconds in steps.items():
        print(f"  {name:<26}{seconds:7.3f} s {seconds / total:5.0%}")


if __name__ == "__main__":
    main()
