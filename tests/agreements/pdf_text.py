"""The words on the pages of a PDF, read back through its own character maps.

Enough for what Typst writes: Identity-H fonts with a ToUnicode map, one stream per page.
"""

import re
import zlib

OBJECT = re.compile(rb"(?:^|\s)(\d+) 0 obj(.*?)endobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
RANGE = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
PLAIN = rb"\\.|[^\\()]"
# A string in parentheses may hold balanced parentheses.
PIECE = re.compile(
    rb"/(\w+) [\d.]+ Tf|<([0-9A-Fa-f]+)>|\(((?:" + PLAIN + rb"|\((?:" + PLAIN + rb")*\))*)\)|(ET)",
    re.DOTALL,
)


def stream_of(body: bytes) -> bytes:
    found = STREAM.search(body)
    if found is None:
        return b""
    data = found.group(1)
    # Not zlib.decompress: where the data end in the byte of a carriage return, STREAM takes it
    # for the line's end, and the last byte of the checksum is missing.
    return zlib.decompressobj().decompress(data) if b"FlateDecode" in body else data


def character_map(cmap: bytes) -> dict[int, str]:
    known = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in PAIR.findall(block):
            known[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in RANGE.findall(block):
            start = int(text, 16)
            for step in range(int(last, 16) - int(first, 16) + 1):
                known[int(first, 16) + step] = chr(start + step)
    return known


def fonts_of(objects: dict[int, bytes], resources: bytes) -> dict[bytes, dict[int, str]]:
    """Character maps by the name under which one page uses the font."""
    fonts = {}
    for names in re.findall(rb"/Font\s*<<(.*?)>>", resources, re.DOTALL):
        for name, number in re.findall(rb"/(\w+) (\d+) 0 R", names):
            found = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
            if found:
                fonts[name] = character_map(stream_of(objects[int(found.group(1))]))
    return fonts


def words_on_pages(pdf: bytes) -> str:
    """All text, page after page, with single spaces."""
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b(?!s)", body)]
    return " ".join("".join(page_text(objects, page)) for page in pages)


def page_text(objects: dict[int, bytes], page: bytes) -> str:
    """The text of one page."""
    link = re.search(rb"/Resources (\d+) 0 R", page)
    fonts = fonts_of(objects, objects[int(link.group(1))] if link else page)
    content = stream_of(objects[int(re.search(rb"/Contents (\d+) 0 R", page).group(1))])
    text: list[str] = []
    font: dict[int, str] = {}
    for name, codes, literal, end in PIECE.findall(content):
        if name:
            font = fonts.get(name, {})
        elif end:
            text.append(" ")
        else:
            raw = bytes.fromhex(codes.decode()) if codes else unescaped(literal)
            pairs = (raw[i : i + 2] for i in range(0, len(raw), 2))
            text.extend(font.get(int.from_bytes(pair), "") for pair in pairs)
    return " ".join("".join(text).split())


def unescaped(literal: bytes) -> bytes:
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

    def plain(found: re.Match[bytes]) -> bytes:
        what = found.group(1)
        return bytes([int(what, 8)]) if what.isdigit() else named.get(what, what)

    return re.sub(rb"\\([0-7]{1,3}|.)", plain, literal, flags=re.DOTALL)
