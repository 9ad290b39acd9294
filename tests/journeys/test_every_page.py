"""Every page of the platform in a browser: in light, as narrow as a page may become, and its
forms once more where no script runs.

The list is the access matrix, which holds every address: a new page cannot be forgotten. One walk
for all that is asked of every page: to make the world and find who sees what costs as much.
"""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tests.access import ROLES, Row, World
from tests.journeys.conftest import serving
from tests.journeys.forms_without_script import faults_of
from tests.test_access_matrix import ROOMS, address_of, answer_to, client_of, table

NARROW = {"viewport": {"width": 320, "height": 640}}
# Who opens a page, the first of these who may.
ORDER = ("coordinator", "contact", "student", "administrator", "analyst", "observer", *ROLES)
# What shows no page of its own to anybody of the matrix: a file, or an answer for machines;
FILES = {
    "agreements:version-pdf",
    "core:privacy-fetch",
    "document-download",
    "document-version",
    "health-live",
    "health-ready",
    "import-example",
    "import-other-lines",
    "import-problems",
    "import-to-mend",
    "matching:application-explanation",
    "matching:round-audit-certificate",
    "matching:round-audit-explanations",
    "matching:round-audit-inputs",
    "partnerships:logo",
    "public-round-certificate",
    "public-round-criteria",
    "round-verifier",
}
# what leads on to another page, or asks for the password first: those in
# tests.journeys.test_guarded_pages;
LEADS_ON = {
    "account_set_password",
    "core:privacy-copy",
    "core:privacy-forget",
    "invitation-through",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "notification",
    "partnerships:look-home",
    "people:person-look",
    "second-step-done",
    "trajectories:my-file",
}
# and what is there for nobody without settings of its own.
NOT_THERE = {"metrics", "openid_connect_callback", "provider-disconnect"}
# A page that says why it cannot be done now is looked at as well.
SHOWN = frozenset({200, 409, 410})


def shown(world: World) -> Iterator[tuple[str, str, str, str]]:
    """(name, role, address, the page) of every page that somebody sees."""
    clients: dict[str, Client] = {}
    once: set[str] = set()
    for row in (row for room in ROOMS for row in table(room).ROWS):
        if row.method == "get" and not row.api and row.name not in once:
            for role in readers_of(row):
                client = clients.setdefault(role, client_of(role, world))
                address = address_of(row, world)
                answer = answer_to(row, client, address)
                if is_page(answer):
                    once.add(row.name)
                    yield row.name, role, address, answer.content.decode()
                    break


def readers_of(row: Row) -> list[str]:
    """A visitor where everybody may, else whoever may, in order."""
    return ["visitor", *ORDER] if row.public else [role for role in ORDER if role in row.ok]


def is_page(answer) -> bool:
    return answer.status_code in SHOWN and "html" in answer.headers.get("Content-Type", "")


@pytest.mark.long
def test_every_page_is_accessible_narrow_and_whole_without_script(world, looker):
    """V37, V40 (WCAG 2.1.1, 3.3.2): light, 320 px; whatever its address, axe finds nothing and
    nothing sticks out. Without script a button sends each form, its fields have names, and none
    needs a mouse.
    """
    people, names, wrong, forms = {}, set(), [], 0
    with serving() as address:
        plain = looker(address, "without-script", java_script_enabled=False).page
        plain.goto(address + reverse("accessibility"))  # where its styles come from
        for name, role, path, page in shown(world):
            names.add(name)
            if role not in people:
                people[role] = looker(address, f"every-page-{role}", **NARROW)
                people[role].is_signed_in(client_of(role, world))
            try:
                people[role].go(path)
            except AssertionError as fault:
                wrong.append(str(fault))
            plain.set_content(page)
            count, faults = faults_of(plain, path)
            forms, wrong = forms + count, wrong + faults
    assert not wrong, "\n\n".join(wrong)
    assert forms > 300
    rows = [row for room in ROOMS for row in table(room).ROWS]
    every = {row.name for row in rows if row.method == "get" and not row.api}
    assert every - names == FILES | LEADS_ON | NOT_THERE
