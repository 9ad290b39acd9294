"""Background work of the ground floor."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from core.background import enqueue
from core.deadlines import night
from core.documents import scanning, upkeep
from core.health import HEARTBEAT
from core.importing import work
from core.importing.jobs import TASK as CARRY_IMPORTS
from core.models import KeptAnswer
from core.notifications import digest, outbox
from core.notifications.retention import forget_old
from core.notifications.service import SEND
from core.privacy import services as privacy
from core.privacy.retention import apply_retention


@shared_task(name="core.heartbeat")
def heartbeat() -> None:
    """Note that a worker takes tasks (`core.health.worker` reads it)."""
    cache.set(HEARTBEAT, timezone.now(), timeout=None)


@shared_task(name=SEND)
def send_letters() -> None:
    """Send what waits; a full batch asks for the next one."""
    if outbox.send_waiting() == outbox.BATCH:
        enqueue(SEND)


@shared_task(name="core.write_digests")
def write_digests() -> None:
    """Write the daily letters."""
    digest.write_digests()


@shared_task(name="core.forget_notifications")
def forget_notifications() -> None:
    """Forget what was told and sent long ago."""
    forget_old()


@shared_task(name="core.run_night")
def run_night() -> None:
    """Send the reminders of this night that are not sent yet."""
    night.run_night()


@shared_task(name=scanning.SCAN)
def scan_documents() -> None:
    """Scan files that wait for the virus scanner, or that an administrator asked to scan again."""
    scanning.scan_waiting()
    if scanning.scan_asked() == scanning.BATCH:
        enqueue(scanning.SCAN)


@shared_task(name="core.look_after_documents")
def look_after_documents() -> None:
    """Erase what is past its time, hold storage and rows against each other, scan again."""
    upkeep.look_after()
    scanning.scan_quarantined()


@shared_task(name="core.forget_answers")
def forget_answers() -> None:
    """Forget what programs were answered more than a day ago."""
    KeptAnswer.objects.over().delete()


@shared_task(name=CARRY_IMPORTS)
def carry_imports() -> None:
    """Do the imports that wait; also the sweeper of those that a worker left."""
    work.carry_waiting()


@shared_task(name="core.forget_imports")
def forget_imports() -> None:
    """Delete the files that nobody came back for."""
    work.forget_old()


@shared_task(name=privacy.MAKE_COPIES)
def make_data_copies() -> None:
    """Make the copies of data that people asked for."""
    privacy.make_copies()


@shared_task(name=privacy.ERASE)
def erase_people() -> None:
    """Forget the people whose request was approved."""
    privacy.erase_people()


@shared_task(name="core.apply_retention")
def keep_no_longer() -> None:
    """Let go what was kept long enough."""
    privacy.delete_old_copies()
    apply_retention()
