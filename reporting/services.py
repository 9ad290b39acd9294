"""Fetching datasets: may this client, what exactly, and the line in the log."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Refused
from partnerships.enums import OrganisationKind
from partnerships.models import ApiClient
from reporting.dataset import RECORD, Dataset
from reporting.models import ExportLog
from reporting.pseudonyms import key_for, use_key
from reporting.statements import (
    Filters,
    Statement,
    count_statement,
    csv_statement,
    json_statement,
    rows_statement,
)
from reporting.streaming import stream_copy

RECIPIENTS = frozenset({OrganisationKind.MINISTRY, OrganisationKind.INSTITUTION})


@dataclass(frozen=True)
class Export:
    """One request for a dataset, by one client."""

    dataset: Dataset
    client: ApiClient
    filters: Filters

    @property
    def key(self) -> bytes:
        """The key of the pseudonyms: of the recipient and the purpose."""
        return key_for(self.client.organisation.uuid, self.client.purpose)

    def rows(self) -> Statement:
        """The rows that the client may have and asked for."""
        return rows_statement(self.dataset, self.client.organisation, self.filters)


def require_client(client: ApiClient | None, scopes: list[str], dataset: Dataset) -> ApiClient:
    """The client, when it may fetch the dataset. Raises `Refused` with what to do about it.

    Record-level data needs a published protocol (e-government decree of 18 July 2008,
    article 8; domain.md 4.1). An institution gets the rows of its own students only: nothing is
    exchanged between bodies, so it needs none.
    """
    if client is None:
        raise Refused(
            _(
                "These data are fetched by a program with a token, not by a person. An analyst "
                "of the ministry or a coordinator of the institution registers the program on the "
                "page “API clients”."
            )
        )
    if dataset.scope not in scopes:
        raise Refused(
            _("The token lacks the scope “%(scope)s”: ask for it when you request the token.")
            % {"scope": dataset.scope}
        )
    exchanged = client.organisation.kind != OrganisationKind.INSTITUTION
    if dataset.level == RECORD and exchanged and not client.protocol_reference:
        raise Refused(
            _(
                "This client names no protocol. Data about single people are exchanged under a "
                "published protocol only (e-government decree of 18 July 2008, article 8). "
                "Register a client that names it."
            )
        )
    if client.organisation.kind not in RECIPIENTS:
        raise Refused(_("These data go to the ministry and to institutions only."))
    return client


def export_csv(export: Export) -> Iterator[bytes]:
    """Log the export with its number of rows, and return the stream.

    The line is written before the first byte: a reader who hangs up halfway has fetched too.
    """
    rows = export.rows()
    with transaction.atomic(), connection.cursor() as cursor:
        use_key(cursor, export.key)
        cursor.execute(*count_statement(rows))
        _log(export, "csv", cursor.fetchone()[0])
    return stream_copy(csv_statement(export.dataset, rows), export.key)


def export_page(export: Export, *, after: str, size: int) -> tuple[list[str], str | None]:
    """At most ``size`` rows as JSON texts, and the pseudonym to go on from (None at the end)."""
    sql, params = json_statement(export.dataset, export.rows(), after, size + 1)
    with transaction.atomic(), connection.cursor() as cursor:
        use_key(cursor, export.key)
        cursor.execute(sql, params)
        found = cursor.fetchall()
        _log(export, "json", min(len(found), size), after=after)
    more = found[size - 1][0] if len(found) > size else None
    return [text for __, text in found[:size]], more


def _log(export: Export, file_format: str, rows: int, **place: Any) -> None:
    ExportLog.objects.create(
        client=export.client,
        dataset=export.dataset.code,
        file_format=file_format,
        filters={name: list(values) for name, values in export.filters.items()}
        | {name: value for name, value in place.items() if value},
        protocol_reference=export.client.protocol_reference,
        rows=rows,
    )
