"""`bench`: every benchmark, one after another."""

import os
import subprocess
import sys

from config.embedded.paths import PROJECT
from config.embedded.servers import ensure_servers, release_servers


def command_bench(arguments: list[str]) -> int:
    """Run benchmarks/bench_*.py, or only those whose names contain a given word."""
    scripts = sorted(PROJECT.glob("benchmarks/bench_*.py"))
    chosen = [path for path in scripts if not arguments or any(w in path.name for w in arguments)]
    if not chosen:
        print("There is no such benchmark: they are the files benchmarks/bench_*.py.")
        return 0
    environment = {**os.environ, **ensure_servers(), "PYTHONPATH": str(PROJECT)}
    status = 0
    for script in chosen:
        print(f"\n{script.stem}", flush=True)
        status |= subprocess.run([sys.executable, script], check=False, env=environment).returncode
    release_servers()
    return 1 if status else 0
