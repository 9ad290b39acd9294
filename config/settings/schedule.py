"""What runs by itself, and when: sweepers every minute, the night, what is forgotten."""

from celery.schedules import crontab

BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    # An old beat says nothing about now: the worker throws it away.
    "heartbeat": {"task": "core.heartbeat", "schedule": 30.0, "options": {"expires": 60}},
    # The sweeper: whatever a worker or the broker lost, is found in the database.
    "send-letters": {"task": "core.send_letters", "schedule": 60.0, "options": {"expires": 60}},
    "invite-batches": {
        "task": "partnerships.invite_batches",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # The first run writes all daily letters; the later ones what an accident left.
    "write-digests": {"task": "core.write_digests", "schedule": crontab(minute="*/15", hour=7)},
    # Likewise; not at an hour that summer time skips or repeats.
    "run-night": {"task": "core.run_night", "schedule": crontab(minute="*/15", hour=5)},
    "forget-notifications": {
        "task": "core.forget_notifications",
        "schedule": crontab(hour=3, minute=45),
    },
    # Files that came in while the virus scanner was away.
    "scan-documents": {
        "task": "core.scan_documents",
        "schedule": 300.0,
        "options": {"expires": 600},
    },
    "look-after-documents": {
        "task": "core.look_after_documents",
        "schedule": crontab(hour=2, minute=15),
    },
    "forget-answers": {"task": "core.forget_answers", "schedule": crontab(hour=3, minute=50)},
    # The sweeper of imports: what a worker that died left undone begins again.
    "carry-imports": {"task": "core.carry_imports", "schedule": 60.0, "options": {"expires": 60}},
    "forget-imports": {"task": "core.forget_imports", "schedule": crontab(minute=20)},
    # The sweepers of what a worker or the broker lost; and the night.
    "make-data-copies": {
        "task": "core.make_data_copies",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 300},
    },
    "erase-people": {"task": "core.erase_people", "schedule": crontab(minute=20)},
    "apply-retention": {"task": "core.apply_retention", "schedule": crontab(hour=4, minute=15)},
    "clear-sessions": {"task": "accounts.clear_sessions", "schedule": crontab(hour=3, minute=30)},
}
