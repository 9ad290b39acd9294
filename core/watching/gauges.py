"""Figures that stand in the database, asked when monitoring comes by."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.models.functions import Coalesce
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from core.health import HEARTBEAT
from core.importing import work
from core.models import ImportJob, Letter, NightRun, Notification, Stage

logger = structlog.get_logger(__name__)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Gauge:
    """One figure, and the question that gives it."""

    name: str
    text: str
    ask: Callable[[], float]


def letters_waiting() -> float:
    """How many letters are neither sent nor given up."""
    return Letter.objects.waiting().count()


def oldest_letter() -> float:
    """How many seconds the letter has waited that is due longest; 0 without one."""
    due = Letter.objects.due(timezone.now()).order_by("send_after").first()
    return _age(due.send_after) if due else 0


def letters_refused() -> float:
    """How many seconds the oldest letter exists that was tried in vain, while none went out
    since; 0 otherwise. What waits for a later try is not due: only this tells of a mail account
    that is refused on a quiet day.
    """
    begun = (
        Letter.objects.waiting()
        .exclude(problem="")
        .annotate(begun=Coalesce("again_at", "created_at"))
    )
    tried = begun.order_by("begun").values_list("begun", flat=True).first()
    if tried is None or Letter.objects.filter(sent_at__gt=tried).exists():
        return 0
    return _age(tried)


def letters_given_up() -> float:
    """How many letters were given up in the last day."""
    return Letter.objects.filter(given_up_at__gte=timezone.now() - DAY).count()


def notifications() -> float:
    """How often people were told something in the last day."""
    return Notification.objects.filter(created_at__gte=timezone.now() - DAY).count()


def imports_waiting() -> float:
    """How many files wait for a worker that looks at them, imports them or takes them back."""
    return ImportJob.objects.filter(stage=Stage.WAITING).count() - work.running()


def oldest_import() -> float:
    """How many seconds ago the oldest of them was asked for, at work or not; 0 without one."""
    oldest = ImportJob.objects.filter(stage=Stage.WAITING).order_by("asked_at").first()
    return _age(oldest.asked_at) if oldest else 0


def last_night() -> float:
    """How many seconds ago a night's reminders were all sent; -1 when none ever were."""
    last = NightRun.objects.exclude(ended_at=None).order_by("-ended_at").first()
    return _age(last.ended_at) if last and last.ended_at else -1


def heartbeat_age() -> float:
    """How many seconds ago a worker took a heartbeat; -1 when none did."""
    last = cache.get(HEARTBEAT)
    return _age(last) if last else -1


def database_size() -> float:
    """Bytes of the database on disk."""
    return _ask("SELECT pg_database_size(current_database())")


def database_connections() -> float:
    """How many connections the database has now."""
    return _ask("SELECT numbackends FROM pg_stat_database WHERE datname = current_database()")


def _age(moment: datetime) -> float:
    return (timezone.now() - moment).total_seconds()


def _ask(sql: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return float(cursor.fetchone()[0])


GAUGES = [
    Gauge("wbl_letters_waiting", "Letters to be sent", letters_waiting),
    Gauge("wbl_letters_oldest_seconds", "How long the oldest due letter waits", oldest_letter),
    Gauge("wbl_letters_refused_seconds", "How long no letter leaves at all", letters_refused),
    Gauge("wbl_letters_given_up_day", "Letters given up in the last day", letters_given_up),
    Gauge("wbl_notifications_day", "Notifications of the last day", notifications),
    Gauge("wbl_imports_waiting", "Files that wait for a worker", imports_waiting),
    Gauge("wbl_imports_running", "Files that a worker is at work on", work.running),
    Gauge("wbl_imports_oldest_seconds", "Since the oldest of them was asked for", oldest_import),
    Gauge("wbl_night_whole_seconds", "Since a night was whole; -1: never", last_night),
    Gauge("wbl_worker_heartbeat_seconds", "Since a worker took a task; -1: never", heartbeat_age),
    Gauge("wbl_database_bytes", "Size of the database", database_size),
    Gauge("wbl_database_connections", "Connections to the database", database_connections),
]


def register_gauge(name: str, text: str, ask: Callable[[], float]) -> None:
    """Let a later room add a figure. Raises ValueError when another one has its name."""
    if any(gauge.name == name for gauge in GAUGES):
        message = f"The figure {name} is registered twice."
        raise ValueError(message)
    GAUGES.append(Gauge(name, text, ask))


class PlatformCollector(Collector):
    """All of them; one that cannot be had is left out and counted."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Ask one after another."""
        missing = 0
        for gauge in GAUGES:
            try:
                yield GaugeMetricFamily(gauge.name, gauge.text, value=gauge.ask())
            except (DatabaseError, OSError):
                # What monitoring asks for most is how things stand while something is away.
                missing += 1
                logger.warning("gauge_missing", gauge=gauge.name, exc_info=True)
        text = "Figures that could not be had"
        yield GaugeMetricFamily("wbl_figures_missing", text, value=missing)
