"""How the web server guards its door: `gunicorn --config config/gunicorn.py config.wsgi`.

Who sends slowly, too much or nothing at all gets an end, so that others get through.
docs/operations/away.md says what a proxy in front adds.
"""

import os
from typing import Any

from core.watching.folder import forget_the_dead
from core.watching.log import configure_structlog, logging_configuration

worker_class = "config.web_worker.GuardedWorker"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
bind = os.environ.get("BIND", "127.0.0.1:8000")
# A worker that says nothing for so long is ended; a request may take as long as it needs,
# as far as its thread says that it lives.
timeout = 60
graceful_timeout = 30
# A connection that is kept open for the next request (thread workers read ahead of it).
keepalive = 5
# A worker is replaced now and then, so that no leak grows for ever.
max_requests = 10_000
max_requests_jitter = 1_000
# The first line, the number and the size of headers: beyond it, 4xx without reading on.
limit_request_line = 4094
limit_request_fields = 100
limit_request_field_size = 8190
# Only proxies on this machine may say that a request came by https.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
control_socket_disable = True
# The platform writes a line about each request itself, with its number (core.watching).
accesslog = None
configure_structlog()
logconfig_dict = logging_configuration(
    os.environ.get("LOG_FORMAT", "json"), os.environ.get("LOG_LEVEL", "INFO")
)


def on_starting(server: Any) -> None:
    """Begin with the counters of living processes only."""
    forget_the_dead()
