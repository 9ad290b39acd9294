"""Translation catalogues, compiled with Babel: no gettext needs to be installed."""

import os
from pathlib import Path

from config.embedded.errors import EmbeddedError
from config.embedded.paths import PROJECT

PATTERNS = ("*/locale/*/LC_MESSAGES/*.po", "locale/*/LC_MESSAGES/*.po")


def compile_catalogues(root: Path = PROJECT) -> list[Path]:
    """Compile every catalogue whose source is newer than its result; return the results.

    Raises EmbeddedError with the place if a source cannot be read.
    """
    sources = sorted(path for pattern in PATTERNS for path in root.glob(pattern))
    return [compile_one(source) for source in sources if is_stale(source)]


def is_stale(source: Path) -> bool:
    """Whether the compiled catalogue is missing, or older than its source."""
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def compile_one(source: Path) -> Path:
    """Compile one catalogue; entries marked fuzzy are guesses and stay out."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    try:
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        message = f"{source}: {error}"
        raise EmbeddedError(message) from error
    draft = source.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    compiled = source.with_suffix(".mo")
    draft.replace(compiled)  # at once: a reader sees the old or the new one, never a half
    return compiled
