"""Which things have documents: every room says so for its own models."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.documents.checks.types import FileType
from core.rule_codes import RuleCode

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MEGABYTE = 1024 * 1024
ADD: "StrOrPromise" = _("Add a document")


def _always(owner: Any) -> Iterable["StrOrPromise"]:
    return ()


@dataclass(frozen=True, kw_only=True)
class DocumentKind:
    """The documents of one kind of row.

    ``name`` begins with the owner's model ("partnerships.recognition.evidence"): PostgreSQL
    finds the owner's table by it. A document exists for whom its owner exists (``visible_to``).
    ``add`` is the permission asked with the owner; asked with the document are ``change``
    (replace, remove), ``look_back`` (earlier versions, who read it) and ``keep`` (longer).
    ``page`` and ``title`` lead to the owner and name it for people.
    ``closed`` yields why nothing can be added or changed now.

    Documents are kept until ``keep_months`` (a dated rule) after the day that the
    path ``ended`` leads to on the owner; without such a day, until somebody removes them.
    ``personal`` files note who read them. ``side``: pictures are drawn smaller, to so many
    points each way. ``adding`` is the heading of the page that adds one.
    """

    name: str
    owner: type[models.Model]
    label: "StrOrPromise"
    hint: "StrOrPromise"
    types: tuple[FileType, ...]
    add: str
    change: str
    look_back: str
    keep: str
    page: Callable[[Any], str]
    title: Callable[[Any], str] = str
    ended: str = ""
    keep_months: RuleCode | None = None
    closed: Callable[[Any], Iterable["StrOrPromise"]] = _always
    related: tuple[str, ...] = ()
    personal: bool = False
    largest: int = field(default=10 * MEGABYTE)
    most: int = 20
    side: int | None = None
    adding: "StrOrPromise" = ADD

    def reasons(self, owner: Any) -> list["StrOrPromise"]:
        """Why nothing can be added or changed now; empty when it can."""
        return list(self.closed(owner))


kinds: dict[str, DocumentKind] = {}


def register_kind(kind: DocumentKind) -> DocumentKind:
    """Make a kind known. Raises ValueError when its name is taken, or not its owner's."""
    if not kind.name.startswith(f"{kind.owner._meta.label_lower}."):
        message = f"{kind.name} must begin with {kind.owner._meta.label_lower}."
        raise ValueError(message)
    if kinds.setdefault(kind.name, kind) is not kind:
        message = f"The kind of document {kind.name} is registered twice."
        raise ValueError(message)
    return kind
