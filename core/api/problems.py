"""The problems that the API tells of: one stable type each, with what it means and what helps.

A type is an address of ours (``/api/v1/problems/<code>/``), the same wherever the platform
runs, and opens the page that explains it. Codes are never renamed and never reused.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TYPE = "/api/v1/problems/%s/"


@dataclass(frozen=True)
class Problem:
    """A kind of refusal: its status, its short title, what it means, what helps."""

    code: str
    status: int
    title: "StrOrPromise"
    meaning: "StrOrPromise"
    help: "StrOrPromise"

    @property
    def type(self) -> str:
        """The address that names it."""
        return TYPE % self.code


AGAIN = _("Read the thing again and decide again.")
WAIT = _("Wait as many seconds as Retry-After says, then send the same request again.")
OURS = _("Send the request again later. Give us the number in “instance” when it goes on.")
LIST = (
    Problem(
        "invalid",
        400,
        _("Please check what you sent"),
        _("Something in the request is not right. The list “errors” names each place."),
        _("Mend what the list names and send it again."),
    ),
    Problem(
        "unreadable-body",
        400,
        _("The body cannot be read"),
        _("The body is not the kind of text that its Content-Type promises."),
        _("Send well-formed JSON in UTF-8, at most 50 levels deep, without NUL characters."),
    ),
    Problem(
        "unknown-parameter",
        400,
        _("Unknown parameter"),
        _("The address has a parameter that this operation does not know."),
        _("Leave it out, or look in the description of the operation for how it is called."),
    ),
    Problem(
        "key-missing",
        400,
        _("Idempotency-Key is missing"),
        _("Making something needs a key of your own, so that sending it twice makes one."),
        _("Send the header Idempotency-Key with a new UUID for every new thing."),
    ),
    Problem(
        "sign-in",
        401,
        _("Sign in first"),
        _("No sign-in came along, or it is over."),
        _("Ask for a new token, or sign in again."),
    ),
    Problem(
        "refused",
        403,
        _("You may not do this"),
        _("The thing exists for you, but your roles or scopes do not allow this."),
        _("Ask whoever may. The reason stands in “detail”."),
    ),
    Problem(
        "second-factor",
        403,
        _("A second step is needed"),
        _("Your role asks for two steps when signing in, and you have set up only one."),
        _("Set up a second step on the page of your account."),
    ),
    Problem(
        "confirm-first",
        403,
        _("First confirm that it is you"),
        _("This is about everything that is known of you, and you signed in some time ago."),
        _("Sign in again, or confirm in the browser that it is you, then send it again."),
    ),
    Problem(
        "not-found",
        404,
        _("Not found"),
        _("Nothing with this address exists for you."),
        _("Look the thing up in its collection."),
    ),
    Problem(
        "method",
        405,
        _("This method does not work here"),
        _("The address exists, but not with this method."),
        _("Use one of the methods in the header Allow."),
    ),
    Problem(
        "not-acceptable",
        406,
        _("No such format"),
        _("The answer does not exist in a format that you accept."),
        _("Accept application/json, or one of the formats that the operation names."),
    ),
    Problem(
        "not-now",
        409,
        _("This is not possible now"),
        _("The state of the thing stands in the way. The list “reasons” says what is missing."),
        _("Look at “actions” of the thing: what can be done now, and what is missing."),
    ),
    Problem(
        "key-reused",
        409,
        _("This key belongs to another request"),
        _("You used this Idempotency-Key within a day for a request that was not the same."),
        _("Send a new key for a new request."),
    ),
    Problem(
        "in-progress",
        409,
        _("The first request is still running"),
        _("A request with this Idempotency-Key is being carried out at this moment."),
        WAIT,
    ),
    Problem(
        "gone",
        410,
        _("This is no longer there"),
        _("It existed, and was taken away on purpose."),
        _("Nothing helps: do not ask for it again."),
    ),
    Problem(
        "stale",
        412,
        _("Somebody changed this meanwhile"),
        _("The version in If-Match is no longer the one that stands."),
        AGAIN,
    ),
    Problem(
        "too-large",
        413,
        _("This is too large"),
        _("The body is larger than this operation takes."),
        _("Send less at once."),
    ),
    Problem(
        "media-type",
        415,
        _("This kind of body is not read here"),
        _("The operation does not read the Content-Type that you sent."),
        _("Send application/json, or one of the kinds that the operation names."),
    ),
    Problem(
        "no-such-part",
        416,
        _("The file has no such part"),
        _("The file ends before the first byte that the header Range asks for."),
        _("Look in Content-Range how long the file is, or ask for it without Range."),
    ),
    Problem(
        "if-match-missing",
        428,
        _("If-Match is missing"),
        _("A change must say which version it changes, so that nobody's work is lost unseen."),
        _("Read the thing, and send the ETag of the answer as If-Match."),
    ),
    Problem(
        "too-often",
        429,
        _("Too many requests"),
        _("You asked more often than the limit per minute."),
        WAIT,
    ),
    Problem(
        "fault",
        500,
        _("Something went wrong on our side"),
        _("The platform made a mistake. Nothing of the request was carried out."),
        OURS,
    ),
    Problem(
        "unreadable",
        500,
        _("Something cannot be read any more"),
        _("The platform lacks the key of something that it keeps encrypted."),
        OURS,
    ),
    Problem(
        "unavailable",
        503,
        _("This is not possible for the moment"),
        _("Something that the platform needs does not answer. Nothing was carried out."),
        WAIT,
    ),
    Problem(
        "busy",
        503,
        _("Busy for a moment"),
        _("Others were changing the same things. Nothing of the request was carried out."),
        WAIT,
    ),
)
PROBLEMS = {problem.code: problem for problem in LIST}
# What a status means where nothing more is known.
USUAL = {
    400: "invalid",
    401: "sign-in",
    403: "refused",
    404: "not-found",
    405: "method",
    406: "not-acceptable",
    409: "not-now",
    412: "stale",
    413: "too-large",
    415: "media-type",
    416: "no-such-part",
    428: "if-match-missing",
    429: "too-often",
    503: "busy",
}
