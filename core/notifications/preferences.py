"""How people want to hear of things, and the way out that every letter offers."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from core.models import Notification, NotificationPreference
from core.notifications.enums import Delivery
from core.notifications.kinds import Topic, topics
from core.people import capacities
from core.versions import locked

UNSUBSCRIBE = "core.notifications.unsubscribe"
# In the place of a topic's name, which always has a dot.
DAILY_LETTER = "daily-letter"


def deliveries(topic: Topic, people: Iterable[Any]) -> dict[int, str]:
    """For each person (by key) how they hear of the topic; one query, none when required."""
    keys = [person.pk for person in people]
    if topic.required:
        return dict.fromkeys(keys, Delivery.AT_ONCE)
    rows = NotificationPreference.objects.filter(topic=topic.name, user__in=keys)
    return dict.fromkeys(keys, topic.default) | dict(rows.values_list("user", "delivery"))


def topics_for(person: Any) -> list[Topic]:
    """The topics that this person can ever hear of, in the order of their words."""
    held = {capacity.audience for capacity in capacities(person)}
    mine = [t for t in topics.values() if not t.audiences or t.audiences & held]
    return sorted(mine, key=lambda t: (not t.required, str(t.label)))


def choices_of(person: Any) -> dict[str, str]:
    """The person's choice per topic that leaves one, by the name of the topic."""
    chosen = dict(
        NotificationPreference.objects.filter(user=person.pk).values_list("topic", "delivery")
    )
    free = [topic for topic in topics_for(person) if not topic.required]
    return {topic.name: chosen.get(topic.name, topic.default) for topic in free}


def version_of(person: Any) -> str:
    """The version of the person's choices: another one when, and only when, a choice is another.

    Not that of the person's row, which every sign-in changes.
    """
    rows = NotificationPreference.objects.filter(user=person.pk).order_by("topic")
    chosen = [person.pk, *rows.values_list("topic", "delivery")]
    return salted_hmac("core.notifications", repr(chosen), algorithm="sha256").hexdigest()[:20]


def hold(person: Any) -> None:
    """Nobody else changes the person's choices until this transaction ends."""
    locked(get_user_model(), person.pk, no_key=True)


@transaction.atomic
def choose(person: Any, choices: Mapping[str, str]) -> None:
    """Keep how the person wants to hear of each topic; required topics stay as they are."""
    hold(person)
    for name, delivery in choices.items():
        if name in topics and not topics[name].required:
            NotificationPreference.objects.update_or_create(
                user=person, topic=name, defaults={"delivery": Delivery(delivery)}
            )


def unsubscribe_path(person: Any, topic: Topic) -> str:
    """The page that ends e-mails about a topic without signing in; "" for a required one."""
    if topic.required:
        return ""
    token = signing.dumps([person.uuid.hex, topic.name], salt=UNSUBSCRIBE)
    return reverse("unsubscribe", args=[token])


def leave_digest_path(person: Any) -> str:
    """The page that ends the daily letter without signing in."""
    token = signing.dumps([person.uuid.hex, DAILY_LETTER], salt=UNSUBSCRIBE)
    return reverse("unsubscribe", args=[token])


def read_token(token: str) -> tuple[Any, Topic | None] | None:
    """The person and topic of an unsubscribe link, without topic for the daily letter itself;
    None for one that we did not write.
    """
    try:
        person, name = signing.loads(token, salt=UNSUBSCRIBE)
    except signing.BadSignature:
        return None
    user = get_user_model()._default_manager.filter(uuid=UUID(person)).first()
    if user is None or name not in {DAILY_LETTER, *topics}:
        return None
    return user, topics.get(name)


def leave(person: Any, topic: Topic | None) -> None:
    """No more e-mails about a topic; without one, no daily letter: what the person heard in it
    stands on the platform only. Nothing else changes: required topics still come at once.
    """
    if topic:
        choose(person, {topic.name: Delivery.HERE})
        return
    leave_digest(person)


@transaction.atomic
def leave_digest(person: Any) -> None:
    """Every topic that comes in the daily letter moves to the platform, by default or by choice."""
    chosen = dict(
        NotificationPreference.objects.filter(user=person.pk).values_list("topic", "delivery")
    )
    daily = [
        name
        for name, topic in topics.items()
        if not topic.required and chosen.get(name, topic.default) == Delivery.DAILY
    ]
    choose(person, dict.fromkeys(daily, Delivery.HERE))
    # What waited for tomorrow's letter stays in the list.
    waiting = Notification.objects.filter(
        recipient=person.pk, delivery=Delivery.DAILY, letter__isnull=True
    )
    waiting.update(delivery=Delivery.HERE)
