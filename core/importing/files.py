"""The file of a job: kept in the database in parts, read from a file that nobody else can open.

In the database, because every worker reaches it there, because it comes and goes in the same
transaction as the job, and because nothing is left behind when either is lost.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from core.models import ImportChunk, ImportJob

PART = 1024 * 1024
# Up to this size no file is made on the disk.
IN_MEMORY = 4 * PART


def store(job: ImportJob, file: Any) -> None:
    """Keep the bytes; notes size, lines and SHA-256 on the job (not saved)."""
    found = hashlib.sha256()
    file.seek(0)
    number = 0
    while part := file.read(PART):
        ImportChunk.objects.create(job=job, number=number, content=part)
        found.update(part)
        job.size += len(part)
        job.lines += part.count(b"\n")
        number += 1
    job.sha256 = found.hexdigest()


@contextmanager
def opened(job: ImportJob) -> Iterator[IO[bytes]]:
    """The bytes as a file, for as long as the block lasts."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        numbers = job.chunks.order_by("number").values_list("number", flat=True)
        for number in list(numbers):
            file.write(bytes(job.chunks.get(number=number).content))
        file.seek(0)
        yield file


def forget(job: ImportJob) -> None:
    """Nobody needs the bytes any more."""
    job.chunks.all().delete()
