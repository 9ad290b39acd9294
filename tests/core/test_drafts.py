"""Drafts: what somebody typed is kept for that person alone, until it is sent."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.html import escape

from accounts.second_factor import renew_encryption
from core.drafts import LARGEST, MOST, keep_draft, name_of, values_of
from core.errors import Invalid
from core.models import FormDraft
from core.privacy.retention import rules
from tests.factories.partnerships import make_coordinator, make_recognition, make_user
from tests.factories.trajectories import make_position, make_student, make_trajectory
from tests.people import sign_in

pytestmark = pytest.mark.django_db

SENTENCE = "Vandaag de pomp nagekeken en een dichting vervangen."
TYPED = {"day": "31/02/2027", "hours": "veel", "text": SENTENCE}
KEEP, THROW = {"keep_draft": "1"}, {"throw_draft_away": "1"}


@pytest.fixture
def run():
    return make_trajectory(make_position())


@pytest.fixture
def page(run, client):
    sign_in(client, run.student.user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return reverse("trajectories:trajectory-log", args=[run.uuid])


def test_draft_is_kept_as_typed_found_again_and_gone_once_sent(client, page, run, frozen_clock):
    """Nothing typed is lost, right or wrong; without JavaScript."""
    kept = client.post(page, TYPED | KEEP, follow=True)
    assert "Draft kept at 09:00." in kept.content.decode()
    assert SENTENCE in kept.content.decode()  # nothing seems lost: one goes on at once
    fresh = client.get(page).content.decode()
    assert "Go on with the draft" in fresh
    assert SENTENCE not in fresh

    again = client.get(page, {"draft": "1"})
    form = again.context["form"]
    assert {name: form[name].value() for name in TYPED} == TYPED
    assert form.errors == {}
    assert SENTENCE in again.content.decode()

    right = {"day": run.start_date.isoformat(), "hours": "7.5", "text": SENTENCE}
    frozen_clock.move_to(f"{run.start_date.isoformat()} 18:00+02:00")
    sign_in(client, run.student.user)
    assert client.post(f"{page}?draft=1", right).status_code == 302
    assert run.log_entries.get().text == SENTENCE
    assert FormDraft.objects.count() == 0


def test_refused_form_keeps_the_draft(client, page):
    client.post(page, TYPED | KEEP)
    assert client.post(page, TYPED).status_code == 200
    assert FormDraft.objects.count() == 1


def test_draft_is_thrown_away(client, page):
    client.post(page, TYPED | KEEP)
    answer = client.post(page, THROW, follow=True)
    assert "The draft is thrown away." in answer.content.decode()
    assert FormDraft.objects.count() == 0


def test_browser_keeps_a_draft_by_itself_and_is_told_when(client, page):
    answer = client.post(page, TYPED | KEEP, headers={"X-Draft": "1"})
    assert answer.json() == {"text": "Draft kept at 09:00"}
    client.post(page, TYPED | {"text": "Later."} | KEEP, headers={"X-Draft": "1"})
    assert values_of(FormDraft.objects.get())["text"] == ["Later."]


def test_only_fields_of_the_form_are_kept_and_nobody_can_read_them(client, page):
    """Not the token of the page, not what somebody adds; encrypted in the database."""
    client.post(page, TYPED | KEEP | {"is_administrator": "1", "csrfmiddlewaretoken": "x"})
    draft = FormDraft.objects.get()
    assert set(values_of(draft)) == set(TYPED)
    assert SENTENCE not in draft.sealed
    renewed = draft.sealed
    assert renew_encryption() == 1
    draft.refresh_from_db()
    assert draft.sealed != renewed
    assert values_of(draft)["text"] == [SENTENCE]


def test_draft_of_somebody_else_is_not_there(client, page, run):
    """A leak test: the same page, the coach of the same student, and a stranger."""
    client.post(page, TYPED | KEEP)
    sign_in(client, make_student(run.pathway.programme).user)
    assert client.get(page, {"draft": "1"}).status_code == 404
    assert client.post(page, TYPED | KEEP).status_code == 404
    assert FormDraft.objects.get().user == run.student.user


def test_form_without_room_for_words_keeps_nothing(client):
    """A password, a file or a date is typed again."""
    coordinator = make_coordinator()
    sign_in(client, coordinator)
    page = reverse("partnerships:closing-create")
    assert "keep_draft" not in client.get(page).content.decode()
    client.post(page, {"name_nl": "Brug"} | KEEP)
    assert FormDraft.objects.count() == 0


def test_national_number_stays_out_of_drafts(client, page):
    number = "85073003328"
    answer = client.post(page, TYPED | {"text": f"Van {number}"} | KEEP)
    assert FormDraft.objects.count() == 0
    assert "national register number" in answer.content.decode()
    assert number in answer.content.decode()


def test_drafts_are_bounded():
    person = make_user()
    with pytest.raises(Invalid):
        keep_draft(person, "/x/", {"text": ["x" * LARGEST]})
    for at in range(MOST + 2):
        keep_draft(person, f"/form/{at}/", {"text": ["x"]})
    assert FormDraft.objects.filter(user=person).count() == MOST


def test_draft_goes_after_a_month_and_with_the_person():
    """The rule of retention finds it; the register throws it away with the account."""
    person = make_user()
    when = keep_draft(person, "/form/", {"text": ["x"]})
    rule = rules["drafts"]
    assert list(rule.rows(when)) == []
    assert rule.rows(when + timedelta(seconds=1)).get().user == person
    person.delete()
    assert FormDraft.objects.count() == 0


def test_choices_and_rows_come_back(client):
    """A list, a date and a text of several lines, as they were chosen."""
    recognition = make_recognition()
    sign_in(client, recognition.first_reviewer)
    page = reverse("partnerships:recognition-create", args=[recognition.establishment.uuid])
    typed = {"programme": str(recognition.programme.pk), "conditions_nl": "Eerst een rondleiding."}
    client.post(page, typed | KEEP)
    shown = client.get(page, {"draft": "1"}).content.decode()
    assert f'<option value="{recognition.programme.pk}" selected>' in shown
    assert "Eerst een rondleiding." in shown


def test_page_lists_ones_own_drafts_with_the_way_to_go_on(client, page, run):
    """Named as its form and what it is about; in the menu only while there is one."""
    mine = reverse("my-drafts")
    menu = f'<a class="menu__item" href="{mine}">'
    assert menu not in client.get(page).content.decode()
    assert "There are no drafts." in client.get(mine).content.decode()
    client.post(page, TYPED | KEEP)
    assert menu in client.get("/").content.decode()
    keep_draft(make_user(), "/other/", {"text": ["x"]}, "Somebody else’s")
    shown = client.get(mine).content.decode()
    assert f'href="{page}?draft=1"' in shown
    assert escape(str(run)) in shown
    assert "Somebody else’s" not in shown
    assert SENTENCE not in shown

    throw = reverse("draft-throw-away", args=[FormDraft.objects.get(user=run.student.user).uuid])
    assert "This cannot be undone." in client.get(throw).content.decode()
    done = client.post(throw, follow=True)
    assert "There are no drafts." in done.content.decode()
    assert menu not in done.content.decode()


def test_name_of_a_form_is_as_secret_as_what_stands_in_it(client, page, run):
    client.post(page, TYPED | KEEP)
    draft = FormDraft.objects.get()
    called, about = name_of(draft)
    assert (called, about) == ("Write in your log", str(run))
    assert called not in draft.sealed


def test_menu_knows_of_drafts_of_another_computer_after_signing_in(client, run):
    keep_draft(run.student.user, "/form/", {"text": ["x"]}, "Log")
    sign_in(client, run.student.user)
    assert reverse("my-drafts") in client.get("/").content.decode()
    FormDraft.objects.all().delete()
    sign_in(client, run.student.user)
    assert reverse("my-drafts") not in client.get("/").content.decode()


def test_draft_that_no_key_opens_is_listed_by_its_address(client, run):
    keep_draft(run.student.user, "/form/", {"text": ["x"]}, "Log")
    FormDraft.objects.update(sealed="damaged")
    sign_in(client, run.student.user)
    assert "/form/" in client.get(reverse("my-drafts")).content.decode()
