"""Time the best-known library of PyPI on a round, in an environment where it is installed.

Its import name is that of our app, so it never shares a process with ours. Reads the round as JSON
({"lists", "ranked", "seats"}), prints the seconds of its public entry and the places it gave.
"""

import json
import sys
import time

sys.setrecursionlimit(1_000_000)  # it copies linked players into each other

from matching.games import HospitalResident


def main() -> None:
    """Solve once: it takes long."""
    with open(sys.argv[1], encoding="utf-8") as file:  # noqa: PTH123
        asked = json.load(file)
    begun = time.perf_counter()
    game = HospitalResident.create_from_dictionaries(
        asked["lists"], asked["ranked"], asked["seats"]
    )
    found = game.solve()
    seconds = time.perf_counter() - begun
    places = {str(one.name): str(place.name) for place, ones in found.items() for one in ones}
    json.dump({"seconds": seconds, "places": places}, sys.stdout)


if __name__ == "__main__":
    main()
