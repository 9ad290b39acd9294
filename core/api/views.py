"""Bases of the rooms' API views: the same scope, rules and services as the pages."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import models
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from core.access import scope
from core.api import pagination, shape, strict
from core.api.base import CHANGING, ApiView
from core.api.conditions import conditional, expect_match, tag
from core.api.parsing import JsonParser
from core.permissions import require
from core.privacy.enums import Door
from core.privacy.reads import note_list, note_read
from core.querysets import ScopedQuerySet
from core.versions import RowVersion, version, version_now

# A set of views that takes files reads JSON alone where only a verb is sent.
JSON_ONLY: dict[str, Any] = {"parser_classes": [JsonParser]}
Answer = type[serializers.BaseSerializer[Any]]
Body = type[serializers.Serializer[Any]]


class ScopedViewSet(ApiView, viewsets.ReadOnlyModelViewSet[Any]):
    """Reading rows of one model through the caller's scope: list and detail.

    ``serializer_class`` serves lists, ``detail_serializer_class`` single objects;
    ``permission`` names the rule that opens them, asked as on a page: without an object for
    the collection, with the object, after the scope, for one of its rows. ``filterset_class``
    and ``table_class`` are those of the page's list: the same filters, the same sorting.
    """

    model: ClassVar[type[models.Model]]
    permission: ClassVar[str | None] = None
    detail_serializer_class: ClassVar[type[serializers.Serializer[Any]] | None] = None
    queryset_related: ClassVar[tuple[str, ...]] = ()
    table_class: ClassVar[Any] = None
    lookup_field = "uuid"
    lookup_value_converter = "uuid"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After the sign-in, the rule of the collection (403 with the reason)."""
        super().initial(request, *args, **kwargs)
        if self.permission and self.lookup_field not in self.kwargs:
            require(request.user, self.permission)

    def known_parameters(self) -> frozenset[str]:
        """Shape for reading, and for the list its filters, order and pages."""
        own = super().known_parameters()
        if self.action == "retrieve":
            return own | shape.NAMES
        if self.action != "list":
            return own
        filters = getattr(getattr(self, "filterset_class", None), "base_filters", ())
        return own | shape.NAMES | pagination.NAMES | {pagination.SORT} | set(filters)

    def get_queryset(self) -> ScopedQuerySet:
        """The caller's rows; none at all while the OpenAPI file is drawn."""
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()  # type: ignore[return-value]
        rows = scope(self.model, self.request.user)
        return rows.select_related(*self.queryset_related) if self.queryset_related else rows

    def filter_queryset(self, queryset: Any) -> Any:
        """Filtered as asked, with the other rows that the caller wants to see."""
        rows = super().filter_queryset(queryset)
        wanted = self.shape()
        return shape.expanded_rows(rows, self.get_serializer_class(), wanted, self.request.user)

    def paginate_queryset(self, queryset: Any) -> Any:
        """The rows of the page; a look at each student's file among them is noted."""
        page = super().paginate_queryset(queryset)
        note_list(self.request, page or [], Door.API)
        return page

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        """The rich serializer for one object, the plain one for lists."""
        if self.action != "list" and self.detail_serializer_class:
            return self.detail_serializer_class
        return super().get_serializer_class()

    def get_serializer_context(self) -> dict[str, Any]:
        """With what the caller wants to see."""
        return {**super().get_serializer_context(), "shape": self.shape()}

    def shape(self) -> shape.Shape:
        """What the caller wants to see of what is read; everything of what was changed."""
        if self.action not in {"list", "retrieve"} or getattr(self, "swagger_fake_view", False):
            return shape.Shape()
        if not hasattr(self, "_shape"):
            serializer: Any = self.get_serializer_class()
            self._shape = shape.shape_of(self.request.query_params, serializer)
        return self._shape

    def get_object(self) -> Any:
        """The row in the caller's scope (404), after its rule (403 with the reason);
        a look at somebody's file is noted.

        A method that changes it goes on for the version in If-Match only (412, 428).
        """
        rows: Any = self.get_queryset().annotate(row_version=RowVersion())
        if self.action == "retrieve":
            serializer: Any = self.get_serializer_class()
            rows = shape.expanded_rows(rows, serializer, self.shape(), self.request.user)
        row = get_object_or_404(rows, uuid=self.kwargs["uuid"])
        if self.permission:
            require(self.request.user, self.permission, row)
        if self.request.method in CHANGING:
            expect_match(self.request, row)
        note_read(self.request, row, Door.API)
        return row

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One of them, with the ETag that names its version."""
        row = self.get_object()
        return conditional(request, version(row), self.get_serializer(row).data)

    def changed(self, row: Any, answer: Answer) -> Response:
        """The thing after a change, with the ETag for the next one."""
        data = answer(row, context=self.get_serializer_context()).data
        return Response(data, headers={"ETag": tag(version_now(row), data)})

    def made(self, row: Any, answer: Answer, basename: str = "") -> Response:
        """A new thing, with its address and its ETag."""
        response = self.changed(row, answer)
        name = f"{basename or self.basename}-detail"
        response["Location"] = reverse(name, args=[row.uuid], request=self.request)
        response.status_code = 201
        return response

    def sent(self, body: Body | None) -> dict[str, Any]:
        """The checked values of the request's body."""
        if body is None:
            return {}
        given = body(data=self.request.data, context=self.get_serializer_context())
        is_form = hasattr(self.request.data, "lists")  # where everything is text
        if not is_form and (wrong := strict.complaints(given, self.request.data)):
            raise serializers.ValidationError(wrong)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)


def verb(
    name: str,
    service: Callable[..., Any],
    answer: Answer,
    body: Body | None = None,
    permission: str | None = None,
) -> Any:
    """An API endpoint ``POST .../<uuid>/<verb>/`` that ends in the same service as the page.

    ``body`` checks the input and its values are passed on by name; ``answer`` shows the
    object afterwards. ``permission`` is for rows without a workflow, whose table names none.
    The caller names in If-Match which version it changes.
    """

    def endpoint(self: ScopedViewSet, request: Request, uuid: Any) -> Response:
        obj = self.get_object()
        require_verb(obj, name, request.user)
        if permission:
            require(request.user, permission, obj)
        expect_match(request, obj)
        service(obj, actor=request.user, **self.sent(body))
        return self.changed(obj, answer)

    endpoint.changes_existing = True  # type: ignore[attr-defined]
    _describe(endpoint, name, service)
    schema = extend_schema(request=body, responses={200: answer})
    return schema(action(detail=True, methods=["post"], url_path=name, **JSON_ONLY)(endpoint))


def making(
    service: Callable[..., Any],
    answer: Answer,
    body: Body | None = None,
    *,
    subject: str = "",
    permission: str = "",
) -> Any:
    """``POST`` to a collection: make one through the same service as the page.

    ``subject`` names the value that the service takes by position; ``permission`` is asked
    before the input is looked at.
    """

    def create(self: ScopedViewSet, request: Request) -> Response:
        if permission:
            require(request.user, permission)
        values = self.sent(body)
        about = [values.pop(subject)] if subject else []
        return self.made(service(*about, actor=request.user, **values), answer)

    create.__doc__ = service.__doc__
    return extend_schema(request=body, responses={201: answer})(create)


def making_within(
    name: str,
    service: Callable[..., Any],
    answer: Answer,
    body: Body | None = None,
    *,
    basename: str,
) -> Any:
    """``POST .../<uuid>/<name>/``: make something of another kind at this thing."""

    def endpoint(self: ScopedViewSet, request: Request, uuid: Any) -> Response:
        obj = self.get_object()
        row = service(obj, actor=request.user, **self.sent(body))
        return self.made(row, answer, basename)

    _describe(endpoint, name, service)
    schema = extend_schema(request=body, responses={201: answer})
    return schema(action(detail=True, methods=["post"], url_path=name, **JSON_ONLY)(endpoint))


def _describe(endpoint: Any, name: str, service: Callable[..., Any]) -> None:
    endpoint.__name__ = name.replace("-", "_")
    endpoint.__doc__ = (service.__doc__ or "").strip()


def require_verb(obj: Any, name: str, user: Any) -> None:
    """Who may not use a verb hears that before anything about the input (403)."""
    workflow = getattr(obj, "workflow", None)
    for step in workflow.transitions if workflow else ():
        if step.name == name:
            require(user, step.permission, obj)
