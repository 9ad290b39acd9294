"""Files as people send them, whole ones and hostile ones, made in memory."""

import io
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

GPS = 0x8825
OFFICE = "application/vnd.openxmlformats-officedocument"
PACKAGE = "application/vnd.openxmlformats-package"
RELATION = "http://schemas.openxmlformats.org"


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def pdf(
    *more: bytes, root: bytes = b"", trailer: bytes = b"", behind: bytes = b"", head: bytes = b""
) -> bytes:
    """A whole PDF of one page; ``more`` are objects from number 4 on."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + root + b">>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        *more,
    ]
    out = head + b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s>>\n" % (len(objects) + 1, trailer)
    return out + b"startxref\n%d\n%%%%EOF\n" % start + behind


def stream(content: bytes, dictionary: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    head = b"<< /Length %d /Filter /FlateDecode %s>>" % (len(packed), dictionary)
    return head + b"\nstream\n" + packed + b"\nendstream"


def picture(kind: str = "PNG", *, size=(40, 30), place: bool = False, **options) -> bytes:
    """A picture, as a telephone makes it when ``place`` says where it was taken."""
    out = io.BytesIO()
    image = Image.new("RGB", size, "navy")
    if place:
        exif = Image.Exif()
        exif[0x010E] = "Thuis bij An Peeters"
        exif.get_ifd(GPS)[2] = (50.0, 49.0, 40.0)
        options["exif"] = exif
    image.save(out, kind, **options)
    return out.getvalue()


def package(members: dict[str, bytes | str], *, stored: tuple[str, ...] = ()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            made.writestr(zipfile.ZipInfo(name), content, compress_type=kind)
    return out.getvalue()


def content_types(main: str, *others: str) -> str:
    listed = "".join(
        f'<Override PartName="/part{n}" ContentType="{kind}"/>'
        for n, kind in enumerate((main, *others))
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{PACKAGE}">{listed}</Types>'


def relations(*relations: tuple[str, str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="r{n}" Type="{RELATION}/{kind}" Target="{target}"'
        f"{f' TargetMode={chr(34)}{mode}{chr(34)}' if mode else ''}/>"
        for n, (kind, target, mode) in enumerate(relations)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{RELATION}">{listed}</Relationships>'


def docx(more: dict[str, bytes | str] | None = None, *types: str, main: str = "") -> bytes:
    return package(
        {
            "[Content_Types].xml": content_types(
                main or f"{OFFICE}.wordprocessingml.document.main+xml", *types
            ),
            "_rels/.rels": relations(("officeDocument", "word/document.xml", "")),
            "word/document.xml": "<w:document><w:t>Verslag van het bezoek</w:t></w:document>",
        }
        | (more or {})
    )


def xlsx(more: dict[str, bytes | str] | None = None, *types: str) -> bytes:
    return package(
        {
            "[Content_Types].xml": content_types(f"{OFFICE}.spreadsheetml.sheet.main+xml", *types),
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml", "")),
            "xl/workbook.xml": "<workbook/>",
        }
        | (more or {})
    )


def opendocument(inside: str) -> str:
    """A part of an OpenDocument file, its prefixes bound as every writer binds them."""
    bound = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("text", "text"),
            ("draw", "drawing"),
            ("script", "script"),
            ("manifest", "manifest"),
        )
    )
    link = ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<office:document-content{bound}{link}>{inside}</office:document-content>"


def odt(more: dict[str, bytes | str] | None = None) -> bytes:
    text = '<text:a xlink:href="https://voorbeeld.example/">x</text:a>'
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": opendocument(f'{text}<draw:image xlink:href="Pictures/a.png"/>'),
            "META-INF/manifest.xml": opendocument("<manifest:file-entry/>"),
        }
        | (more or {}),
        stored=("mimetype",),
    )
