"""The access matrix: who gets what at every address, as one table per room.

A room's module holds ``ROWS`` and, where its rows need objects, ``build(world)`` that makes
them from the people and rows already in the world (rooms build in the order of the house).

    ROWS = [
        Row("trajectories:pathway-list", ok=STAFF | HOST, rest=403),
        Row("trajectories:pathway-detail", obj="pathway", ok=STAFF | HOST | {"student"}),
        Row("trajectories:pathway-open", obj="agreed_pathway", ok={"coordinator"},
            forbidden={"coach", "contact"}),
        Row("public-pathway", obj="pathway", public=True),
        Row("pathway-detail", obj="pathway", api=True, ok=STAFF),
        Row("pathway-open", obj="agreed_pathway", api=True, method="post", ok={"coordinator"}),
    ]

``obj`` names an attribute of the world (or of what ``build`` set there) whose ``uuid`` goes in
the address; ``kwargs`` gives other parts. Everybody who is neither in ``ok`` nor in
``forbidden`` (403) gets ``rest`` (404 by default: outside one's scope nothing exists). A
visitor is sent to the sign-in page, over the API gets 401.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

STAFF = frozenset({"coordinator", "director", "coach"})
DECIDERS = frozenset({"contact", "signatory"})
HOST = DECIDERS | {"mentor"}
# All belong to institution A, host A and student A, except the ones called other_...
ROLES = (
    "visitor",
    "coordinator",
    "director",
    "coach",
    "contact",
    "signatory",
    "mentor",
    "student",
    "other_student",  # same institution and programme, not the student of the objects
    "other_mentor",  # same host, not the mentor of the student
    "other_coordinator",  # institution B
    "other_contact",  # host B, a partner of institution A, without part in the objects
    "outside_student",  # institution B
    "analyst",
    "observer",
    "administrator",
)
PEOPLE = frozenset(ROLES) - {"visitor"}

# A verb that is let through may still say that the input is not right, not now, or too late.
LET_THROUGH = frozenset({200, 201, 202, 204, 302, 400, 409, 410, 415})

World = SimpleNamespace


@dataclass(frozen=True)
class Row:
    """One address and method, and who gets through."""

    name: str
    obj: str | None = None
    ok: frozenset[str] | set[str] = frozenset()
    forbidden: frozenset[str] | set[str] = frozenset()
    rest: int = 404
    method: str = "get"
    api: bool = False
    public: bool = False
    hidden: bool = False  # there for no role at all: something else opens it
    always: int | None = None  # the same answer to everybody
    data: Mapping[str, Any] = field(default_factory=dict)
    kwargs: Mapping[str, Any] | Callable[[World], Mapping[str, Any]] = field(default_factory=dict)

    def expected(self, role: str) -> frozenset[int]:
        """The statuses that are right for this role."""
        if self.hidden:
            return frozenset({404})
        if self.always:
            return frozenset({self.always})
        if self.public or role in self.ok:
            return LET_THROUGH
        if role == "visitor":
            return frozenset({401}) if self.api else frozenset({302})
        return frozenset({403 if role in self.forbidden else self.rest})
