"""Two at once where only one may win: a password, an invitation."""

import os
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from django.contrib.auth.signals import user_login_failed
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts.invitations import accept
from accounts.models import Invitation, User
from config.embedded import ensure_servers
from partnerships.enums import Role
from partnerships.inviting import invite_everybody, work_off
from partnerships.models import BatchEntry
from tests.accounts.test_invitations import PASSWORD, invited, newcomer
from tests.factories import partnerships as make
from tests.matching.test_concurrency import both


def test_two_browsers_at_once_choose_one_password(committed):
    """D5: one wins, the other is told (409); never both, never a deadlock."""
    person = newcomer()
    invited(person)
    row = Invitation.objects.get()
    passwords = [PASSWORD, "een-andere-zin-lang"]
    assert both(lambda: accept(row, passwords.pop())) == ["409", "done"]
    assert User.objects.get(pk=person.pk).has_usable_password()


def test_two_workers_at_once_invite_nobody_twice(committed, settings):
    """A part belongs to one worker; what it did not do stays for the sweeper."""
    settings.CELERY_TASK_ALWAYS_EAGER = False
    institution = make.make_institution()
    coordinator = make.make_coordinator(institution)
    for __ in range(3):
        person = make.make_member(Role.COACH, institution)
        User.objects.filter(pk=person.pk).update(password="!none")
    batch = invite_everybody(actor=coordinator)
    assert both(work_off) == ["done", "done"]
    work_off()
    assert Invitation.objects.count() == 3
    assert BatchEntry.objects.filter(invited=True).count() == 3
    batch.refresh_from_db()
    assert batch.finished_at is not None


def test_guesses_at_the_same_moment_are_counted_one_by_one(committed, settings):
    """D5: forty at once from forty addresses; five of them reach the password, no more."""
    settings.ACCOUNT_RATE_LIMITS = {}
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": {**os.environ, **ensure_servers()}["CACHE_URL"],
            "KEY_PREFIX": f"test-{uuid4()}",
        }
    }
    make.make_user(email="an.peeters@school.example")
    tried: list[object] = []

    def note(**more: object) -> None:
        tried.append(more)

    def guess(number: int) -> int:
        try:
            sent = {"login": "an.peeters@school.example", "password": "wrong"}
            address = f"198.51.100.{number}"
            return Client().post(reverse("account_login"), sent, REMOTE_ADDR=address).status_code
        finally:
            connections.close_all()

    user_login_failed.connect(note)
    try:
        with ThreadPoolExecutor(8) as pool:
            answers = set(pool.map(guess, range(40)))
    finally:
        user_login_failed.disconnect(note)
    assert answers <= {200, 429}
    assert 1 <= len(tried) <= 5
