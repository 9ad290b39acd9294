"""What production would write to its log, as the lines themselves."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from contextlib import contextmanager

from core.watching.log import logging_configuration


class Log:
    """Lines written while it was open."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    def events(self, name: str) -> list[dict]:
        """The lines about one kind of event."""
        lines = [json.loads(line) for line in self.text.splitlines()]
        return [line for line in lines if line["event"] == name]


@contextmanager
def production_log() -> Iterator[Log]:
    """Everything from INFO on, in the form and with the belts of production."""
    log = Log()
    made = logging.config.DictConfigurator(logging_configuration("json", "INFO"))
    formatter = made.configure_formatter(made.config["formatters"]["line"])
    handler = logging.StreamHandler(log.stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield log
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
