"""Every page of the platform once in a browser, in light, as narrow as a page may become.

The list is the access matrix, which holds every address: a new page cannot be forgotten.
"""

from collections.abc import Iterator

from django.test import Client

from tests.access import ROLES, Row, World
from tests.journeys.conftest import serving
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
    "partnerships:logo",
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


def shown(world: World) -> Iterator[tuple[str, str, str]]:
    """(name, role, address) of every page that somebody sees."""
    clients: dict[str, Client] = {}
    once: set[str] = set()
    for row in (row for room in ROOMS for row in table(room).ROWS):
        if row.method == "get" and not row.api and row.name not in once:
            for role in readers_of(row):
                client = clients.setdefault(role, client_of(role, world))
                address = address_of(row, world)
                if is_page(answer_to(row, client, address)):
                    once.add(row.name)
                    yield row.name, role, address
                    break


def readers_of(row: Row) -> list[str]:
    """A visitor where everybody may, else whoever may, in order."""
    return ["visitor", *ORDER] if row.public else [role for role in ORDER if role in row.ok]


def is_page(answer) -> bool:
    return answer.status_code in SHOWN and "html" in answer.headers.get("Content-Type", "")


def test_every_page_is_accessible_and_as_narrow_as_a_telephone(world, looker):
    """V37, V40: light, 320 px; whatever its address, axe finds nothing and nothing sticks out."""
    seen = list(shown(world))
    with serving() as address:
        people, wrong = {}, []
        for __, role, path in seen:
            if role not in people:
                people[role] = looker(address, f"every-page-{role}", **NARROW)
                people[role].is_signed_in(client_of(role, world))
            try:
                people[role].go(path)
            except AssertionError as fault:
                wrong.append(str(fault))
    assert not wrong, "\n\n".join(wrong)
    rows = [row for room in ROOMS for row in table(room).ROWS]
    names = {row.name for row in rows if row.method == "get" and not row.api}
    assert names - {name for name, __, __ in seen} == FILES | LEADS_ON | NOT_THERE
