"""One shape of refusal for both doors: a page for people, problem+json for machines."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class DomainError(Exception):
    """A refusal with a reason that the person who reads it understands."""

    status = 400
    code = "invalid"
    title: "StrOrPromise" = _("This cannot be done")
    headers: Mapping[str, str] = {}

    def __init__(self, detail: "StrOrPromise") -> None:
        super().__init__(detail)
        self.detail = detail


class Refused(DomainError):
    """May you do this to it? No (question two, 403)."""

    status = 403
    code = "refused"
    title = _("You may not do this")


class NotNow(DomainError):
    """Can it happen in this state? No (question three, 409)."""

    status = 409
    code = "not-now"
    title = _("This is not possible now")

    def __init__(self, detail: "StrOrPromise", reasons: Sequence["StrOrPromise"] = ()) -> None:
        super().__init__(detail)
        self.reasons = list(reasons)


class Invalid(DomainError):
    """Is the input right? No (question four, 400), with the fields to mend."""

    status = 400
    code = "invalid"
    title = _("Please check what you filled in")

    def __init__(
        self, detail: "StrOrPromise", errors: Mapping[str, Sequence["StrOrPromise"]] | None = None
    ) -> None:
        super().__init__(detail)
        self.errors = dict(errors or {})


class TooLarge(DomainError):
    """More bytes than this address takes (413)."""

    status = 413
    code = "too-large"
    title = _("This is too large")


class TooOften(DomainError):
    """More often than one person may (429); ``seconds`` later it is possible again."""

    status = 429
    code = "too-often"
    title = _("Too many requests")

    def __init__(self, detail: "StrOrPromise", seconds: int) -> None:
        super().__init__(detail)
        self.seconds = seconds


class Unavailable(DomainError):
    """Something that this needs does not answer; nothing was changed (503)."""

    status = 503
    code = "unavailable"
    title = _("This is not possible for the moment")
    seconds = 300
