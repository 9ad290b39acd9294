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

from core.access import scope
from core.permissions import require
from core.querysets import ScopedQuerySet


class ScopedViewSet(viewsets.ReadOnlyModelViewSet[Any]):
    """Reading rows of one model through the caller's scope: list and detail.

    ``serializer_class`` serves lists, ``detail_serializer_class`` single objects;
    ``permission`` names the rule that opens them, asked as on a page: without an object for
    the collection, with the object, after the scope, for one of its rows.
    """

    model: ClassVar[type[models.Model]]
    permission: ClassVar[str | None] = None
    detail_serializer_class: ClassVar[type[serializers.Serializer[Any]] | None] = None
    queryset_related: ClassVar[tuple[str, ...]] = ()
    lookup_field = "uuid"
    lookup_value_converter = "uuid"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After the sign-in, the rule of the collection (403 with the reason)."""
        super().initial(request, *args, **kwargs)
        if self.permission and self.lookup_field not in self.kwargs:
            require(request.user, self.permission)

    def get_queryset(self) -> ScopedQuerySet:
        """The caller's rows; none at all while the OpenAPI file is drawn."""
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()  # type: ignore[return-value]
        rows = scope(self.model, self.request.user)
        return rows.select_related(*self.queryset_related) if self.queryset_related else rows

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        """The rich serializer for one object, the plain one for lists."""
        if self.action != "list" and self.detail_serializer_class:
            return self.detail_serializer_class
        return super().get_serializer_class()

    def get_object(self) -> Any:
        """The row in the caller's scope (404), after its rule (403 with the reason)."""
        row = get_object_or_404(self.get_queryset(), uuid=self.kwargs["uuid"])
        if self.permission:
            require(self.request.user, self.permission, row)
        return row


def verb(
    name: str,
    service: Callable[..., Any],
    answer: type[serializers.BaseSerializer[Any]],
    body: type[serializers.Serializer[Any]] | None = None,
) -> Any:
    """An API endpoint ``POST .../<uuid>/<verb>/`` that ends in the same service as the page.

    ``body`` checks the input and its values are passed on by name; ``answer`` shows the
    object afterwards.
    """

    def endpoint(self: ScopedViewSet, request: Request, uuid: Any) -> Response:
        obj = self.get_object()
        require_verb(obj, name, request.user)
        values: dict[str, Any] = {}
        if body is not None:
            sent = body(data=request.data, context=self.get_serializer_context())
            sent.is_valid(raise_exception=True)
            values = dict(sent.validated_data)
        service(obj, actor=request.user, **values)
        return Response(answer(obj, context=self.get_serializer_context()).data)

    endpoint.__name__ = name.replace("-", "_")
    endpoint.__doc__ = (service.__doc__ or "").strip()
    schema = extend_schema(request=body, responses={200: answer})
    return schema(action(detail=True, methods=["post"], url_path=name)(endpoint))


def require_verb(obj: Any, name: str, user: Any) -> None:
    """Who may not use a verb hears that before anything about the input (403)."""
    workflow = getattr(obj, "workflow", None)
    for step in workflow.transitions if workflow else ():
        if step.name == name:
            require(user, step.permission, obj)
