"""Every kind of form, once without JavaScript and once with the keyboard alone.

The kinds: words and dates, choices from a list, rows of the same kind, a file, and a step that
must be confirmed. Every stop of the keyboard shows where it is.
"""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from core.models import Document
from matching.models import Criterion
from partnerships.attachments import EVIDENCE
from partnerships.models import ClosingPeriod, Recognition
from tests import files
from tests.journeys.conftest import serving
from tests.test_access_matrix import client_of

# Day and month alike: whatever the order in which a browser asks for them.
DAY, TYPED = "2027-08-08", "08082027"
MOST_STOPS = 150
# The calendar's button inside a date field has a ring of its own, which no script can measure.
VISIBLE = """() => {
  const here = document.activeElement;
  if (here.type === "date" && !here.matches(":focus")) return true;
  const style = getComputedStyle(here);
  const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return outline || style.boxShadow !== "none";
}"""
PLACE = """() => {
  const here = document.activeElement;
  const label = here.tagName === "BUTTON" ? here.innerText.trim() : "";
  return here.closest("main") ? (here.name && here.tagName !== "BUTTON" ? here.name : label) : "";
}"""


class Way:
    """How somebody fills in forms."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def open(self, name: str, *args: object) -> None:
        self.page.goto(self.address + reverse(name, args=args))

    def is_done(self, name: str, *args: object) -> None:
        """The form is sent: this page follows."""
        expect(self.page).to_have_url(re.compile(re.escape(reverse(name, args=args)) + "(#.*)?$"))


class WithoutScript(Way):
    """Fills in with whatever a browser has; no script runs."""

    def write(self, name: str, text: str) -> None:
        self.field(name).fill(text)

    def date(self, name: str) -> None:
        self.field(name).fill(DAY)

    def choose(self, name: str) -> None:
        self.field(name).select_option(index=1)

    def attach(self, name: str, file: dict) -> None:
        self.field(name).set_input_files(file)

    def press(self, label: str) -> None:
        self.page.get_by_role("main").get_by_role("button", name=label, exact=True).click()

    def field(self, name: str):
        return self.page.locator(f'main [name="{name}"]')


class Keyboard(Way):
    """Presses keys and nothing else; looks whether every stop can be seen."""

    def write(self, name: str, text: str) -> None:
        self.go_to(name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def date(self, name: str) -> None:
        self.go_to(name)
        self.page.keyboard.type(TYPED)
        expect(self.page.locator(f'main [name="{name}"]')).to_have_value(DAY)

    def choose(self, name: str) -> None:
        self.go_to(name)
        self.page.keyboard.press("ArrowDown")

    def attach(self, name: str, file: dict) -> None:
        self.go_to(name)
        with self.page.expect_file_chooser() as opened:
            self.page.keyboard.press("Space")
        opened.value.set_files(file)

    def press(self, label: str) -> None:
        self.go_to(label)
        self.page.keyboard.press("Enter")

    def go_to(self, place: str) -> None:
        for _stop in range(MOST_STOPS):
            if self.page.evaluate(PLACE) == place:
                return
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(VISIBLE), self.page.evaluate(PLACE)
        raise AssertionError(f"The keyboard does not reach {place} on {self.page.url}")


def words_and_dates(world, person) -> None:
    person.open("partnerships:closing-create")
    person.write("name_nl", "Brugdag")
    person.date("valid_from")
    person.date("valid_to")
    person.press(_("Add these days"))
    person.is_done("partnerships:closing-list")
    assert ClosingPeriod.objects.get(name_nl="Brugdag").valid_to.isoformat() == DAY


def choices(world, person) -> None:
    person.open("partnerships:recognition-create", world.establishment.uuid)
    person.choose("programme")
    person.press(_("Recognise this site"))
    expect(person.page.locator(".error-summary")).to_be_visible()
    chosen = person.page.locator('main [name="programme"]').input_value()
    assert chosen == str(world.programme.pk)  # what was chosen stays after a refusal
    assert Recognition.objects.count() == 1


def rows(world, person) -> None:
    person.open("matching:round-set-criteria", world.draft_round.uuid)
    person.write("form-0-name_nl", "Werkt veilig samen")
    person.press(_("Change criteria and weights"))
    person.is_done("matching:round-detail", world.draft_round.uuid)
    assert Criterion.objects.filter(intake_round=world.draft_round, name_nl="Werkt veilig samen")


def file(world, person) -> None:
    person.open("document-add", EVIDENCE.name, world.recognition.uuid)
    paper = {"name": "bewijs.png", "mimeType": "image/png", "buffer": files.picture()}
    person.attach("file", paper)
    person.press(_("Add the document"))
    person.is_done("partnerships:recognition-detail", world.recognition.uuid)
    assert Document.objects.filter(
        owner=world.recognition.uuid, versions__name="bewijs.png"
    ).exists()


def confirmation(world, person) -> None:
    person.open("partnerships:closing-remove", world.closing.uuid)
    person.press(_("Remove these days"))
    person.is_done("partnerships:closing-list")
    assert not ClosingPeriod.objects.filter(pk=world.closing.pk)


FORMS: list[Callable] = [words_and_dates, choices, rows, file, confirmation]


@pytest.mark.parametrize(
    ("way", "script"), [(WithoutScript, False), (Keyboard, True)], ids=["no-script", "keyboard"]
)
def test_every_kind_of_form_works(world, looker, way, script):
    """V37, V40 (WCAG 2.1.1, 2.4.7): nothing needs a script, and nothing needs a mouse."""
    with serving() as address:
        coordinator = looker(address, way.__name__, java_script_enabled=script)
        coordinator.is_signed_in(client_of("coordinator", world))
        person = way(coordinator.page, address)
        for fill_in in FORMS:
            fill_in(world, person)
