"""`soak`: parts of the running platform killed fifty times; nothing may be lost or doubled."""

import os
import subprocess
import sys

from config.embedded.paths import PROJECT

MOMENTS = "50"
# Faults on purpose, which must be found: a test that cannot fail proves nothing.
FAULTS = {
    "noted-before-sending": ("--seed", "16", "--moments", "1"),
    "no-sweeper": ("--seed", "7", "--moments", "0", "--settling", "15"),
}


def command_soak(arguments: list[str]) -> int:
    """Run the kill tests (tests/kills) for long; --seed repeats a run, --moments sets how many.

    First once with each fault that is built in: a run that does not find it ends with 1.
    """
    if "KILLS_FAULT" not in os.environ:
        for fault, words in FAULTS.items():
            print(f"With a fault on purpose ({fault}), which must be found:", flush=True)
            if kill(*words, KILLS_FAULT=fault) != 1:
                print(f"The fault “{fault}” was not found: these tests would find nothing.")
                return 1
    return kill("--moments", MOMENTS, *arguments)


def kill(*words: str, **environment: str) -> int:
    """Run the kill tests once; their exit status: 1 when something was lost or doubled."""
    command = [sys.executable, "-m", "tests.kills", *words]
    return subprocess.run(
        command, check=False, cwd=PROJECT, env={**os.environ, **environment}
    ).returncode
