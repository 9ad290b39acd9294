"""Every dependency's licence allows this project's (EUPL-1.2; ADR 0008)."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from django.conf import settings

LOCK = Path(settings.BASE_DIR) / "requirements.lock"
# Permissive, or weak copyleft that ends at the library's own files.
FITS = re.compile(
    r"Apache|Artistic|BSD|CC0|ISC|LGPL|Lesser General|MIT|MPL|Mozilla|PSF|Public Domain",
    re.IGNORECASE,
)
# Their metadata say nothing; their repositories do.
SAID_ELSEWHERE = {"axe-playwright-python": "MIT"}


def packages() -> list[str]:
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    return [re.split(r"[=\[ ]", line)[0] for line in lines if "==" in line and line[0].isalpha()]


def licence(name: str) -> str | None:
    """What a package says of its licence; None where this machine does not need it."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return None
    classifiers = said.get_all("Classifier") or []
    words = [said.get("License-Expression") or "", (said.get("License") or "")[:80]]
    return " / ".join([*words, *(c for c in classifiers if c.startswith("License"))])


def test_every_dependency_allows_the_licence_of_this_project():
    found = {name: licence(name) for name in packages()}
    wrong = {
        name: said
        for name, said in found.items()
        if said is not None and not FITS.search(SAID_ELSEWHERE.get(name.lower(), said))
    }
    assert wrong == {}
    assert sum(said is not None for said in found.values()) > 100
