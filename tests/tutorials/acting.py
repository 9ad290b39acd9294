"""Playing a tutorial: the same directions for a browser and for Django's test client."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from config.demo.accounts import PASSWORD
from tests.tutorials.script import Direction, Scene, squeeze

# Who plays: the sign-ins that `python3 bootstrap.py run` prints, for one thread of the story.
CAST = {
    "emmanuel": "emmanuel.maes@hogeschool-leiezicht.example",
    "ruben": "ruben.brouckaert@hogeschool-leiezicht.example",
    "katrien": "katrien.ceulemans@hogeschool-leiezicht.example",
    "margot": "margot.swinnen@vanhoorebrouck-aandrijftechniek.example",
    "daniel": "daniel.smeyers@vanhoorebrouck-aandrijftechniek.example",
    "zoe": "zoe.vangeel@vanhoorebrouck-aandrijftechniek.example",
    "jana": "jana.ivanova@student.hogeschool-leiezicht.example",
    "kobe": "kobe.mbuyi@leerwerk-departement.example",
}
NINE = 9
SIGN_IN = "/account/sign-in/"
SIGN_IN_WORDS = {"nl": "Aanmelden", "en": "Sign in"}


class Actor(Protocol):
    """Somebody in front of the platform."""

    def go(self, path: str) -> None: ...
    def follow(self, words: str) -> None: ...
    def press(self, words: str) -> None: ...
    def write(self, name: str, value: str) -> None: ...
    def answer(self, value: str) -> None: ...
    def notes(self, text: str) -> None: ...
    def tick(self) -> None: ...
    def picture(self, name: str, words: str) -> None: ...
    def read(self) -> str: ...


class BrokenPromise(AssertionError):
    """A tutorial says what the platform does not do."""


class Theatre:
    """Plays scenes, each person in a browser of their own, which a new day closes."""

    def __init__(self, engage: Callable[[str], Actor], move_to: Callable[[datetime], None]) -> None:
        self.engage = engage
        self.move_to = move_to
        self.actors: dict[tuple[str, str], Actor] = {}
        self.day = ""

    def play(self, scene: Scene) -> None:
        """Play one scene. Raises BrokenPromise with the place in the tutorial."""
        if scene.day and scene.day != self.day:
            self.day = scene.day
            morning = datetime.fromisoformat(scene.day).replace(hour=NINE)
            self.move_to(morning.replace(tzinfo=ZoneInfo("Europe/Brussels")))
        key = (scene.actor, self.day)
        if key not in self.actors:
            self.actors[key] = self.engage(scene.language)
            sign_in(self.actors[key], scene)
        seen = [self.actors[key].read()]
        for direction in scene.directions:
            try:
                follow_direction(self.actors[key], direction)
            except AssertionError as missing:
                message = f"{scene}: % {direction.verb} {direction.about}\n{missing}"
                raise BrokenPromise(message) from missing
            seen.append(self.actors[key].read())
        absent = [words for words in scene.promised if not any(words in page for page in seen)]
        if absent:
            message = f"{scene} promises what stands on none of its pages: {absent}\n{seen[-1]}"
            raise BrokenPromise(message)


def sign_in(actor: Actor, scene: Scene) -> None:
    """Come in as people do."""
    actor.go(SIGN_IN)
    actor.write("login", CAST[scene.actor])
    actor.write("password", PASSWORD)
    actor.press(SIGN_IN_WORDS[scene.language])


def follow_direction(actor: Actor, direction: Direction) -> None:
    """Do what one line says."""
    about = direction.about.strip()
    match direction.verb:
        case "go":
            actor.go(about)
        case "follow":
            actor.follow(about)
        case "press":
            actor.press(about)
        case "write":
            name, _sign, value = about.partition(" = ")
            actor.write(name, value)
        case "answer":
            actor.answer(about)
        case "notes":
            actor.notes(about)
        case "tick":
            actor.tick()
        case "picture":
            name, _sign, words = about.partition(" @ ")
            actor.picture(name, squeeze(words))
        case unknown:
            message = f"There is no direction “{unknown}”."
            raise AssertionError(message)
