"""Files are checked by their content: what is whole comes in, what is hostile does not."""

import hashlib
import io
import time
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from core.documents.checks import TYPES, RefusedFile, examine, images
from core.documents.names import attachment, clean_name
from tests import files

EVERY = tuple(TYPES.values())
PACKED = b"/Type /ObjStm /N 1 /First 4 "
WHOLE = {
    "verslag.pdf": files.pdf(),
    "met-objecten.pdf": files.pdf(files.stream(b"4 0 << /A 1 >>", PACKED)),
    "woorden.pdf": files.pdf(b"<< /Title (HTML/CSS/JavaScript) >>"),
    "foto.png": files.picture(),
    "foto.jpg": files.picture("JPEG"),
    "foto.webp": files.picture("WEBP"),
    "verslag.docx": files.docx(
        {
            "word/_rels/document.xml.rels": files.relations(
                ("hyperlink", "https://voorbeeld.example/", "External")
            )
        }
    ),
    "tabel.xlsx": files.xlsx(),
    "verslag.odt": files.odt(),
    "nota.txt": "Eén regel\r\n".encode(),
    "tabel.csv": b"naam;telefoon;bedrag\r\nAn;+32 (0)9 000 00 00;-5,20\r\n",
}


def reason(content: bytes, name: str, allowed=EVERY) -> str:
    """Why a file is refused."""
    with pytest.raises(RefusedFile) as refused:
        examine(content, name, allowed)
    (sentence,) = refused.value.errors["file"]
    return str(sentence)


@pytest.mark.parametrize("name", WHOLE)
def test_whole_files_come_in(name):
    examined = examine(WHOLE[name], name, EVERY)
    assert examined.name == name
    assert name.endswith(examined.file_type.extensions)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (files.picture(), "cv.pdf", "ends in “.pdf”, but the file really is: picture (PNG)"),
        (files.docx(), "cv.pdf", "really is: Word document"),
        (files.pdf(), "foto.jpg", "but the file really is: PDF"),
        (b"MZ\x90\0" + bytes(100), "cv.pdf", "really is: a program"),
        (files.pdf(), "cv.pdf.exe", "ends in “.exe”, but the file really is: PDF"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "cv.doc", "old Office file"),
        (b"<!doctype html><script>alert(1)</script>", "nota.txt", "a web page or XML"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "a.png", "a web page or XML"),
        (b"#!/bin/sh\nrm -rf /\n", "nota.txt", "a script"),
        (b"{\\rtf1 x}", "cv.docx", "an RTF document"),
        (b"\0\0\0\x18ftypheic" + bytes(50), "foto.jpg", "picture of a phone (HEIC)"),
        (b"GIF89a" + bytes(20), "foto.png", "a picture of another kind"),
        (files.package({"a.txt": "x"}), "cv.docx", "really is: an archive"),
        ("é".encode("cp1252"), "nota.txt", "not in UTF-8"),
        (b"", "nota.txt", "empty"),
    ],
)
def test_what_a_file_really_is_stands_in_the_refusal(content, name, said):
    """The name decides nothing; the refusal says what the file really is."""
    assert said in reason(content, name)


def test_a_type_that_does_not_belong_here_is_refused():
    said = reason(files.xlsx(), "a.xlsx", [TYPES["pdf"], TYPES["png"]])
    assert said.endswith("is: Excel workbook. What may be added here: PDF, picture (PNG).")


def test_a_name_without_an_ending_gets_the_right_one():
    assert examine(files.pdf(), "verslag", EVERY).name == "verslag.pdf"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (files.pdf(behind=b"PK\x03\x04 hidden"), "two things at once"),
        (files.pdf(behind=files.package({"a": "b"})), "two things at once"),
        (files.pdf(b"(" + files.package({"a": "b"}) + b")"), "two things at once"),
        (files.pdf(head=b"<html>"), "something else before it"),
        (files.pdf(head=b"\x01\x02\x03"), "something else before it"),
        (files.pdf()[:-30], "damaged"),
        (files.pdf().replace(b"startxref\n", b"startxref\n9"), "damaged"),
        (b"%PDF-1.7\n%%EOF", "damaged"),
        (files.pdf(root=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "a script"),
        (files.pdf(root=b"/OpenAction << /S /J#61vaScript /J#53 (x) >>"), "a script"),
        (files.pdf(root=b"/OpenAction << /S %x\n/JavaScript >>"), "a script"),
        (files.pdf(b"/JavaScript", root=b"/OpenAction << /S 4 0 R >>"), "a script"),
        (files.pdf(root=b"/Names << /JavaScript 4 0 R >>"), "a script"),
        (files.pdf(root=b"/A << /S /Launch /F (cmd.exe) >>"), "starts a program"),
        (files.pdf(root=b"/AA << /O 4 0 R >>"), "starts by itself"),
        (files.pdf(root=b"/A << /S /GoToR /F (\\\\\\\\host\\\\x) >>"), "opens another file"),
        (files.pdf(root=b"/A << /S /SubmitForm >>"), "sends data"),
        (files.pdf(root=b"/AcroForm << /XFA 4 0 R >>"), "sends data"),
        (files.pdf(b"<< /Type /EmbeddedFile >>"), "another file"),
        (files.pdf(root=b"/X << /Subtype /RichMedia >>"), "film"),
        (files.pdf(trailer=b"/Encrypt 4 0 R "), "password"),
        (files.pdf(files.stream(b"4 0 << /S /JavaScript /JS (x) >>", PACKED)), "a script"),
        (files.pdf(files.stream(b"4 0 << /AA << >> >>", PACKED)), "by itself"),
        (files.pdf(files.stream(b"x", PACKED + b"/DecodeParms << /Predictor 12 >> ")), "packed"),
        (files.pdf(files.stream(b"x", PACKED + b"/F2 [/ASCIIHexDecode] ")), "packed"),
        (files.pdf(files.stream(bytes(60_000_000), PACKED)), "unpacks to far more"),
    ],
)
def test_hostile_pdfs_are_refused(content, said):
    """Polyglots, passwords, and whatever a PDF would do by itself."""
    assert said in reason(content, "cv.pdf")


def gap(content: bytes) -> bytes:
    """A package with hidden bytes between its members and their list."""
    at = int.from_bytes(content[-6:-2], "little")
    moved = content[:at] + b"h" * 100 + content[at:]
    return moved[:-6] + (at + 100).to_bytes(4, "little") + moved[-2:]


def claiming(content: bytes, size: int) -> bytes:
    """A package whose first member declares another size in both of its headers."""
    listed = int.from_bytes(content[-6:-2], "little")
    changed = bytearray(content)
    for at in (22, listed + 24):
        changed[at : at + 4] = size.to_bytes(4, "little")
    return bytes(changed)


BOMB = b"0" * 30_000_000
# Below the ratio, but too much together.
NOISE = hashlib.shake_256(b"noise").digest(9_000) * 100
EXTERNAL = ("attachedTemplate", "https://kwaad.example/t.dotm", "External")
RELS = "word/_rels/document.xml.rels"
SCRIPTS = "urn:oasis:names:tc:opendocument:xmlns:script:1.0"


def written(inside: str) -> bytes:
    """A text with this in it."""
    return files.odt({"content.xml": files.opendocument(inside)})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (files.docx({"word/vbaProject.bin": b"x"}), "macros"),
        (files.docx(None, "application/vnd.ms-office.vbaProject"), "macros"),
        (
            files.docx(main="application/vnd.ms-word.document.macroEnabled.main+xml"),
            "an Office file with macros",
        ),
        (files.xlsx({"xl/macrosheets/sheet1.xml": "<x/>"}), "macros"),
        (files.docx({"word/activeX/activeX1.xml": "<x/>"}), "packed in this one"),
        (files.docx({"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"}), "packed in this one"),
        (files.docx({"word/embeddings/x.docx": files.docx()}), "packed in this one"),
        (files.docx({"word/media/image1.png": b"MZ" + bytes(50)}), "packed in this one"),
        (files.docx({RELS: files.relations(EXTERNAL)}), "fetches something"),
        (
            files.docx({RELS: files.relations(("image", "https://kwaad.example/", "External"))}),
            "fetches something",
        ),
        (
            files.docx({RELS: files.relations(("hyperlink", "file://host/x", "External"))}),
            "fetches something",
        ),
        (files.docx({"word/a.xml": "<w:instrText>DDE</w:instrText><x>AUTO c:\\</x>"}), "fetches"),
        (files.xlsx({"xl/externalLinks/e.xml": "<ddeLink/>"}), "fetches something"),
        (files.docx({"word/a.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), "damaged"),
        (files.docx({"word/a.xml": "<x/>".encode("utf-16")}), "damaged"),
        (files.docx({"../../etc/cron.d/x": "x"}), "damaged"),
        (files.docx({"/etc/passwd": "x"}), "damaged"),
        (files.docx({"word\\..\\x": "x"}), "damaged"),
        (files.docx({"C:/x": "x"}), "damaged"),
        (files.docx({"WORD/document.xml": "x"}), "damaged"),
        (files.docx({"word/media/a.bin": BOMB}), "unpacks to far more"),
        (files.docx({f"word/{n}": NOISE * 2 for n in range(60)}), "unpacks to far more"),
        (claiming(files.docx(), 5), "damaged"),
        (claiming(files.docx(), 2_000_000_000), "unpacks to far more"),
        (files.docx() + b"hidden", "two things at once"),
        (gap(files.docx()), "two things at once"),
        (b"\x89PNG" + files.docx(), "unknown kind"),
        (files.docx()[:200], "damaged"),
        (files.odt({"Basic/Standard/Module1.xml": "<x/>"}), "macros"),
        (written("<script:event-listener/>"), "macros"),
        (written('<e:event-listener xmlns:e="' + SCRIPTS + '"/>'), "macros"),
        (written('<text:a xlink:href=" macro:///x"/>'), "macros"),
        (written("<draw:object/>"), "packed in this one"),
        (written("<text:section-source/>"), "fetches something"),
        (files.odt({"Object 1/content.xml": "<x/>"}), "packed in this one"),
        (written('<draw:image xlink:href="http://x/"/>'), "fetches something"),
        (written('<draw:image draw:name=">" xlink:href="http://x/"/>'), "fetches something"),
        (written('<draw:image xlink:href="&#104;ttp://x/"/>'), "fetches something"),
        (written("<draw:image>"), "damaged"),
        (files.odt({"META-INF/manifest.xml": "<manifest:encryption-data/>"}), "password"),
    ],
)
def test_hostile_packages_are_refused(content, said):
    """Macros, nested files, path tricks, zip bombs, hidden bytes, things fetched from elsewhere."""
    name = "cv.xlsx" if b"xl/workbook.xml" in content else "cv.docx"
    assert said in reason(content, "cv.odt" if b"opendocument" in content else name)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "odt"])
def test_a_package_is_unpacked_once(kind, monkeypatch):
    """Every check reads the members that were opened to know what the file is."""
    content, read = getattr(files, kind)(), []
    unpack = zipfile.ZipFile.read
    monkeypatch.setattr(
        zipfile.ZipFile, "read", lambda self, one: read.append(one) or unpack(self, one)
    )
    examine(content, f"x.{kind}", EVERY)
    assert len(read) == len(zipfile.ZipFile(io.BytesIO(content)).namelist())


@pytest.mark.parametrize(
    ("text", "fetches"),
    [
        ("ddeAuto c:", True),
        ("=DDE c:", True),
        ("<x:DdeLink/>", False),
        ("<ddelink a='b'/>", True),
        ("INCLUDE<w:r/>Text", True),
        ("IncludePicture", True),
        ("midden in de week, adde x", False),
        ("ddelinks, included, an include of text", False),
    ],
)
def test_commands_are_found_in_any_case_and_words_are_no_commands(text, fetches):
    content = files.docx({"word/a.xml": text})
    if fetches:
        assert "fetches something" in reason(content, "cv.docx")
    else:
        assert examine(content, "cv.docx", EVERY).content == content


NUMBER = "85.07.30-033.28"
PARTS = "<w:p><w:r><w:t>85.07.30-0</w:t></w:r><w:r><w:t>33.28</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (f"Ik ben An, {NUMBER}.".encode(), "cv.txt"),
        (f"naam;nummer\r\nAn;{NUMBER}\r\n".encode(), "lijst.csv"),
        (files.docx({"word/a.xml": f"<w:t>{NUMBER}</w:t>"}), "cv.docx"),
        (files.docx({"word/a.xml": PARTS}), "cv.docx"),
        (files.xlsx({"xl/sharedStrings.xml": f"<si><t>{NUMBER}</t></si>"}), "lijst.xlsx"),
        (files.xlsx({"xl/worksheets/a.xml": "<c><v>85073003328</v></c>"}), "lijst.xlsx"),
        (written(f"<text:p>{NUMBER}</text:p>"), "cv.odt"),
    ],
)
def test_national_number_in_a_file_is_refused(content, name):
    """domain.md 3.2: in any text that can be read, also written in pieces."""
    assert "national register number" in reason(content, name)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"Bel 0470 12 34 56 of 85.07.30-033.29.", "cv.txt"),
        (files.docx({"word/a.xml": "<w:p>85.07.30-0</w:p><w:p>33.28</w:p>"}), "cv.docx"),
        (files.docx({"word/a.xml": '<w:p w:id="85073003328">x</w:p>'}), "cv.docx"),
        (files.xlsx({"xl/worksheets/a.xml": "<c><v>0.85073003328</v></c>"}), "lijst.xlsx"),
    ],
)
def test_other_numbers_in_a_file_are_let_in(content, name):
    assert examine(content, name, EVERY).name == name


MANY = 2_000_000
# A part of a package that packs well: above a mebibyte it would be refused for that.
PART = 1_000_000
SECONDS = 8
# What has a search begin again and again, and read to the end each time.
TIRING = {
    "brackets": lambda: files.docx({"word/a.xml": b"<" * PART}),
    "half tags": lambda: files.docx({"word/a.xml": b"<a" * (PART // 2)}),
    "relations": lambda: files.docx({RELS: b"<a>" + b"<b/>" * (PART // 4) + b"</a>"}),
    "attributes": lambda: written("<draw:x" + " a-a" * (PART // 4)),
    "one name": lambda: written("<draw:x" + "-a" * (PART // 2)),
    "links": lambda: written("<draw:image " + "xlink:href=" * (PART // 11)),
    "elements": lambda: written("<text:p/>" * (PART // 9)),
    "depth": lambda: written("<text:p>" * (PART // 8)),
    "streams": lambda: files.pdf(b"stream\n" * MANY),
    "streams of objects": lambda: files.pdf(b"/First stream\n" * MANY),
    "blanks": lambda: files.pdf(b"/S" + b" " * MANY, b"/S " * MANY),
    "comments": lambda: files.pdf(b"/S%" * MANY),
    "lines of comment": lambda: files.pdf(b"%/S\n" * MANY),
    "objects with comments": lambda: files.pdf(b" obj%" * MANY),
    "escapes": lambda: files.pdf(b"#41" * MANY),
    "digits": lambda: files.pdf(b"/AA 1 " * MANY),
    "a table": lambda: b"a;b\n" + b'";' * MANY,
    "a page": lambda: b"<!-- -->" * MANY,
    "spaces": lambda: b" " * MANY + b"\0",
}


@pytest.mark.parametrize("what", TIRING)
def test_no_file_keeps_the_platform_busy(what):
    """Issue 3, upload abuse: time grows with the file, whatever its author repeats in it."""
    content = TIRING[what]()
    name = {b"%PDF": "x.pdf", b"PK\x03\x04": "x.docx"}.get(content[:4], "x.csv")
    began = time.process_time()
    with suppress(RefusedFile):
        examine(content, "x.odt" if b"opendocument" in content[:200] else name, EVERY)
    assert time.process_time() - began < SECONDS


def test_formulas_in_a_table_are_refused():
    for cell in ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-HYPERLINK(1)", " =x"):
        assert "Row 2 holds a formula" in reason(f"a;b\n1;{cell}\n".encode(), "a.csv")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_pictures_are_drawn_anew(kind):
    """Where and with what a picture was made is gone, and what was hidden behind it."""
    content = files.picture(kind, size=(40, 30), place=True) + files.package({"a": "geheim"})
    kept = examine(content, f"foto.{kind.lower()}", EVERY).content
    assert b"Peeters" in content
    assert b"Peeters" not in kept
    assert not zipfile.is_zipfile(io.BytesIO(kept))
    drawn = Image.open(io.BytesIO(kept))
    assert (drawn.size, dict(drawn.getexif()), drawn.info.keys() & {"exif", "icc_profile"}) == (
        (40, 30),
        {},
        set(),
    )


def test_a_picture_is_turned_upright_and_not_larger_than_needed():
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = images.redraw_jpeg(files.picture("JPEG", size=(5000, 1000), exif=exif))
    assert Image.open(io.BytesIO(kept)).size == (819, 4096)


def test_a_picture_of_too_many_points_is_not_decoded():
    """A decompression bomb: 400 million points in some kilobytes."""
    bomb = bytearray(files.picture("PNG", size=(1, 1)))
    bomb[16:24] = (20_000).to_bytes(4, "big") * 2
    assert "damaged" in reason(bytes(bomb), "foto.png")
    out = io.BytesIO()
    Image.new("1", (10_000, 6_000)).save(out, "PNG")
    assert "more than 50 million points" in reason(out.getvalue(), "foto.png")


@settings(max_examples=250, deadline=None)
@given(
    name=st.sampled_from(sorted(WHOLE)),
    edits=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 255), st.sampled_from("xcd")), max_size=8
    ),
)
def test_a_mutated_file_is_taken_or_refused_and_nothing_else(name, edits):
    """Whatever somebody does to a valid file, nothing but the refusal comes out."""
    content = bytearray(WHOLE[name])
    for where, byte, how in edits:
        at = int(where * max(len(content) - 1, 0))
        if how == "x" and content:
            content[at] = byte
        elif how == "c":
            del content[at + byte :]
        else:
            content[at:at] = content[at : at + byte]
    try:
        examined = examine(bytes(content), name, EVERY)
    except RefusedFile:
        return
    assert examined.content


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\An\\cv.pdf", "cv.pdf"),
        ("cv\u202efdp.exe", "cvfdp.exe"),
        ("  .verborgen. ", "verborgen"),
        ("con.txt", "_con.txt"),
        ('a"b<c>\r\nSet-Cookie: x.pdf', "a_b_c_Set-Cookie_ x.pdf"),
        ("\0\u200b", "document"),
        ("é" * 200 + ".pdf", "é" * 146 + ".pdf"),
        ("履歴書.pdf", "履歴書.pdf"),
    ],
)
def test_names_are_cleaned(given_name, cleaned):
    """Path tricks, letters that turn a name around, lines that would begin a header."""
    assert clean_name(given_name) == cleaned


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("cv.pdf", "attachment; filename=\"cv.pdf\"; filename*=UTF-8''cv.pdf"),
        ("Zoë 1.pdf", "attachment; filename=\"Zoe 1.pdf\"; filename*=UTF-8''Zo%C3%AB%201.pdf"),
        (
            "履歴書.pdf",
            'attachment; filename="document.pdf";'
            " filename*=UTF-8''%E5%B1%A5%E6%AD%B4%E6%9B%B8.pdf",
        ),
    ],
)
def test_names_of_any_script_come_back_whole(name, header):
    assert attachment(name) == header


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_name_makes_one_safe_header(name):
    header = attachment(clean_name(name))
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
