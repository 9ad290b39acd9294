"""Single commands with the database and the queue at hand."""

import os
import shlex
import shutil
import subprocess
import sys

from config.embedded.catalogues import compile_catalogues
from config.embedded.errors import EmbeddedError
from config.embedded.paths import PROJECT, open_state
from config.embedded.servers import ensure_servers, release_servers


def manage(*words: str) -> list[str]:
    """The command line of a Django command."""
    return [sys.executable, str(PROJECT / "manage.py"), *words]


def command_manage(arguments: list[str]) -> int:
    """Run one Django command; the servers stop afterwards unless others use them."""
    compile_catalogues()
    environment = {**os.environ, **ensure_servers()}
    done = subprocess.run(manage(*arguments), check=False, env=environment)
    release_servers()
    return done.returncode


def command_messages(arguments: list[str]) -> int:
    """Collect the texts to translate; raise EmbeddedError without gettext."""
    if shutil.which("xgettext") is None:
        message = "Collecting texts needs gettext. On Debian: sudo apt-get install gettext"
        raise EmbeddedError(message)
    return command_manage(["makemessages", *arguments])


def command_env(_arguments: list[str]) -> int:
    """Start the servers for good and print what a shell needs to use them."""
    paths = open_state()
    variables = ensure_servers(paths)
    paths.wanted("always").touch()  # after the start: a new keeper forgets an old wish
    for name, value in variables.items():
        print(f"export {name}={shlex.quote(value)}")
    print("# The servers stay until: python3 bootstrap.py stop")
    return 0
