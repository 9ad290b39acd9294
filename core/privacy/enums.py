"""Words of the register: what kind of data, on which ground, what erasure does to it."""

from enum import Enum, StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """What kind of personal data a column holds."""

    IDENTITY = "identity", _("who you are")
    CONTACT = "contact", _("how to reach you")
    STUDIES = "studies", _("your studies and your work")
    WORDS = "words", _("what you wrote")
    JUDGEMENT = "judgement", _("what others wrote or decided about you")
    USE = "use", _("how you use the platform")


class Basis(models.TextChoices):
    """Why the law lets us keep it (GDPR, article 6; domain.md 4.1)."""

    TASK = "task", _("a public task: education and its quality")
    CONTRACT = "contract", _("an agreement that you sign")
    DUTY = "duty", _("a duty of law")
    INTEREST = "interest", _("the safe and useful working of the platform")


class Erase(Enum):
    """What is left of a column after erasure."""

    KEEP = "keep"  # says nothing about anybody once the name is gone
    EMPTY = "empty"
    REMOVED = "removed"  # "[…]" where something stood: constraints ask for a text
    CODE = "code"  # a stable code, the same in every row of the person
    NAME = "name"  # the code as a name
    CLOSED = "closed"  # empty from now on; what it was stays in history
    EMAIL = "email"  # the code as an address that cannot exist (RFC 2606)


REMOVED = "[…]"


class CaseState(models.TextChoices):
    """Where a request to be forgotten stands."""

    ASKED = "asked", _("asked")
    APPROVED = "approved", _("approved")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Door(models.TextChoices):
    """Through which door a file was read."""

    PAGE = "page", _("on a page")
    API = "api", _("by a program")
    LIST = "list", _("in a list that was saved as a file")


class ExportState(StrEnum):
    """How far the copy of somebody's data is; follows from its columns."""

    WAITING = "waiting"
    READY = "ready"
    OVER = "over"
    FAILED = "failed"
