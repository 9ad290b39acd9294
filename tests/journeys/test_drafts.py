"""Drafts in a real browser: typed, kept by themselves, found again, gone once sent."""

import time
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from core.drafts import values_of
from core.models import FormDraft
from tests.factories import trajectories as make
from tests.journeys.conftest import PATIENCE, serving
from tests.people import sign_in

DAY = date(2026, 9, 10)
SENTENCE = "Vandaag de pomp nagekeken en een dichting vervangen."
# The script waits five seconds after the last key.
KEPT = 12_000


@pytest.fixture
def run(committed):
    return make.make_trajectory(make.make_position(start_date=date(2026, 9, 1)))


@pytest.fixture
def person(run, looker):
    with serving() as address:
        client = Client()
        sign_in(client, run.student.user)
        one = looker(address, "draft")
        one.is_signed_in(client)
        yield one


@pytest.fixture
def form(run) -> str:
    return reverse("trajectories:trajectory-log", args=[run.uuid])


def wait_for_draft(text: str) -> None:
    """Until the server has it."""
    until = time.monotonic() + PATIENCE / 1000
    while [text] not in [values_of(draft).get("text") for draft in FormDraft.objects.all()]:
        assert time.monotonic() < until, "what was typed never came"
        time.sleep(0.05)


def leave(page) -> list[str]:
    """Close the page as a person does; answers the questions that the browser asked first."""
    asked: list[str] = []

    def answer(dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    return asked


def test_what_was_typed_is_kept_found_again_and_gone_once_sent(person, run, form):
    """V37: types, waits, closes the page, comes back, goes on, sends."""
    person.go(form)
    page = person.page
    page.locator("[name=text]").press_sequentially(SENTENCE)
    expect(page.locator("[data-draft-status]")).to_contain_text("bewaard", timeout=KEPT)
    assert leave(page) == []

    person.page = page.context.new_page()
    person.go(form)
    expect(person.main.locator("[name=text]")).to_have_value("")
    person.follow(_("Go on with the draft"))
    expect(person.main.locator("[name=text]")).to_have_value(SENTENCE)

    person.go(reverse("my-drafts"))
    person.main.locator("ul.rows a").first.click()
    expect(person.main.locator("[name=text]")).to_have_value(SENTENCE)
    person.set(day=DAY.isoformat(), hours="7.5")
    person.press_last()
    assert run.log_entries.get().text == SENTENCE
    assert not FormDraft.objects.exists()
    person.go(reverse("my-drafts"))
    expect(person.main.locator("ul.rows")).to_have_count(0)


def test_leaving_before_it_is_kept_asks_first_and_keeps_it_all_the_same(person, form):
    """The browser asks; who leaves after all finds what was typed."""
    person.go(form)
    page = person.page
    page.locator("[name=text]").press_sequentially("Kort")
    assert leave(page) == ["beforeunload"]
    wait_for_draft("Kort")  # it was sent on leaving, and nobody waits for the answer
    person.page = page.context.new_page()
    person.go(f"{form}?draft=1")
    expect(person.main.locator("[name=text]")).to_have_value("Kort")


def test_cancelling_keeps_nothing(person, form):
    person.go(form)
    person.page.locator("[name=text]").press_sequentially("Toch niet")
    person.page.on("dialog", lambda dialog: dialog.accept())
    person.click(person.page.locator(".form__cancel"))
    assert not FormDraft.objects.exists()


def hold(route, held: list) -> None:
    """Keep back what is sent, let through what is asked."""
    if route.request.method == "POST":
        held.append(route)
    else:
        route.continue_()


def test_what_was_typed_while_a_draft_was_on_its_way_is_asked_about(person, form):
    """Slow line: the answer is about less than what stands in the form by now."""
    person.go(form)
    page = person.page
    held: list = []
    page.route("**/*", lambda route: hold(route, held))
    text = page.locator("[name=text]")
    text.press_sequentially("Eerst")
    until = time.monotonic() + KEPT / 1000
    while not held:  # sent by itself, and kept back on its way
        assert time.monotonic() < until, "the draft was never sent"
        page.wait_for_timeout(50)
    text.press_sequentially(" en later")
    held[0].continue_()
    expect(page.locator("[data-draft-status]")).to_contain_text("bewaard")
    assert values_of(FormDraft.objects.get())["text"] == ["Eerst"]
    page.unroute_all()
    assert leave(page) == ["beforeunload"]
