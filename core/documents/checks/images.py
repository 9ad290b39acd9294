"""Pictures are drawn anew: what was hidden in them, and where they were taken, is gone."""

from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from core.documents.checks.refusal import DAMAGED, RefusedFile

# In pixels. A decoder needs up to four bytes for each.
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 4096
QUALITY = 88


def redraw_jpeg(content: bytes) -> bytes:
    """A new JPEG. Raises `RefusedFile`."""
    picture = _drawn(content, "JPEG").convert("RGB")
    return _saved(picture, "JPEG", quality=QUALITY, optimize=True)


def redraw_png(content: bytes) -> bytes:
    """A new PNG, the first picture of a film. Raises `RefusedFile`."""
    picture = _drawn(content, "PNG")
    if picture.mode not in {"1", "L", "LA", "RGB", "RGBA"}:
        transparent = picture.mode in {"PA", "La", "RGBa"} or "transparency" in picture.info
        picture = picture.convert("RGBA" if transparent else "RGB")
    return _saved(picture, "PNG")


def redraw_webp(content: bytes) -> bytes:
    """A new WebP, the first picture of a film. Raises `RefusedFile`."""
    picture = _drawn(content, "WEBP")
    transparent = picture.has_transparency_data
    return _saved(picture.convert("RGBA" if transparent else "RGB"), "WEBP", quality=QUALITY)


def shrunk(content: bytes, kind: str, side: int) -> bytes:
    """A picture of ours (as ``kind`` of `FileType` names it) within so many points each way."""
    picture = Image.open(BytesIO(content), formats=[kind.upper()])
    if max(picture.size) <= side:
        return content
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    return _saved(picture, kind.upper())


def _drawn(content: bytes, kind: str) -> Image.Image:
    """The pixels, turned upright, at most LONGEST_SIDE wide and high."""
    try:
        picture = Image.open(BytesIO(content), formats=[kind])
        too_large = picture.width * picture.height > MOST_PIXELS
        if not too_large:
            picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    except Exception:
        raise RefusedFile(DAMAGED) from None
    if too_large:
        raise RefusedFile(_("This picture has more than 50 million points. Make it smaller."))
    return upright


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """Only the pixels: no place, no camera, no comment, no profile."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = BytesIO()
    bare.save(out, kind, **options)
    return out.getvalue()
