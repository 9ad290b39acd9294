"""The API of people's rights: copies of data, requests to be forgotten, and holds.

The same scope, rules and services as the pages (`core.views.privacy`, `core.views.privacy_desk`).
"""

from collections.abc import Callable
from typing import Any

import django_filters
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.privacy_shapes import (
    AnswerBody,
    AskBody,
    CaseDetailSerializer,
    CaseSerializer,
    CopyBody,
    CopySerializer,
    HoldBody,
    HoldSerializer,
)
from core.api.views import ScopedViewSet, verb
from core.errors import DomainError
from core.models import DataCopy, ErasureCase, LegalHold
from core.permissions import require
from core.privacy import services
from core.privacy.archive import read_archive, read_data
from core.views.privacy_desk import CaseTable

FILES = {"application/zip": "my-data.zip", "application/json": "my-data.json"}


class ConfirmFirst(DomainError):
    """Everything about oneself first asks whether it is really you (403)."""

    status = 403
    code = "confirm-first"
    title = _("First confirm that it is you")


def require_confirmed(request: Any) -> None:
    """As the pages do. Raises `ConfirmFirst` when the last sign-in is too long ago."""
    if is_reauthentication_required(request._request, app=""):
        raise ConfirmFirst(
            _("Sign in again, or confirm in the browser that it is you, then send it again.")
        )


class OfPerson(django_filters.FilterSet):
    """Rows about one person."""

    person = django_filters.UUIDFilter(field_name="person__uuid")


class CopyViewSet(ScopedViewSet):
    """Copies of all that is known of the caller. What was asked for another goes to that person."""

    model = DataCopy
    serializer_class: Any = CopySerializer

    @extend_schema(request=CopyBody, responses={201: CopySerializer})
    def create(self, request: Request) -> Response:
        """Ask for a copy: of one's own data, or by letter for a person whose file one keeps.

        Of one's own only after confirming that it is you. Only the person can read and fetch it.
        """
        return _asked(self, services.ask_copy, CopyBody, CopySerializer)

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    @action(detail=True)
    def download(self, request: Request, uuid: Any) -> HttpResponseBase:
        """JSON, and a page to read in Dutch and in English, in one file. 404 until it is ready."""
        copy = self.ready(request)
        return _file("application/zip", read_archive(copy), copy.size)

    @extend_schema(responses={(200, "application/json"): OpenApiTypes.OBJECT})
    @action(detail=True)
    def data(self, request: Request, uuid: Any) -> HttpResponseBase:
        """The JSON of the copy alone. 404 until it is ready."""
        return _file("application/json", read_data(self.ready(request)))

    def ready(self, request: Request) -> DataCopy:
        """The caller's copy, for as long as it is kept."""
        require_confirmed(request)
        rows: Any = self.get_queryset()
        found: DataCopy = get_object_or_404(rows.ready(), uuid=self.kwargs["uuid"])
        return found


class CaseViewSet(ScopedViewSet):
    """Requests to be forgotten: one's own, and those of the people whose files one keeps.

    One of them tells what would happen, table by table, and what forbids it.
    """

    model = ErasureCase
    serializer_class: Any = CaseSerializer
    detail_serializer_class = CaseDetailSerializer
    queryset_related = ("person", "asked_by", "decided_by")
    filterset_class = OfPerson
    table_class = CaseTable

    @extend_schema(request=AskBody, responses={201: CaseDetailSerializer})
    def create(self, request: Request) -> Response:
        """Ask to be forgotten: oneself, or by letter for a person whose file one keeps.

        Oneself only after confirming that it is you.
        """
        return _asked(self, services.ask_erasure, AskBody, CaseDetailSerializer)

    approve = verb("approve", services.approve_erasure, CaseDetailSerializer)
    refuse = verb("refuse", services.refuse_erasure, CaseDetailSerializer, AnswerBody)
    withdraw = verb("withdraw", services.withdraw_erasure, CaseDetailSerializer)


class HoldFilter(OfPerson):
    """Holds on one person, or only those that forbid erasure today."""

    in_force = django_filters.BooleanFilter(method="keep_in_force")

    def keep_in_force(self, rows: Any, name: str, wanted: bool) -> Any:
        """Those of today, or all others."""
        now = LegalHold.objects.in_force()
        return rows.filter(pk__in=now) if wanted else rows.exclude(pk__in=now)


class HoldViewSet(ScopedViewSet):
    """Why somebody's data must stay, for who looks after the rights of that person."""

    model = LegalHold
    serializer_class: Any = HoldSerializer
    queryset_related = ("person", "laid_by", "lifted_by")
    filterset_class = HoldFilter

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After the sign-in, the rule of keeping files (403); one hold is a matter of scope."""
        super().initial(request, *args, **kwargs)
        if self.action in {"list", "create"}:
            require(request.user, "core.keep_files")

    @extend_schema(request=HoldBody, responses={201: HoldSerializer})
    def create(self, request: Request) -> Response:
        """Forbid to erase anything of a person whose file one keeps."""
        values = self.sent(HoldBody)
        hold = services.lay_hold(values.pop("person"), actor=request.user, **values)
        return self.made(hold, HoldSerializer)

    lift = verb("lift", services.lift_hold, HoldSerializer)


def _asked(view: ScopedViewSet, ask: Callable[..., Any], body: Any, answer: Any) -> Response:
    """What was asked for the person of the body, or for the caller."""
    request = view.request
    values = view.sent(body)
    person = values.pop("person", None) or request.user
    if person.pk == request.user.pk:
        require_confirmed(request)
    return view.made(ask(person, actor=request.user, **values), answer)


def _file(media_type: str, pieces: Any, size: int = 0) -> HttpResponseBase:
    """A file to keep; nothing on the way keeps it too."""
    response = StreamingHttpResponse(pieces, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{FILES[media_type]}"'
    if size:
        response["Content-Length"] = str(size)
    response["Cache-Control"] = "no-store, private"
    return response
