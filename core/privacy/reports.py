"""Error reports without people. Log lines: `core.watching.redaction`."""

from typing import Any

from django.views.debug import SafeExceptionReporterFilter


class NothingOfThePerson(SafeExceptionReporterFilter):
    """What an error report may show of a request: the view and its method, no content at all."""

    def is_active(self, request: Any) -> bool:
        """Always, also while debugging."""
        return True

    def get_safe_request_meta(self, request: Any) -> dict[str, Any]:
        """The method, and nothing of the browser or the address."""
        return {"REQUEST_METHOD": request.method} if hasattr(request, "method") else {}

    def get_safe_cookies(self, request: Any) -> dict[str, Any]:
        """No cookie."""
        return {}

    def get_post_parameters(self, request: Any) -> dict[str, Any]:
        """The names of the fields, without what was typed."""
        sent = getattr(request, "POST", {})
        return dict.fromkeys(sent, self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> Any:
        """The names of the variables, without their values."""
        return [(name, self.cleansed_substitute) for name in tb_frame.f_locals]
