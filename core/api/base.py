"""What every view of the API does, whatever it is about.

Reading: parameters that it does not know are refused by name. Writing: the request is one
transaction, carried out once per Idempotency-Key, for the version in If-Match. Answers name
their language, and say when the operation will go.
"""

from collections.abc import Callable, Mapping
from functools import partial
from types import SimpleNamespace
from typing import Any, ClassVar

from django.db import transaction
from django.utils.cache import patch_vary_headers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.deprecation import Deprecation
from core.api.errors import UnknownParameter
from core.api.idempotency import key_of, once
from core.versions import expecting

Handler = Callable[..., Any]
WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
CHANGING = frozenset({"PUT", "PATCH", "DELETE"})


class ByAccept(DefaultContentNegotiation):
    """The format is chosen by Accept only; ``?format=`` is a parameter like any other."""

    settings = SimpleNamespace(URL_FORMAT_OVERRIDE=None)  # type: ignore[assignment]


class ApiView(APIView):
    """The base of every API view that does not stand on `ScopedViewSet`, which has it too.

    ``query_parameters`` names what the operations read from the address. ``deprecations``
    holds a `Deprecation` by the name of the operation (``list``, a verb, or the method of a
    view without actions). ``keyless`` names operations that make nothing when sent twice.
    """

    content_negotiation_class: Any = ByAccept
    query_parameters: ClassVar[frozenset[str]] = frozenset()
    deprecations: ClassVar[Mapping[str, Deprecation]] = {}
    keyless: ClassVar[frozenset[str]] = frozenset()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After the sign-in: the parameters, and one transaction around what writes."""
        super().initial(request, *args, **kwargs)
        self.refuse_unknown_parameters(request)
        name = str(request.method).lower()
        if request.method in WRITING and hasattr(self, name):
            setattr(self, name, partial(self.as_one, getattr(self, name)))

    def known_parameters(self) -> frozenset[str]:
        """What the operation reads from the address."""
        return self.query_parameters

    def refuse_unknown_parameters(self, request: Request) -> None:
        """Raise `UnknownParameter` (400): a filter with a slip of the pen would find everything.

        A method that does not work here is told first (405), whatever else is not right.
        """
        if not hasattr(self, str(request.method).lower()):
            return
        known = self.known_parameters()
        for name in request.query_params:
            if name not in known:
                raise UnknownParameter(name, sorted(known))

    def operation(self) -> str:
        """The name of what is asked: the action of a set of views, else the method."""
        return str(getattr(self, "action", None) or str(self.request.method).lower())

    def changes_existing(self, method: str) -> bool:
        """Whether the operation changes a thing that is there, and so needs If-Match."""
        if method in CHANGING:
            return True
        return bool(getattr(getattr(self, self.operation(), None), "changes_existing", False))

    def needs_key(self, method: str) -> bool:
        """Whether sending it twice would make two things."""
        if method != "POST" or self.changes_existing(method):
            return False
        return self.operation() not in self.keyless

    def as_one(self, handler: Handler, request: Request, *args: Any, **kwargs: Any) -> Any:
        """The whole request as one transaction, once per key."""
        key = None
        if request.method == "POST":
            key = key_of(request, required=self.needs_key(str(request.method)))
        if key is None:
            with transaction.atomic(), expecting():
                return handler(request, *args, **kwargs)
        with transaction.atomic():
            return once(request, key, partial(self.undoable, handler, request, *args, **kwargs))

    def undoable(self, handler: Handler, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The answer to the request; of a refused one nothing stays but the refusal."""
        try:
            with transaction.atomic(), expecting():
                response: Response = handler(request, *args, **kwargs)
        except Exception as error:
            return self.handle_exception(error)
        return response

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """The headers that every answer has."""
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ["Accept-Language", "Authorization", "Cookie"])
        response.headers.setdefault("Cache-Control", "private, no-cache")
        if deprecation := self.deprecations.get(self.operation()):
            for name, value in deprecation.headers().items():
                response.headers[name] = value
        return response
