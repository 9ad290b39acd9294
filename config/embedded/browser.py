"""The Chromium the journeys are made with."""

import os
import shutil

# First the one without windows: the same pages for less work.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ADVICE = (
    "No Chromium was found. On Debian:\n"
    "  sudo apt-get install -y --no-install-recommends chromium-headless-shell\n"
    "Elsewhere: set CHROMIUM to the path of a Chromium or Chrome."
)


def find_browser() -> str | None:
    """The path of CHROMIUM, or else of the first browser found by its usual names, if any."""
    given = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, (given,) if given else NAMES)), None)
