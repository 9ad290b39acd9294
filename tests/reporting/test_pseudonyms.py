"""Pseudonyms: HMAC-SHA256 computed by PostgreSQL, against Python's hmac."""

from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from reporting.pseudonyms import Pseudonym, blocks, key_for, pseudonym, use_key
from trajectories.models import Trajectory

pytestmark = pytest.mark.django_db

RECIPIENT = UUID("8d0d6d7e-1a54-4c2f-9c7a-3f4f2f6f0a11")


def in_database(key: bytes, trajectory) -> str:
    with transaction.atomic(), connection.cursor() as cursor:
        use_key(cursor, key)
        return Trajectory.objects.values_list(Pseudonym("uuid")).get(pk=trajectory.pk)[0]


@pytest.mark.parametrize("size", [1, 32, 63, 64, 65, 200])
def test_database_computes_the_same_as_python(trajectory, size):
    """RFC 2104: keys shorter than, as long as and longer than a block of 64 bytes."""
    key = bytes(range(256))[:size]
    assert in_database(key, trajectory) == pseudonym(key, trajectory.uuid)


def test_blocks_are_those_of_rfc_2104():
    """RFC 4231, test case 2: key “Jefe”."""
    inner, outer = blocks(b"Jefe")
    assert (inner[:10], outer[:10]) == ("7c53505336", "16393a395c")
    assert (len(inner), len(outer)) == (128, 128)


def test_key_is_stable_for_one_recipient_and_purpose():
    assert key_for(RECIPIENT, "Evaluatie") == key_for(RECIPIENT, "  evaluatie ")


def test_keys_of_others_differ(settings):
    """Two recipients, two purposes, two installations: nobody can link them."""
    keys = {key_for(RECIPIENT, "Evaluatie"), key_for(uuid4(), "Evaluatie")}
    keys.add(key_for(RECIPIENT, "Toezicht"))
    settings.PSEUDONYM_KEY = "11" * 32
    keys.add(key_for(RECIPIENT, "Evaluatie"))
    assert len(keys) == 4


@pytest.mark.django_db(transaction=False)
def test_key_ends_with_the_transaction(trajectory):
    with connection.cursor() as cursor:
        with transaction.atomic():
            use_key(cursor, b"k")
            cursor.execute("SELECT current_setting('wbl.inner')")
            inside = cursor.fetchone()[0]
            transaction.set_rollback(True)
        cursor.execute("SELECT current_setting('wbl.inner', true)")
        assert (inside, cursor.fetchone()[0] or "") == (blocks(b"k")[0], "")
