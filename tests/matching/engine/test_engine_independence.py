"""What the files of the engine may import, and how long a large match may take."""

import ast
import sys
import time
from pathlib import Path

from matching import engine
from matching.engine import match
from tests.matching.engine.engine_samples import round_of, seeded

FOLDER = Path(engine.__file__).parent


def imports(path):
    """The modules a file imports: relative ones with their dot."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add("." + node.module if node.level else node.module.split(".")[0])
    return found


def test_engine_imports_nothing_but_python_numpy_orjson_and_itself():
    """B3: no framework, no platform."""
    names = set.union(*(imports(path) for path in FOLDER.glob("*.py")))
    own = {f".{path.stem}" for path in FOLDER.glob("*.py")}
    assert names - own - set(sys.stdlib_module_names) == {"numpy", "orjson"}


def test_second_engine_shares_no_code_with_the_first():
    """B3: and needs Python's own library alone."""
    assert imports(FOLDER / "verify.py") <= set(sys.stdlib_module_names)


def test_certificate_does_not_import_the_solver():
    """B3: `result` is there for its dataclasses."""
    assert ".acceptance" not in imports(FOLDER / "certificate.py")


def test_match_of_ten_thousand_students_takes_less_than_a_fifth_of_a_second():
    """V27: processor time of the match, best of three."""
    rng = seeded(10_000)
    places = [f"p{number}" for number in range(1_250)]
    lists = {
        f"s{number}": [(place, rng.randrange(101)) for place in rng.sample(places, 8)]
        for number in range(10_000)
    }
    instance = round_of(lists, {place: rng.randint(4, 8) for place in places})
    taken = []
    for _ in range(3):
        start = time.process_time()
        match(instance)
        taken.append(time.process_time() - start)
    assert min(taken) < 0.2
