"""Names of files: cleaned when they come in, given back whole in any script."""

import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

LONGEST = 150
LONGEST_EXTENSION = 10
NAMELESS = "document"
# They mean something to a file system, a shell or a header.
SPECIAL = str.maketrans(dict.fromkeys('<>:"|?*`$;&%', "_"))
# Control characters, invisible ones that turn a text around, and half characters.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
RESERVED = frozenset({"con", "prn", "aux", "nul"}) | {
    f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10)
}


def clean_name(given: str) -> str:
    """The last part of a path, without what nobody sees or what a system would act on."""
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(letter for letter in last if unicodedata.category(letter) not in UNSEEN)
    plain = " ".join(seen.translate(SPECIAL).split()).strip(". ")
    if plain.partition(".")[0].strip().casefold() in RESERVED:
        plain = f"_{plain}"
    return _short(plain) or NAMELESS


def _short(name: str) -> str:
    """At most LONGEST characters; the end, which tells the type, stays."""
    extension = PurePosixPath(name).suffix
    if len(name) <= LONGEST or len(extension) > LONGEST_EXTENSION:
        return name[:LONGEST]
    return name[: LONGEST - len(extension)].rstrip(". ") + extension


def attachment(name: str) -> str:
    """The value of Content-Disposition: plain for old programs (RFC 6266), whole for the others
    (RFC 8187).
    """
    path = PurePosixPath(name)
    fallback = (_plain(path.stem).strip(" .") or NAMELESS) + _plain(path.suffix)
    return f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{quote(name, safe='')}"


def _plain(text: str) -> str:
    """Letters without their accents, and nothing that is no ASCII."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return folded.translate(SPECIAL)
