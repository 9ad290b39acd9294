"""Work in processes of their own, forked from this one: each uses the database that it is told."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Result = TypeVar("Result")
FORK = multiprocessing.get_context("fork")


def apart(database: str, work: Callable[..., Result], *arguments: Any) -> Result:
    """What the work returns. Raises RuntimeError when it ended without."""
    with talking(database, _once, work, arguments) as talk:
        result: Result = talk.recv()
        return result


@contextmanager
def talking(database: str, work: Callable[..., None], *arguments: Any) -> Iterator[Connection]:
    """The work, under way, and our end of a pipe to it; it ends when the block does."""
    from django.db import connections

    connections.close_all()  # nobody may share one
    ours, theirs = FORK.Pipe()
    process = FORK.Process(target=_begin, args=(database, work, ours, theirs, *arguments))
    process.start()
    theirs.close()
    try:
        yield ours
    except EOFError:
        message = f"{work.__name__} ended before it was done."
        raise RuntimeError(message) from None
    finally:
        ours.close()
        process.join()


def _begin(
    database: str,
    work: Callable[..., None],
    ours: Connection,
    theirs: Connection,
    *arguments: Any,
) -> None:
    from benchmarks.database import use

    ours.close()  # as long as anybody holds that end, this one never hears that it is over
    use(database)
    work(theirs, *arguments)


def _once(talk: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    talk.send(work(*arguments))
