"""The commands behind `bootstrap.py`; each module is loaded only when its command is asked for."""

import importlib
import sys

from config.embedded.errors import EmbeddedError

MODULES = {
    "run": "supervisor",
    "test": "testing",
    "check": "checks",
    "bench": "bench",
    "soak": "soak",
    "pictures": "pictures",
    "messages": "manage",
    "manage": "manage",
    "env": "manage",
    "stop": "stopping",
    "reset": "stopping",
    "keep": "keeper",
}


def main(arguments: list[str]) -> int:
    """Run one command; return its exit status."""
    if not arguments or arguments[0] not in MODULES:
        print(f"Usage: python -m config.embedded {{{','.join(MODULES)}}} ...", file=sys.stderr)
        return 2
    command, rest = arguments[0], arguments[1:]
    module = importlib.import_module(f"config.embedded.{MODULES[command]}")
    try:
        status: int = getattr(module, f"command_{command}")(rest)
    except EmbeddedError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
