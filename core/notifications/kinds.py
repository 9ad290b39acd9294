"""What can be told: topics, which people choose by, and kinds, which code tells."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.notifications.enums import Delivery

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A group of kinds for which a person chooses how to hear of them.

    ``required`` topics come at once, whatever anybody chooses: one's own account, decisions
    about a student, signatures. ``audiences`` are those who ever hear of it.
    """

    name: str
    label: "StrOrPromise"
    audiences: frozenset[str] = frozenset()
    required: bool = False
    default: Delivery = Delivery.AT_ONCE


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One thing that can be told. ``subject`` and ``text`` hold the names of its values.

    ``link`` is what the button of the letter says. ``listed`` kinds also stand in the list
    on the platform; the others (an invitation) are for people who cannot read that yet.
    """

    name: str
    topic: Topic
    subject: "StrOrPromise"
    text: "StrOrPromise"
    link: "StrOrPromise" = ""
    listed: bool = True


topics: dict[str, Topic] = {}
kinds: dict[str, Kind] = {}


def register_topic(topic: Topic) -> Topic:
    """Make a topic known. Raises ValueError when another one has its name."""
    if topics.setdefault(topic.name, topic) is not topic:
        message = f"The topic {topic.name} is registered twice."
        raise ValueError(message)
    return topic


def register_kind(kind: Kind) -> Kind:
    """Make a kind known. Raises ValueError when another one has its name."""
    if kinds.setdefault(kind.name, kind) is not kind:
        message = f"The kind {kind.name} is registered twice."
        raise ValueError(message)
    return kind
