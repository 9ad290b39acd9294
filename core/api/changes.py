"""The change log of the API, as data: for the page, the documentation and the contract's test.

``breaks`` holds the lines of ``docs/reference/api-contract.txt`` that a change takes back; a
test fails when a line disappears that no change names (`core.api.contract`).
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Change:
    """What became different on a day, in the words of whoever writes a program."""

    day: date
    text: "StrOrPromise"
    breaks: tuple[str, ...] = ()


CHANGES = (
    Change(
        date(2026, 11, 25),
        _(
            "A change of something that exists needs If-Match, and making something needs "
            "Idempotency-Key. Answers about one thing have an ETag."
        ),
    ),
    Change(
        date(2026, 11, 25),
        _(
            "Collections sort (sort), and every answer can be made smaller (fields) or larger "
            "(expand). A parameter that an operation does not know is refused."
        ),
    ),
    Change(
        date(2026, 11, 25),
        _(
            "The type of a problem is the address of a page that explains it. The list “errors” "
            "has a JSON pointer or a parameter for each place."
        ),
    ),
    Change(
        date(2026, 11, 25),
        _("Each action names the address to send it to (href) and the method."),
    ),
    Change(
        date(2026, 11, 25),
        _(
            "The description has an example of every body. It says exactly which kinds of body an "
            "operation reads, which sign-in opens it, and what can be empty."
        ),
        breaks=(
            "GET /api/v1/agreement-versions/{uuid}/pdf/ takes format",
            "GET /api/v1/documents/{uuid}/download/ answers application/octet-stream",
            "GET /api/v1/imports/kinds/ answers columns",
            "GET /api/v1/imports/kinds/ answers columns.codes",
            "GET /api/v1/imports/kinds/ answers columns.example",
            "GET /api/v1/imports/kinds/ answers columns.kind",
            "GET /api/v1/imports/kinds/ answers columns.label",
            "GET /api/v1/imports/kinds/ answers columns.meaning",
            "GET /api/v1/imports/kinds/ answers columns.name",
            "GET /api/v1/imports/kinds/ answers columns.required",
            "GET /api/v1/imports/kinds/ answers name",
            "GET /api/v1/imports/kinds/ answers title",
            "POST /api/v1/documents/{uuid}/keep/ reads multipart/form-data",
            "POST /api/v1/import-jobs/{uuid}/columns/ reads "
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "POST /api/v1/import-jobs/{uuid}/columns/ reads multipart/form-data",
            "POST /api/v1/import-jobs/{uuid}/columns/ reads text/csv",
        ),
    ),
    Change(
        date(2026, 11, 25),
        _(
            "A body of JSON means what it says: a number where a text belongs is refused, as is a "
            "filter without a value, or one that is neither true nor false."
        ),
    ),
    Change(
        date(2026, 11, 25),
        _("Coordinators read and choose the colour of their institution's pages (house-styles)."),
    ),
    Change(
        date(2026, 11, 25),
        _("Administrators read which e-mails did not arrive, and send them again (letters)."),
    ),
    Change(
        date(2026, 11, 25),
        _(
            "Everybody reads and changes what comes by e-mail (notifications/preferences), and "
            "marks all notifications as read at once (notifications/read-all)."
        ),
    ),
    Change(
        date(2026, 11, 25),
        _(
            "An import that failed by accident can be tried again "
            "(import-jobs: actions, try-again)."
        ),
    ),
    Change(
        date(2026, 11, 25),
        _(
            "New: copies of somebody's data, requests to be forgotten and holds (privacy). What is "
            "about oneself may ask to confirm first who it is."
        ),
    ),
    Change(
        date(2026, 11, 25),
        _(
            "New: a part of a document (Range, If-Range), and files that the virus scanner keeps "
            "apart (files-apart), for administrators."
        ),
    ),
    Change(
        date(2026, 11, 29),
        _(
            "New: the sealed documents of an intake round, byte by byte: certificate and "
            "sealed-criteria for everybody who sees it, full-certificate and sealed-inputs for "
            "whoever leads it."
        ),
    ),
    Change(
        date(2026, 11, 29),
        _(
            "New: what a student was told about every choice, as it was sealed (explanation of an "
            "application), and all of it for whoever audits a round (sealed-explanations)."
        ),
    ),
    Change(
        date(2026, 11, 29),
        _(
            "New: the minimum of a position (minimum, 0 for none), with which it takes at least so "
            "many students or none. The sealed input of a round tells it, with the position's code "
            "(round-inputs/3), and so do the sealed criteria (minimums)."
        ),
    ),
    Change(
        date(2026, 11, 29),
        _(
            "New: how many students a host takes at most over all its positions in a pathway "
            "(host_limits; pathways: set-limits). The sealed input of a round tells it (caps)."
        ),
    ),
    Change(
        date(2026, 11, 30),
        _(
            "New: in a later round of a pathway students keep the lot of an earlier one. The "
            "sealed input tells the earlier rounds with their seeds (round-inputs/4, kept_lots), "
            "and so do both certificates (matching-lottery/2, kept). Students with a place in the "
            "pathway do not apply again in it."
        ),
    ),
    Change(
        date(2026, 11, 30),
        _(
            "New: how many students a pathway takes at most over all positions (students_at_most; "
            "pathways: set-limits). The sealed input of a round tells it (caps, within)."
        ),
    ),
    Change(
        date(2026, 11, 30),
        _(
            "New: several parties in the lottery of an intake round (rounds: ask-witness and "
            "lottery; lotteries: promise, reveal and release). The sealed criteria name all "
            "promises in their order (lottery_commitments, round-criteria/2)."
        ),
    ),
    Change(
        date(2026, 11, 30),
        _(
            "New: learning at the own employer (applications: name-employer; own-employer-places: "
            "confirm, decline, agree, refuse, ask-again, withdraw; answer_by is the last day for "
            "the employer). The sealed input of a round "
            "tells who has such a place (fixed, round-inputs/5). An edit of an application with "
            "own_employer false, or without it, names no place there any more."
        ),
    ),
    Change(
        date(2026, 11, 30),
        _(
            "New: whoever promised a secret for the lottery of an intake round does not apply in "
            "that round (rounds: apply answers 403), and whoever has an application there that is "
            "not withdrawn does not promise (lotteries: promise answers 409). It holds in rounds "
            "whose sealed criteria tell it (drawers_do_not_apply)."
        ),
    ),
    Change(
        date(2026, 11, 30),
        _(
            "New: a kind of file with how many students hosts and pathways take at most "
            "(import-jobs: limits). A limit below the minimum of a position is refused."
        ),
    ),
    Change(
        date(2026, 11, 30),
        _(
            "New: the public certificate tells how many students fit in under the limits of hosts "
            "and pathway (totals: students_at_most, matching-public-certificate/4). Those that "
            "were sealed before stay as they are."
        ),
    ),
    Change(
        date(2026, 11, 30),
        _(
            "Cancelling or ending an agreement ends its trajectory early, with the same reason "
            "(agreements: cancel and terminate). An agreement whose trajectory ended early is not "
            "completed any more: complete answers 409."
        ),
    ),
    Change(
        date(2026, 11, 30),
        _(
            "The public certificate holds totals from five students on who were ranked; who was "
            "placed beforehand does not count (matching-public-certificate/5). Those that were "
            "sealed before stay as they are."
        ),
    ),
)
