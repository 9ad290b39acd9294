"""Kill, wait, and tell what was lost or doubled: ends with status 1 and a list if anything was.

The seed decides what is killed and when; a failure is repeated with the seed that is printed.
"""

import argparse
import os
import random
import secrets
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from config.embedded.catalogues import compile_catalogues
from tests.kills.mailbox import Mailbox
from tests.kills.platform import PARTS, Platform

if TYPE_CHECKING:
    from tests.kills.work import Forgotten, Work

VARIABLES = ("DATABASE_URL", "BROKER_URL", "CACHE_URL", "WBL_STATE", "DJANGO_SETTINGS_MODULE")
LONGEST_DELAY = 1.2  # seconds between work and kill
SETTLING = 90.0  # seconds after the last kill in which everything must have been done
# A letter that the mail server took so many seconds before or after a kill (of what notes it:
# worker, database) may go out once more: SMTP cannot promise better (ADR 0012).
BEFORE, AFTER = 2.0, 3.0


def say(text: str) -> None:
    """Tell the person who waits; standard output belongs to the parts' last words."""
    sys.stderr.write(f"{text}\n")


class Run:
    """One series of moments."""

    def __init__(self, folder: Path, given: argparse.Namespace) -> None:
        self.chance = random.Random(given.seed)  # noqa: S311  repeatable on purpose
        self.moments, self.template, self.settling = given.moments, given.template, given.settling
        self.platform = Platform(folder)
        self.mailbox = Mailbox(self.platform.mail_port)
        self.kills: list[tuple[float, float]] = []  # from the kill until all was well again
        self.works: list[Work | Forgotten] = []

    def parts(self) -> list[str]:
        """Each part as often as the others, in an order of the seed's."""
        order: list[str] = []
        while len(order) < self.moments:
            order += self.chance.sample(PARTS, len(PARTS))
        return order[: self.moments]

    def go(self) -> list[str]:
        """Everything, from the first start to the verdict."""
        self.mailbox.controller.start()
        try:
            self.platform.start(self.template)
            self.platform.wait_until_ready()
            import django

            django.setup()
            for number, part in enumerate(self.parts()):
                self.moment(number, part)
            self.forget(self.moments)
            return self.verdict()
        finally:
            self.platform.end()
            self.mailbox.controller.stop()

    def moment(self, number: int, part: str) -> None:
        """Give work, kill in the midst of it, and wait until the platform stands again."""
        from tests.kills.work import Work

        delay = self.chance.uniform(0, LONGEST_DELAY)
        with_import = self.chance.random() < 0.5
        work = Work(number, self.platform.url)
        self.works.append(work)
        work.begin()
        began = time.monotonic()
        asking = threading.Thread(target=work.ask_on_the_web)
        asking.start()
        time.sleep(max(0.0, began + delay - time.monotonic()))
        killed_at = time.monotonic()
        killed = self.platform.kill(part, self.chance)
        if with_import:
            work.direct.kill()
        asking.join()
        work.direct.process.join(30)
        seconds = self.platform.wait_until_ready()
        self.kills.append((killed_at, time.monotonic()))
        more = " and the import" if with_import else ""
        line = f"{killed}{more} after {killed_at - began:.2f} s: back in {seconds:.1f} s"
        say(f"  {number + 1:>3}. {line}")

    def forget(self, number: int) -> None:
        """Work waits while no worker is there, then the broker loses every message about it.

        Nobody writes another letter and nobody sends another file: only the sweeper can help.
        """
        from tests.kills.work import Forgotten, something_waits, wait_for

        wait_for(lambda: not something_waits(), self.settling)
        self.platform.away.add("worker")
        self.platform.kill("worker")
        work = Forgotten(number)
        self.works.append(work)
        work.begin()
        killed_at, held = time.monotonic(), self.platform.messages()
        self.platform.lose_messages()
        self.platform.away.clear()
        seconds = self.platform.wait_until_ready()
        self.kills.append((killed_at, time.monotonic()))
        say(f"  the broker lost {held} messages: back in {seconds:.1f} s")

    def verdict(self) -> list[str]:
        """What was lost or doubled."""
        from core.models import Letter
        from tests.kills.night import wrong_nights
        from tests.kills.work import something_waits, wait_for

        wait_for(lambda: not something_waits(), self.settling)
        found = [
            f"moment {work.number + 1}: {problem}"
            for work in self.works
            for problem in work.problems()
        ]
        found += wrong_nights(self.moments + 1)
        letters = list(Letter.objects.all())
        names = {f"<{letter.uuid}@localhost>": letter for letter in letters}
        found += [
            f"a message nobody wrote: {name}" for name in set(self.mailbox.taken) - set(names)
        ]
        for name, letter in names.items():
            found += self.about(name, letter)
        twice = sum(len(times) - 1 for times in self.mailbox.taken.values())
        say(f"{len(letters)} letters, {twice} of them twice because of SMTP")
        return found

    def about(self, name: str, letter: object) -> list[str]:
        """What is wrong with one letter."""
        times = self.mailbox.taken.get(name, [])
        kind, sent = letter.kind, letter.sent_at  # type: ignore[attr-defined]
        if not times or sent is None:
            return [f"a letter ({kind}) was delivered {len(times)} times, noted as sent: {sent}"]
        doubled = [
            moment
            for moment in times[:-1]
            if not any(begin - BEFORE < moment < end + AFTER for begin, end in self.kills)
        ]
        return [f"a letter ({kind}) went out {len(times)} times without need"] if doubled else []


def main() -> int:
    """Run it as the command line says."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    words.add_argument("--moments", type=int, default=6)
    words.add_argument("--settling", type=float, default=SETTLING, help="seconds to be done in")
    words.add_argument("--keep", action="store_true", help="leave the folder, with its logs")
    words.add_argument("--template", default="", help="a migrated database to copy (libpq)")
    given = words.parse_args()
    for name in VARIABLES:
        os.environ.pop(name, None)
    compile_catalogues()
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  until the end
    folder = Path(tempfile.mkdtemp(prefix="kills-"))
    say(f"{given.moments} kills with seed {given.seed} in {folder}")
    try:
        found = Run(folder, given).go()
    finally:
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)
    for problem in found:
        say(f"WRONG: {problem}")
    again = f"To repeat: python3 bootstrap.py soak --seed {given.seed} --moments {given.moments}"
    say(again if found else "Nothing lost, nothing doubled.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
