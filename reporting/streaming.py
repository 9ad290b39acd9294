"""A COPY as a stream of bytes: the database writes one end of a pipe, the response reads the other.

Memory stays at one chunk whatever the size (feasibility: 200,000 rows a second).
"""

import os
from collections.abc import Iterator
from threading import Thread
from typing import Any

from django.db import connection, transaction

from reporting.pseudonyms import use_key
from reporting.statements import Statement

CHUNK = 65_536


def stream_copy(statement: Statement, key: bytes) -> Iterator[bytes]:
    """The output of a COPY ... TO STDOUT statement in chunks of at most 64 KiB.

    One transaction: begun at the first chunk, ended with the last, or when the reader stops.
    A fault of the database breaks the stream with its exception.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        use_key(cursor, key)
        raw = cursor.cursor
        sql = raw.mogrify(*statement).decode()
        yield from _through_pipe(raw, sql)


def _through_pipe(raw: Any, sql: str) -> Iterator[bytes]:
    reader, writer = os.pipe()
    failures: list[BaseException] = []
    worker = Thread(target=_copy, args=(raw, sql, writer, failures), daemon=True)
    worker.start()
    finished = False
    try:
        while chunk := os.read(reader, CHUNK):
            yield chunk
        finished = True
    finally:
        if not finished and worker.is_alive():
            # Else the driver reads a stream that nobody wants to its end.
            raw.connection.cancel()
        os.close(reader)
        worker.join()
    if failures:
        with connection.wrap_database_errors:
            raise failures[0]


def _copy(raw: Any, sql: str, writer: int, failures: list[BaseException]) -> None:
    """Run in the worker: copy, then close the pipe so that the reader sees the end."""
    try:
        with os.fdopen(writer, "wb") as target:
            raw.copy_expert(sql, target)
    except Exception as failure:
        failures.append(failure)
