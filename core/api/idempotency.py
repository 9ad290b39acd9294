"""An Idempotency-Key makes a request happen once: sent again, it gets the same answer.

The key's row, the change and the answer are one transaction. A second request with the key
waits at the unique index until the first is whole or undone; a crash leaves nothing.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.files.base import File
from django.db import connection, transaction
from django.db.utils import OperationalError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from psycopg2.errors import LockNotAvailable
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from core.api.callers import caller_of
from core.encryption import decrypt, encrypt
from core.errors import DomainError, Invalid
from core.models import KeptAnswer
from core.models.answers import KEPT_FOR

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
PRINTABLE = re.compile(r"[!-~]{8,255}")
# How long a second request waits for the first: long for a page, short for a thread of ours.
WAIT_SECONDS = 3
# What was decided about the request itself. Other refusals say: mend or wait, and send it again.
KEPT = frozenset({200, 201, 202, 204, 400, 403, 404, 409})
KEPT_HEADERS = ("ETag", "Location", "Content-Language", "Cache-Control")


class KeyMissing(DomainError):
    """Making something needs a key (400)."""

    code = "key-missing"


class KeyReused(DomainError):
    """The key stands for another request (409)."""

    status = 409
    code = "key-reused"


class InProgress(DomainError):
    """The first request with the key is still running (409)."""

    status = 409
    code = "in-progress"
    seconds = WAIT_SECONDS


def key_of(request: Any, *, required: bool) -> str | None:
    """The key of a request. Raises `KeyMissing`, and `Invalid` for one that is no key."""
    key = request.headers.get(HEADER, "")
    if not key:
        if required:
            raise KeyMissing(_("Send the header Idempotency-Key with a new UUID."))
        return None
    if not PRINTABLE.fullmatch(key):
        raise Invalid(_("An Idempotency-Key has 8 to 255 letters, digits or signs, no spaces."))
    return str(key)


def once(request: Any, key: str, run: Callable[[], Response]) -> Response:
    """Run the request inside this transaction, or give the answer that it got before.

    ``run`` answers refusals too; what a refused request wrote must be undone already.
    Raises `KeyReused` and `InProgress`.
    """
    kept, is_new = _claim(str(caller_of(request)), _hash([key]), fingerprint(request))
    if not is_new:
        return _again(kept, request)
    response = run()
    if response.status_code in KEPT:
        kept.answer = encrypt(json.dumps(_content(response)))
        kept.save(update_fields=["answer"])
    else:
        kept.delete()
    return response


def fingerprint(request: Any) -> str:
    """The same for the same request: method, address and body, however the body is laid out."""
    return _hash([request.method, request.get_full_path(), *_parts(request.data)])


def _parts(data: Any) -> Iterable[str]:
    if not hasattr(data, "lists"):
        data = data if isinstance(data, dict) else {"": data}
        files = {name: value for name, value in data.items() if isinstance(value, File)}
        plain = {name: value for name, value in data.items() if name not in files}
        yield json.dumps(plain, sort_keys=True, default=str)
        yield from _files((name, [file]) for name, file in sorted(files.items()))
        return
    fields = [(name, values) for name, values in data.lists()]
    yield from _files(sorted(fields, key=lambda field: field[0]))


def _files(fields: Iterable[tuple[str, list[Any]]]) -> Iterable[str]:
    for name, values in fields:
        for value in values:
            yield name
            yield _digest(value) if isinstance(value, File) else str(value)


def _digest(file: Any) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256(json.dumps(list(parts)).encode()).hexdigest()


def _claim(caller: str, key_hash: str, request_hash: str) -> tuple[KeptAnswer, bool]:
    found = _insert(caller, key_hash, request_hash)
    if found is not None:
        return found, True
    rows = KeptAnswer.objects.select_for_update()
    kept = rows.filter(caller=caller, key_hash=key_hash).first()
    if kept is None:  # forgotten between the two statements
        raise InProgress(_("Your first request is still running. Send it again."))
    if kept.created_at < timezone.now() - KEPT_FOR:
        kept.created_at, kept.request_hash, kept.answer = timezone.now(), request_hash, ""
        kept.save()
        return kept, True
    if kept.request_hash != request_hash:
        raise KeyReused(_("You used this key for another request. Send a new key."))
    return kept, False


def _insert(caller: str, key_hash: str, request_hash: str) -> KeptAnswer | None:
    """The new row; None when the key is taken. Waits for a request that is using it now."""
    values: list[Any] = [caller, key_hash, request_hash, timezone.now()]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = %s", [f"{WAIT_SECONDS}s"])
            cursor.execute(
                "INSERT INTO core_keptanswer (caller, key_hash, request_hash, answer, created_at)"
                " VALUES (%s, %s, %s, '', %s) ON CONFLICT DO NOTHING RETURNING id",
                values,
            )
            found = cursor.fetchone()
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise InProgress(_("Your first request is still running. Send it again.")) from error
        raise
    return KeptAnswer.objects.get(pk=found[0]) if found else None


def _content(response: Response) -> dict[str, Any]:
    return {
        "status": response.status_code,
        "type": response.content_type,
        "data": JSONRenderer().render(response.data).decode(),
        "headers": {name: response[name] for name in KEPT_HEADERS if name in response},
    }


def _again(kept: KeptAnswer, request: Any) -> Response:
    content = json.loads(decrypt(kept.answer))
    data = json.loads(content["data"]) if content["data"] else None
    headers = content["headers"] | {REPLAYED: "true"}
    return Response(data, content["status"], headers=headers, content_type=content["type"])
