"""The stream: chunk by chunk, and gone when the reader is."""

import pytest
from django.db import ProgrammingError, connection

from reporting.streaming import CHUNK, stream_copy

pytestmark = pytest.mark.django_db

# About 260 MB: far more than any buffer on the way.
ENDLESS = "COPY (SELECT n, repeat('x', 120) FROM generate_series(1, 2000000) AS n) TO STDOUT"


def one() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone()[0]


def test_stream_comes_in_small_chunks_and_stops_with_its_reader():
    """D5: a large export never stands in memory; a reader who hangs up leaves nothing running."""
    stream = stream_copy((ENDLESS, ()), b"key")
    chunks = [next(stream) for __ in range(20)]
    stream.close()
    assert max(len(chunk) for chunk in chunks) <= CHUNK
    assert chunks[0].startswith(b"1\txxx")
    assert one() == 1


def test_stream_ends_with_the_last_row():
    stream = stream_copy(("COPY (SELECT generate_series(1, %s)) TO STDOUT", (3,)), b"key")
    assert b"".join(stream) == b"1\n2\n3\n"
    assert one() == 1


def test_fault_of_the_database_breaks_the_stream():
    stream = stream_copy(("COPY (SELECT 1 FROM nowhere) TO STDOUT", ()), b"key")
    with pytest.raises(ProgrammingError, match="nowhere"):
        list(stream)
    assert one() == 1
