"""`pictures`: the pictures of the tutorials, taken anew."""

import subprocess
import sys

from config.embedded.browser import ADVICE, find_browser
from config.embedded.checks import test_environment
from config.embedded.errors import EmbeddedError
from config.embedded.paths import PROJECT
from config.embedded.servers import release_servers

SCRIPT = "tests/journeys/take_pictures.py"


def command_pictures(arguments: list[str]) -> int:
    """Play the tutorials in a browser; return 1 where a step cannot be taken any more.

    Further words go to pytest: `-k nl` takes the Dutch ones only. Raises EmbeddedError without
    a browser.
    """
    browser = find_browser()
    if browser is None:
        raise EmbeddedError(ADVICE)
    environment = {**test_environment(), "CHROMIUM": browser}
    command = [sys.executable, "-m", "pytest", "-q", SCRIPT, *arguments]
    try:
        done = subprocess.run(command, check=False, cwd=PROJECT, env=environment)
    finally:
        release_servers()
    return 1 if done.returncode else 0
