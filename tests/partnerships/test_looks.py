"""The colour and the logo of an institution: who chooses, who sees, what is refused."""

import io
import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from core.documents.service import add_document, keep_document, remove_document, replace_document
from core.documents.upkeep import past_their_time
from core.errors import Invalid, NotNow, Refused
from core.models import Document, DocumentVersion
from partnerships.accents import set_accent
from partnerships.attachments import EVIDENCE, LOGO
from partnerships.enums import Accent, Role
from partnerships.models import Organisation
from tests import files
from tests.api import post
from tests.factories import partnerships as make
from tests.factories.trajectories import make_pathway
from tests.people import sign_in

pytestmark = pytest.mark.django_db
TOKENS = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text()


@pytest.fixture
def institution():
    return make.make_institution()


@pytest.fixture
def coordinator(institution):
    return make.make_coordinator(institution)


def logo(institution, actor, content: bytes = b"", name: str = "logo.png") -> Document:
    file = files.upload(content or files.picture(size=(1200, 300)), name)
    return add_document(institution, kind=LOGO, file=file, actor=actor)


def head_of(page) -> str:
    """The first tag and the header of a page."""
    text = page.content.decode()
    return text[: text.index("</header>")]


# The contrast of every colour, computed from the one file that decides it


def light_and_dark(name: str, block: str) -> tuple[str, str]:
    found = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\);", block)
    assert found, name
    return found[1], found[2]


def block_of(accent: str) -> str:
    found = re.search(rf'\[data-accent="{accent}"\] \{{(.*?)\}}', TOKENS, re.DOTALL)
    assert found, accent
    return found[1]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_wcag_does():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("accent", ["petrol", *Accent.values])
def test_every_colour_of_the_list_can_be_read(accent, theme):
    """V40: text on the colour, the colour and its strong form as text on every background."""
    block = block_of(accent)
    colours = {
        name: light_and_dark(name, block)[theme]
        for name in ("accent", "accent-strong", "accent-tint", "on-accent")
    }
    grounds = [
        light_and_dark(name, TOKENS)[theme] for name in ("paper", "paper-sunk", "paper-raised")
    ]
    pairs = [(colours["on-accent"], colours["accent"])]
    pairs.append((colours["on-accent"], colours["accent-strong"]))
    for ground in (*grounds, colours["accent-tint"]):
        pairs += [(colours["accent"], ground), (colours["accent-strong"], ground)]
    for name in ("ink", "ink-soft"):
        pairs.append((light_and_dark(name, TOKENS)[theme], colours["accent-tint"]))
    low = {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5}
    assert low == {}


def test_the_file_and_the_list_name_the_same_colours():
    named = set(re.findall(r'\[data-accent="(\w+)"\]', TOKENS))
    assert named == {"petrol", *Accent.values}


# The colour


def test_coordinator_chooses_a_colour_and_the_people_of_the_institution_see_it(
    client, institution, coordinator
):
    sign_in(client, coordinator)
    page = client.get(reverse("partnerships:look-home"), follow=True)
    assert "data-accent=" not in head_of(page)
    address = reverse("partnerships:look", args=[institution.uuid])
    done = client.post(address, {"accent": "plum"}, follow=True)
    assert 'data-accent="plum"' in head_of(done)
    event = Organisation.pgh_event_model.objects.latest("pgh_id")
    assert event.pgh_context["action"] == "partnerships.organisation.set_accent"
    for person, seen in (
        (make.make_member(Role.STUDENT, institution), True),
        (make.make_coordinator(), False),
        (make.make_member(Role.CONTACT, make.make_host()), False),
    ):
        sign_in(client, person)
        assert ('data-accent="plum"' in head_of(client.get("/"))) is seen
    assert "data-accent=" not in head_of(client.get("/accessibility/"))


def test_the_role_in_which_somebody_works_decides(client, institution, coordinator):
    second = make.make_institution(accent=Accent.BRICK)
    make.Membership.objects.create(
        user=coordinator, organisation=second, role=Role.COACH, valid_from=date(2020, 1, 1)
    )
    sign_in(client, coordinator)
    assert institution.name_nl in head_of(client.get("/"))
    key = str(coordinator.memberships.get(organisation=second).uuid)
    client.post(reverse("switch-role"), {"key": key})
    assert 'data-accent="brick"' in head_of(client.get("/"))


def test_page_leads_to_the_other_institutions_of_the_coordinator(client, institution, coordinator):
    second = make.make_institution()
    make.Membership.objects.create(
        user=coordinator, organisation=second, role=Role.COORDINATOR, valid_from=date(2020, 1, 1)
    )
    sign_in(client, coordinator)
    page = client.get(reverse("partnerships:look", args=[institution.uuid])).content.decode()
    assert reverse("partnerships:look", args=[second.uuid]) in page


def test_only_a_colour_of_the_list_and_only_for_institutions(institution, coordinator):
    with pytest.raises(Invalid):
        set_accent(institution, actor=coordinator, accent="#ff0")
    with pytest.raises(Refused):
        set_accent(institution, actor=make.make_coordinator(), accent="blue")
    for row, accent in ((institution, "pink"), (make.make_host(), "blue")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.filter(pk=row.pk).update(accent=accent)


def test_api_chooses_a_colour(client, institution, coordinator):
    make.make_partnership(institution)
    sign_in(client, coordinator)
    (one,) = client.get("/api/v1/house-styles/").json()["items"]
    assert (one["id"], one["accent"]) == (str(institution.uuid), "")
    done = post(client, f"/api/v1/house-styles/{institution.uuid}/set-accent/", accent="green")
    assert (done.status_code, done.json()["accent"]) == (200, "green")
    wrong = post(client, f"/api/v1/house-styles/{institution.uuid}/set-accent/", accent="url(x)")
    assert wrong.status_code == 400


# The logo


def test_logo_is_drawn_anew_small_and_stands_in_the_header(client, institution, coordinator):
    sign_in(client, coordinator)
    add = reverse("document-add", args=[LOGO.name, institution.uuid])
    assert institution.name_nl in head_of(client.get(add))
    big = files.upload(files.picture(size=(1200, 300), place=True), "logo.png")
    done = client.post(add, {"file": big}, follow=True)
    assert done.redirect_chain[-1][0].startswith(
        reverse("partnerships:look", args=[institution.uuid])
    )
    version = DocumentVersion.objects.get()
    address = reverse("partnerships:logo", args=[version.uuid])
    assert f'<img class="brand__logo" src="{address}" alt="{institution.name_nl}">' in head_of(done)
    client.logout()
    answer = client.get(address)
    picture = Image.open(io.BytesIO(b"".join(answer.streaming_content)))
    assert (picture.size, picture.format, dict(picture.getexif())) == ((480, 120), "PNG", {})
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Content-Disposition" not in answer
    assert "immutable" in answer["Cache-Control"]
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")


def test_replaced_and_removed_logo_is_gone_from_the_pages(client, institution, coordinator):
    document = logo(institution, coordinator)
    first = document.current
    webp = files.upload(files.picture("WEBP"), "logo.webp")
    replace_document(document, file=webp, actor=coordinator)
    sign_in(client, coordinator)
    second = reverse("partnerships:logo", args=[document.current.uuid])
    assert second in head_of(client.get("/"))
    assert client.get(second)["Content-Type"] == "image/webp"
    remove_document(document, actor=coordinator)
    page = head_of(client.get("/"))
    assert "brand__logo" not in page
    assert institution.name_nl in page
    for version in (first, document.current):
        assert client.get(reverse("partnerships:logo", args=[version.uuid])).status_code == 404
    logo(institution, coordinator)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "logo.svg"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "logo.png"),
        (files.pdf(), "logo.pdf"),
        (b"GIF89a" + bytes(20), "logo.gif"),
        (b"RIFF\x10\0\0\0WEBP" + bytes(30), "logo.webp"),
        (b"<!doctype html><script>alert(1)</script>", "logo.webp"),
    ],
)
def test_what_is_no_picture_of_ours_is_no_logo(institution, coordinator, content, name):
    with pytest.raises(Invalid):
        logo(institution, coordinator, content, name)
    assert not Document.objects.exists()


def test_one_logo_at_a_time_by_the_coordinator_until_it_is_removed(institution, coordinator):
    with pytest.raises(Refused):
        logo(institution, make.make_member(Role.DIRECTOR, institution))
    document = logo(institution, coordinator)
    with pytest.raises(NotNow, match="replace it instead"):
        logo(institution, coordinator, files.picture("JPEG"), "ander.jpg")
    with pytest.raises(NotNow):
        keep_document(document, actor=coordinator, reason="Mooi")
    assert not past_their_time(LOGO).exists()
    institution.institution_profile.delete()
    institution.memberships.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        institution.delete()


def test_a_file_that_is_no_logo_is_not_shown_to_everybody(client):
    recognition = make.make_recognition()
    file = files.upload(files.picture(), "foto.png")
    paper = add_document(
        recognition, kind=EVIDENCE, file=file, actor=make.make_coordinator(recognition.institution)
    )
    address = reverse("partnerships:logo", args=[paper.current.uuid])
    assert client.get(address).status_code == 404


def test_visitors_of_a_public_page_see_whose_it_is(client, coordinator, institution):
    """V37: the page of one pathway looks as its institution; who works elsewhere sees that."""
    Organisation.objects.filter(pk=institution.pk).update(accent=Accent.GREEN)
    document = logo(institution, coordinator)
    pathway = make_pathway(programme=make.make_programme(institution), state="open")
    address = reverse("public-pathway", args=[pathway.uuid])
    page = head_of(client.get(address))
    assert 'data-accent="green"' in page
    assert reverse("partnerships:logo", args=[document.current.uuid]) in page
    sign_in(client, make.make_coordinator(make.make_institution(accent=Accent.PLUM)))
    assert 'data-accent="plum"' in head_of(client.get(address))


def test_the_look_costs_no_query(client, institution, coordinator):
    sign_in(client, coordinator)
    client.get("/")
    with CaptureQueriesContext(connection) as before:
        client.get("/")
    logo(institution, coordinator)
    set_accent(institution, actor=coordinator, accent="blue")
    with CaptureQueriesContext(connection) as after:
        assert "brand__logo" in head_of(client.get("/"))
    assert len(after) == len(before)
