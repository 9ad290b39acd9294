"""Keys of this installation alone: made once, kept in the state folder."""

import os
import secrets
from pathlib import Path

from config.embedded.paths import Paths

KEYS = ("SECRET_KEY", "PSEUDONYM_KEY", "ENCRYPTION_KEYS")
KEY_BYTES = 32


def local_keys(paths: Paths) -> dict[str, str]:
    """The keys, as hexadecimal text, for those the environment does not set."""
    return {
        name: read_or_make(paths.state / name.lower().replace("_", "-"))
        for name in KEYS
        if not os.environ.get(name)
    }


def read_or_make(path: Path) -> str:
    """The key in this file; made at the first call, by one process only."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(KEY_BYTES), encoding="ascii")
        try:
            os.link(draft, path)  # fails where another process was first: then theirs counts
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii")
