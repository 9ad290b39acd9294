"""What this room does in the background."""

from celery import shared_task

from core.background import enqueue
from partnerships.inviting import TASK, work_off


@shared_task(name=TASK)
def invite_batches() -> None:
    """Invite who is wanted; a long round asks for the next turn, so that letters get theirs."""
    if work_off():
        enqueue(TASK)
