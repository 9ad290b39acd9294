"""The document: on screen and as a PDF."""

import hashlib
import re
import zlib

import pytest
from django.urls import reverse

from agreements.clause_texts import filled_in, places_in
from agreements.documents import document_data, pdf_of
from agreements.enums import AgreementState
from agreements.services import fill_clause, propose_agreement, revise_agreement
from matching.engine.canonical import canonical
from tests.agreements.pdf_text import words_on_pages
from tests.factories.agreements import fill_everything, make_agreement, sign
from tests.people import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_reader")]

HOSTILE = '*vet* #panic("x") $x$ <script>alert(1)</script> {{ 7 }} %(guide)s \\ @ref [link] Łódź'


def streams(pdf: bytes) -> bytes:
    """Everything in the PDF, with its compressed streams opened."""
    opened = [pdf]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            opened.append(zlib.decompressobj().decompress(found.group(1)))
        except zlib.error:
            continue
    return b"\n".join(opened)


@pytest.fixture
def version(people):
    agreement = make_agreement(people.trajectory, AgreementState.PROPOSED, actor=people.coordinator)
    return agreement.current_version()


def hostile_version(people):
    agreement = make_agreement(people.trajectory)
    fill_everything(agreement, people.coordinator)
    clause = agreement.clauses.get(code="costs")
    fill_clause(clause, actor=people.coordinator, facts={"expense_rule": HOSTILE})
    return propose_agreement(agreement, actor=people.coordinator)


def test_pdf_has_the_same_bytes_for_the_same_version_and_signatures(version, people):
    """V15: one version, one document."""
    first = pdf_of(version)
    assert first == pdf_of(type(version).objects.get(pk=version.pk))
    sign(version.agreement, "student")
    assert pdf_of(type(version).objects.get(pk=version.pk)) != first


def test_pdf_claims_to_be_archivable_tagged_and_dutch(version):
    """domain.md 5: readable with a screen reader, kept for years."""
    content = streams(pdf_of(version))
    assert content.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"<dc:language><rdf:Bag><rdf:li>nl-BE</rdf:li></rdf:Bag></dc:language>" in content
    assert b"/StructTreeRoot" in content


def test_pdf_is_named_after_its_parties(version, people):
    content = streams(pdf_of(version)).decode("utf-8", "replace")
    title = f"Samenwerkingsovereenkomst werkplekleren: {people.student}"
    assert f"{title}, {people.host_organisation.name_nl}" in content


def test_pdf_shows_parties_hash_version_and_signatures(version, people):
    """V15: read back from the page itself."""
    sign(version.agreement, "student")
    data = document_data(type(version).objects.get(pk=version.pk))
    assert data["sha256"] == hashlib.sha256(canonical(version.content)).hexdigest()
    assert data["days"] == {
        "start": "21 september 2026",
        "end": "25 juni 2027",
        "proposed": "14 september 2026",
    }
    signed = data["signatures"][2]
    assert (signed["name"], signed["when"]) == (str(people.student), "14 september 2026, 09:00")
    assert [line["name"] for line in data["signatures"][:2]] == ["", ""]
    words = words_on_pages(pdf_of(type(version).objects.get(pk=version.pk)))
    for said in (
        people.institution.name_nl,
        people.host_organisation.name_nl,
        "21 september 2026 tot en met 25 juni 2027",
        f"Versie 1 van 14 september 2026 · SHA-256 {version.sha256[:32]} {version.sha256[32:]}",
        f"student {people.student} student 14 september 2026, 09:00",
        "gastorganisatie nog niet getekend",
    ):
        assert words.count(said) >= 1, words[-700:]


def test_hostile_text_stays_text_in_the_pdf(people):
    """A clause is data: no markup, no code, in no language."""
    version = hostile_version(people)
    assert version.content["clauses"][9]["facts"]["expense_rule"] == HOSTILE
    # Both languages show it, with straight quotes and stars as they were typed.
    assert words_on_pages(pdf_of(version)).count(HOSTILE) == 2


def test_hostile_text_stays_text_on_screen(client, people):
    version = hostile_version(people)
    sign_in(client, people.student)
    text = client.get(reverse("agreements:version-detail", args=[version.uuid])).content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "{{ 7 }}" in text


def test_fact_is_never_read_as_a_place():
    assert places_in("96 % van %(een)s en %(twee)s") == {"een", "twee"}
    assert (
        filled_in("%(een)s, 50 %, %s", {"een": "%(twee)s", "twee": "fout"}) == "%(twee)s, 50 %, %s"
    )


def test_fact_that_is_a_sentence_does_not_end_twice():
    assert filled_in("Zo: %(a)s. %(a)s", {"a": "Bel."}) == "Zo: Bel. Bel."


def test_download_is_named_without_a_person_and_kept_by_no_cache(client, version, people):
    sign_in(client, people.student)
    response = client.get(reverse("agreements:version-pdf", args=[version.uuid]))
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"
    found = re.fullmatch(r'attachment; filename="([\w-]+\.pdf)"', response["Content-Disposition"])
    assert found is not None
    assert people.student.last_name not in found.group(1)
    assert response.content == pdf_of(version)


def test_screen_reads_dutch_first_and_english_under_it(client, version, people):
    """domain.md 2.12: Dutch is the agreement, English a courtesy."""
    sign_in(client, people.signatory)
    text = client.get(reverse("agreements:version-detail", args=[version.uuid])).content.decode()
    assert text.index("Veiligheid en gezondheid") < text.index("Safety and health")
    assert people.institution.name_nl in text
    assert version.sha256[:32] in text


def test_old_version_says_that_there_is_a_newer_one(client, version, people):
    agreement = version.agreement
    revise_agreement(agreement, actor=people.coordinator)
    propose_agreement(agreement, actor=people.coordinator)
    sign_in(client, people.student)
    text = client.get(reverse("agreements:version-detail", args=[version.uuid])).content.decode()
    assert "There is a newer version than this one." in text


def test_draft_reads_as_a_document_for_the_institution_only(client, people):
    agreement = make_agreement(people.trajectory)
    address = reverse("agreements:agreement-preview", args=[agreement.uuid])
    sign_in(client, people.coach)
    assert "This is a draft." in client.get(address).content.decode()
    sign_in(client, people.student)
    assert client.get(address).status_code == 404
