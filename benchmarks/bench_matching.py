"""The match beside its limit and its peers, best of three, as ratios of one run.

python3 bootstrap.py bench matching

BENCH_STUDENTS: the sizes, with commas between them (10000,100000,1000000); BENCH_PEER: the size for
the library of PyPI (10000; 0 leaves it out). Needs a C compiler; says so when there is none. The
peak of memory is taken once.
"""

import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from matching.engine.acceptance import match
from matching.engine.bench import best_of, chain, made_up
from matching.engine.certificate import blocking_choices, check
from matching.engine.explain import explanation_documents
from matching.engine.instance import Instance
from matching.engine.reasons import reasons
from matching.engine.result import Result, match_of, solve
from matching.engine.standing import Standing

SIZES = [int(size) for size in os.environ.get("BENCH_STUDENTS", "10000,100000,1000000").split(",")]
PEER = int(os.environ.get("BENCH_PEER", "10000"))
CHAIN = WHOLE = min(100_000, max(SIZES))
LIBRARY = "matching==1.4.3"


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reference = compiled(folder)
        seconds = {size: compare(size, reference) for size in SIZES}
        compare_documents(seconds)
        compare_chain(seconds)
        tell(f"peak memory of a process that matches {max(SIZES):,}: {memory(folder):.0f} MiB")
        if PEER:
            compare_peer(folder)


def compare(size: int, reference: ctypes.CDLL | None) -> float:
    """One size: the match, the C program, and what is worked out of its arrays: the reason of every
    choice, and that no pair blocks. Documents are another matter: `compare_documents`.
    """
    instance = made_up(size)
    ours = best_of(lambda: match(instance))
    told = best_of(lambda: reasons(instance, ours.value))

    def certify() -> int:
        standing = Standing.of(instance, ours.value)
        return sum(len(part) for part in blocking_choices(instance, ours.value, standing))

    checked = best_of(certify)
    if checked.value:
        raise SystemExit(f"{checked.value} choices are passed over: the match is wrong")
    tell(
        f"{size:,} students: match {ours.seconds:.4f} s; of it, in arrays,"
        f" the reason of every choice x {told.seconds / ours.seconds:.2f},"
        f" no blocking pair x {checked.seconds / ours.seconds:.2f}"
    )
    if reference is not None:
        theirs = best_of(lambda: in_c(reference, instance))
        if not np.array_equal(theirs.value, ours.value.entry):
            raise SystemExit("the C program came to another outcome")
        tell(f"  C: {theirs.seconds:.4f} s; ours is x {ours.seconds / theirs.seconds:.1f}")
    return ours.seconds


def compare_documents(seconds: dict[int, float]) -> None:
    """Whole documents, which are Python's own objects and text, beside the match, which is arrays:
    the explanation of every student, and the check with the fingerprints of round and result.
    """
    instance = made_up(WHOLE)
    match_alone, result = match_seconds(seconds, WHOLE), solve(instance)
    told = best_of(lambda: sum(1 for _ in explanation_documents(instance, result)))
    checked = best_of(lambda: whole_check(instance, result))
    if told.value != WHOLE or checked.value:
        raise SystemExit("explanations are missing, or the check found something")
    tell(
        f"{WHOLE:,} students: documents with all explanations {told.seconds:.2f} s,"
        f" x {told.seconds / match_alone:.1f} of the match;"
        f" whole check {checked.seconds:.2f} s, x {checked.seconds / match_alone:.1f}"
    )


def whole_check(instance: Instance, result: Result) -> int:
    """How many faults there are; the fingerprint of the round is worked out anew."""
    instance.spelled()
    return len(check(instance, result))


def match_seconds(seconds: dict[int, float], size: int) -> float:
    """How long the match of so many takes: as measured before, or now."""
    if size not in seconds:
        instance = made_up(size)
        seconds[size] = best_of(lambda: match(instance)).seconds
    return seconds[size]


def compare_chain(seconds: dict[int, float]) -> None:
    """The worst case beside the random one of the same size."""
    instance = chain(CHAIN)
    worst = best_of(lambda: match(instance)).seconds
    ratio = worst / match_seconds(seconds, CHAIN)
    tell(f"chain of {CHAIN:,}: {worst:.4f} s, x {ratio:.1f} of the random round")


def compiled(folder: Path) -> ctypes.CDLL | None:
    """The C program, compiled here; None without a compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        tell("no C compiler: the limit is not measured")
        return None
    library = folder / "reference.so"
    source = Path(__file__).with_name("match_reference.c")
    command = [compiler, "-O3", "-march=native", "-shared", "-fPIC", "-o", library, source]
    subprocess.run(command, check=True)
    return ctypes.CDLL(str(library))


def in_c(reference: ctypes.CDLL, instance: Instance) -> np.ndarray:
    """The choice that each student gets by the C program."""
    order = np.argsort(-instance.lottery)
    entry = np.empty(len(order), np.int64)
    arrays = (
        np.ascontiguousarray(instance.start[:-1][order], np.int64),
        np.ascontiguousarray(instance.start[1:][order], np.int64),
        np.ascontiguousarray(instance.position, np.int32),
        np.ascontiguousarray(instance.score, np.int16),
        np.array([row.capacity for row in instance.positions], np.int64),
        entry,
    )
    sizes = ctypes.c_int64(len(order)), ctypes.c_int64(len(instance.positions))
    pointers = [ctypes.c_void_p(array.ctypes.data) for array in arrays]
    if reference.match(*sizes, *pointers):
        raise MemoryError
    own = np.empty(len(order), np.int64)
    own[order] = entry
    return own


def memory(folder: Path) -> float:
    """Peak memory, in MiB, of a process that reads the arrays of the largest round and matches."""
    instance = made_up(max(SIZES))
    arrays = {name: getattr(instance, name) for name in ("start", "position", "score", "lottery")}
    seats = np.array([row.capacity for row in instance.positions])
    path = folder / "round.npz"
    np.savez(path, seats=seats, **arrays)
    child = [sys.executable, str(Path(__file__)), "--memory", str(path)]
    return float(subprocess.run(child, check=True, capture_output=True, text=True).stdout)


def match_arrays(path: Path) -> None:
    """What the process for the memory does: arrays in, the match, its own peak out."""
    from matching.engine.numbering import Lists, numbered
    from matching.engine.rounds import accept

    with np.load(path) as stored:
        lists = Lists(
            stored["start"],
            stored["position"],
            stored["score"],
            np.broadcast_to(np.int8(0), stored["position"].shape),  # nobody was refused
            stored["lottery"],
        )
        seats = stored["seats"]
    accept(numbered(lists, seats))
    # Not getrusage: a process that another one starts counts that one's memory as its own.
    peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
    tell(str(int(peak) / 1024))


def compare_peer(folder: Path) -> None:
    """PyPI's best-known library through its public entry, in an environment of its own."""
    uv = Path(sys.executable).with_name("uv")
    home, asked = folder / "peer", folder / "asked.json"
    subprocess.run([uv, "venv", "-q", home], check=True)
    install = [uv, "pip", "install", "-q", "--python", home / "bin" / "python", LIBRARY]
    subprocess.run(install, check=True)
    instance = made_up(PEER)
    asked.write_text(json.dumps(dict(dictionaries(instance))))
    script = Path(__file__).with_name("match_peer.py")
    # Apart from ours: of that name is one of our own packages.
    command = f"ulimit -s unlimited; exec {home}/bin/python -I {script} {asked}"
    done = subprocess.run(["bash", "-c", command], check=True, stdout=subprocess.PIPE, text=True)
    theirs = json.loads(done.stdout)
    ours = best_of(lambda: match(instance))
    result = solve(instance)
    if {row.student: row.position for row in result.placements} != theirs["places"]:
        raise SystemExit(f"{LIBRARY} came to another outcome")
    if not np.array_equal(match_of(instance, result).entry, ours.value.entry):
        raise SystemExit("the result is not the match")
    tell(
        f"{PEER:,} students: {LIBRARY} {theirs['seconds']:.1f} s (best of {theirs['times']}),"
        f" x {theirs['seconds'] / ours.seconds:,.0f} of ours"
    )


def dictionaries(instance: Instance) -> Iterator[tuple[str, dict[str, object]]]:
    """The round as that library wants it: both sides rank each other."""
    lists: dict[str, list[str]] = {}
    asked: dict[str, list[tuple[int, int, str]]] = {row.id: [] for row in instance.positions}
    for row in instance.preferences:
        number = instance.student_numbers[row.student]
        lists.setdefault(row.student, []).append(row.position)
        claim = (-row.score, int(instance.lottery[number]), row.student)
        asked[row.position].append(claim)
    seats = {row.id: row.capacity for row in instance.positions if asked[row.id]}
    yield "lists", dict(lists)
    yield "ranked", {name: [who for *_, who in sorted(asked[name])] for name in seats}
    yield "seats", dict(seats)


def tell(line: str) -> None:
    """Print it now: the rest takes minutes."""
    print(line, flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--memory"]:
        match_arrays(Path(sys.argv[2]))
    else:
        main()
