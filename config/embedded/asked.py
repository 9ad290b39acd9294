"""When the person at the keyboard asked for a command: what they wait for includes installing."""

import os
import time

ASKED = "WBL_ASKED"


def when_asked() -> float:
    """The moment that bootstrap.py noted, or else now, in seconds since 1970.

    The note is taken away, so that no command started from here counts from it.
    """
    return float(os.environ.pop(ASKED, "") or time.time())
