"""A pytest plugin: how long checks and tests took together, just above pytest's last line."""

import os
import time

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Add one line to pytest's summary."""
    seconds = time.time() - float(os.environ["WBL_TEST_BEGAN"])
    terminalreporter.write_line(f"Checks and tests together took {seconds:.0f} s.")
