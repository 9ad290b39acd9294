"""A fault on purpose: a letter is noted as sent before the mail server took it."""

import time
from typing import Any

from django.apps import AppConfig


class NotedBeforeSending(AppConfig):
    """Replaces the delivery of letters by a careless one."""

    name = "tests.kills"
    label = "kills"

    def ready(self) -> None:
        """Put it in place."""
        from core.notifications import outbox

        careful = outbox._deliver

        def careless(letter: Any, connection: Any) -> bool:
            outbox._over(letter, sent_at=outbox.timezone.now(), problem="")
            time.sleep(0.2)
            return careful(letter, connection)

        outbox._deliver = careless
