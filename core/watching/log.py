"""How log lines look: JSON for machines, or plain text at one's own desk.

Free of Django's settings: the web server (config/gunicorn.py) logs in this form too, before
there are any.
"""

from typing import Any

import structlog
from structlog.types import Processor

from core.watching.redaction import redact, tell_exception

# Libraries that would write the address, the arguments or the text of an exception; what
# they have to say stands in a line of our own.
TOLD_BY_US = ("django.request", "django.security.csrf", "celery.app.trace")
QUIET = ("celery.worker.strategy", "celery.beat", "urllib3", "fontTools")

SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure_structlog() -> None:
    """Lead structlog's lines through Python's own logging, where all other lines go."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def logging_configuration(form: str, level: str) -> dict[str, Any]:
    """For LOGGING: one line per event on standard error, ``form`` being "json" or "text"."""
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            tell_exception,
            redact,
            *_renderers(form),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Django and the web server bring handlers of their own.
            **{name: {"handlers": [], "propagate": True} for name in ("django", "gunicorn.error")},
            **{name: {"level": "CRITICAL"} for name in TOLD_BY_US},
            **{name: {"level": "WARNING"} for name in QUIET},
        },
    }


def _renderers(form: str) -> list[Processor]:
    if form == "text":
        return [structlog.dev.ConsoleRenderer(colors=False)]
    return [structlog.processors.JSONRenderer(ensure_ascii=False)]
