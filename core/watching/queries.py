"""Every question to the database is counted, and a slow one is told without its values."""

import re
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings

logger = structlog.get_logger(__name__)

LITERAL = re.compile(r"'(?:[^']|'')*'")
LONGEST = 2000  # characters of SQL in a line


class QueryWatch:
    """Counts the queries of one request or task (for ``connection.execute_wrapper``)."""

    def __init__(self) -> None:
        self.count = 0
        self.seconds = 0.0

    def __call__(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        """Run one query; its time counts also when it fails."""
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self._note(str(sql), time.perf_counter() - began)

    def _note(self, sql: str, seconds: float) -> None:
        self.count += 1
        self.seconds += seconds
        if seconds * 1000 >= settings.SLOW_QUERY_MS:
            text = LITERAL.sub("'…'", sql)[:LONGEST]
            logger.warning("slow_query", duration_ms=round(seconds * 1000), sql=text)
