"""Under which identity PostgreSQL runs: it refuses to run as root.

As an ordinary user there is nothing to do. As root, a user namespace lets it see another number
for the same user; where the kernel forbids that (often in containers), it runs as the user
`nobody`, with the one capability it needs to reach its files through root's folders.
"""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.embedded.errors import EmbeddedError

NOBODY = 65534


@dataclass(frozen=True)
class Identity:
    """A command to put before PostgreSQL's own, and the user who then owns its files."""

    prefix: tuple[str, ...]
    owner: int

    def works(self, program: Path) -> bool:
        """Whether the program can be run this way here."""
        script = 'test "$(id -u)" -ne 0 && "$0" --version'
        command = [*self.prefix, "sh", "-c", script, str(program)]
        try:
            done = subprocess.run(command, capture_output=True, check=False)
        except FileNotFoundError:
            return False
        return done.returncode == 0


PLAIN = Identity((), os.getuid())
NAMESPACE = Identity(
    ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--"), os.getuid()
)
DROPPED = Identity(
    (
        "setpriv",
        f"--reuid={NOBODY}",
        f"--regid={NOBODY}",
        "--clear-groups",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        "--",
    ),
    NOBODY,
)


def choose(program: Path) -> Identity:
    """The first identity that works here; raise EmbeddedError if none does."""
    if os.getuid() != 0:
        return PLAIN
    for identity in (NAMESPACE, DROPPED):
        if identity.works(program):
            return identity
    message = (
        "PostgreSQL does not run as root, and root may not change its identity here. "
        "Start this as an ordinary user, or set DATABASE_URL to a PostgreSQL server."
    )
    raise EmbeddedError(message)


def hand_over(folder: Path, owner: int) -> None:
    """Give a folder and all in it to `owner`, if they are another's."""
    if os.getuid() != 0 or folder.stat().st_uid == owner:
        return
    for path in [*folder.rglob("*"), folder]:  # the folder last: its owner says that all is done
        os.chown(path, owner, -1, follow_symlinks=False)
