"""The runner of checks, and the search for a browser."""

import os
import sys

import pytest

from config.embedded.browser import find_browser
from config.embedded.checks import run_checks
from config.embedded.errors import EmbeddedError
from config.embedded.testing import browser_or_advice


def python(code):
    """A command that runs a line of Python."""
    return [sys.executable, "-c", code]


def test_all_checks_run_and_each_failure_is_shown(capsys):
    commands = {
        "first": python("import sys; sys.exit('no good')"),
        "second": python("print('all is well')"),
        "third": python("import sys; sys.exit(3)"),
    }
    assert run_checks(commands, dict(os.environ)) == ["first", "third"]
    said = capsys.readouterr().out
    assert [line.split(" (")[0].split() for line in said.splitlines() if " s)" in line] == [
        ["FAILED", "first"],
        ["ok", "second"],
        ["FAILED", "third"],
    ]
    assert "no good" in said
    assert "all is well" not in said
    assert said.splitlines()[-1] == "2 checks failed: first, third"


@pytest.fixture
def no_browser(monkeypatch, tmp_path):
    """A machine on which no browser is found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.delenv("CI", raising=False)


def test_browser_is_found_by_name(no_browser, tmp_path):
    program = tmp_path / "google-chrome"
    program.touch(mode=0o755)
    assert find_browser() == str(program)


def test_browser_without_windows_is_taken_first(no_browser, tmp_path):
    for name in ("chromium", "chromium-headless-shell"):
        (tmp_path / name).touch(mode=0o755)
    assert find_browser() == str(tmp_path / "chromium-headless-shell")


def test_browser_given_by_path_wins(no_browser, tmp_path, monkeypatch):
    (tmp_path / "chromium").touch(mode=0o755)
    monkeypatch.setenv("CHROMIUM", sys.executable)
    assert browser_or_advice() == {"CHROMIUM": sys.executable}


def test_missing_browser_is_advised_about(no_browser, capsys):
    assert browser_or_advice() == {}
    assert "apt-get install" in capsys.readouterr().out


def test_missing_browser_fails_under_ci(no_browser, monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(EmbeddedError, match="No Chromium was found"):
        browser_or_advice()
