"""The description of the API: the OpenAPI file and a page to read it."""

import re
from functools import cache
from threading import Lock
from typing import Any, ClassVar

from django.http import Http404
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.access import PublicPage
from core.api.changes import CHANGES
from core.api.problems import LIST, PROBLEMS

_one_builder = Lock()


def description() -> dict[str, Any]:
    """The OpenAPI 3.1 description, in English; it changes only with the code.

    One builds it, the others wait: drf-spectacular's first run fails when two begin it together.
    """
    with _one_builder:
        return built()


@cache
def built() -> dict[str, Any]:
    """The description, made at the first question of a process."""
    with translation.override("en"):
        schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return schema


def in_short(text: str) -> str:
    """What an operation does, without what only its builders read: sources and exceptions."""
    said = re.split(r"\s+Raises\b", text, maxsplit=1)[0]
    return re.sub(r"\s*\((?=[^)]*(?:\b[VDB]\d|domain\.md|ADR))[^)]*\)", "", said).replace("`", "")


class OpenApiFile(APIView):
    """The OpenAPI 3.1 description of every operation."""

    public: ClassVar[bool] = True
    permission_classes = [AllowAny]
    authentication_classes = []
    renderer_classes = [OpenApiJsonRenderer]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """The same for everybody."""
        return Response(description())


class Guide(PublicPage, TemplateView):
    """Every operation in one readable page, without script or asset from elsewhere."""

    template_name = "api_guide.html"
    extra_context = {"heading": _("The API")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The operations, grouped by the first word of their address."""
        groups: dict[str, list[dict[str, Any]]] = {}
        for address, methods in description()["paths"].items():
            name = address.removeprefix("/api/v1/").split("/")[0]
            for method, operation in methods.items():
                does = in_short(operation.get("description", "") or operation["operationId"])
                line = {"method": method.upper(), "address": address, "does": does}
                groups.setdefault(name, []).append(line)
        named = [(name, capfirst(name.replace("-", " ")), groups[name]) for name in sorted(groups)]
        return super().get_context_data(groups=named, **kwargs)


class ProblemPage(PublicPage, TemplateView):
    """What one type of problem means and what helps: where its type leads."""

    template_name = "api_problem.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The problem of the address, else 404."""
        problem = PROBLEMS.get(self.kwargs["code"])
        if problem is None:
            raise Http404
        return super().get_context_data(problem=problem, heading=problem.title, **kwargs)


class ProblemList(PublicPage, TemplateView):
    """Every type of problem."""

    template_name = "api_problems.html"
    extra_context = {"heading": _("Problems that the API tells of"), "problems": LIST}


class ChangeLog(PublicPage, TemplateView):
    """What changed in the API, newest first."""

    template_name = "api_changes.html"
    extra_context = {"heading": _("Changes of the API"), "changes": CHANGES[::-1]}
