"""The command that needs nothing but Python."""

import os
import re
import shutil
import subprocess
import sys

import pytest

import bootstrap
from config.embedded.__main__ import MODULES
from config.embedded.paths import PROJECT


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A copy of the command in a project whose environment is up to date."""
    shutil.copy(PROJECT / "bootstrap.py", tmp_path)
    (tmp_path / "requirements.lock").write_text("")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    main = tmp_path / "config" / "embedded" / "__main__.py"
    main.parent.mkdir(parents=True)
    (tmp_path / "config" / "__init__.py").touch()
    main.write_text("import os, sys\nprint(os.getpid(), *sys.argv[1:])\n")
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(bootstrap, "LOCK", tmp_path / "requirements.lock")
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / ".venv" / "requirements.stamp")
    bootstrap.STAMP.write_text(bootstrap.wanted_stamp())
    return tmp_path


def run(project, *words, **environment):
    """Run the command from another folder."""
    return subprocess.Popen(
        [sys.executable, str(project / "bootstrap.py"), *words],
        cwd="/",
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_command_is_handed_over_in_the_same_process_and_without_a_word(project):
    with run(project, "test", "tests/core", "-k", "name") as process:
        assert process.stdout.read() == f"{process.pid} test tests/core -k name\n"


def test_no_command_shows_the_list_and_a_wrong_one_fails(project):
    with run(project) as process:
        shown = process.stdout.read()
    assert [line.split()[0] for line in shown.splitlines()[2:]] == list(bootstrap.COMMANDS)
    assert process.returncode == 0
    with run(project, "fly") as process:
        assert process.stdout.read().splitlines()[-1] == "No such command: fly"
    assert process.returncode == 1


def test_failing_tool_is_shown_and_a_working_one_is_not(capsys):
    assert bootstrap.quiet(sys.executable, "-c", "print('hush')") is True
    assert capsys.readouterr() == ("", "")
    assert bootstrap.quiet(sys.executable, "-c", "import sys; sys.exit('alas')") is False
    assert capsys.readouterr().err.splitlines()[0] == "alas"


def test_environment_is_up_to_date_until_its_lock_or_its_place_changes(project, monkeypatch):
    assert bootstrap.stamped() == bootstrap.wanted_stamp()
    bootstrap.LOCK.write_text("django==5.2.19")
    assert bootstrap.stamped() != bootstrap.wanted_stamp()
    bootstrap.LOCK.write_text("")
    monkeypatch.setattr(bootstrap, "VENV", project / "moved")
    assert bootstrap.stamped() != bootstrap.wanted_stamp()
    bootstrap.PYTHON.unlink()
    assert bootstrap.stamped() == ""


def test_environment_without_its_own_pip_is_made_anew(project):
    assert bootstrap.venv_works() is False
    (project / ".venv" / "bin" / "pip").write_text("#!/bin/sh\necho pip from /elsewhere\n")
    (project / ".venv" / "bin" / "pip").chmod(0o755)
    assert bootstrap.venv_works() is False


def test_make_has_the_same_commands():
    """Except `manage`, whose words make would take for its own."""
    targets = re.findall(r"^([a-z]+):.*## ", (PROJECT / "Makefile").read_text(), re.MULTILINE)
    assert set(targets) == set(bootstrap.COMMANDS) - {"manage"}
    assert set(bootstrap.COMMANDS) - {"help"} <= set(MODULES)
