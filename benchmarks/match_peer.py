"""Time the best-known library of PyPI on a round, in an environment where it is installed.

Its import name is that of our app, so it never shares a process with ours. Reads the round as JSON
({"lists", "ranked", "seats"}), prints the seconds of its public entry, the best of so many times,
and the places it gave.
"""

import json
import sys
import time
from typing import Any

sys.setrecursionlimit(1_000_000)  # it copies linked players into each other

from matching.games import HospitalResident

TIMES = 3  # as often as ours


def main() -> None:
    """Solve, each time from the dictionaries on."""
    with open(sys.argv[1], encoding="utf-8") as file:  # noqa: PTH123
        asked = json.load(file)
    seconds, found = min((solved(asked) for _ in range(TIMES)), key=lambda run: run[0])
    places = {str(one.name): str(place.name) for place, ones in found.items() for one in ones}
    json.dump({"seconds": seconds, "times": TIMES, "places": places}, sys.stdout)


def solved(asked: dict[str, Any]) -> tuple[float, Any]:
    """One run: its seconds, and what it found."""
    begun = time.perf_counter()
    game = HospitalResident.create_from_dictionaries(
        asked["lists"], asked["ranked"], asked["seats"]
    )
    found = game.solve()
    return time.perf_counter() - begun, found


if __name__ == "__main__":
    main()
