"""Leaf: pictures of strangers become pictures of our own: decoded within limits, encoded anew. Runs in a guarded child.

Nothing of the file but its pixels remains: no place, no camera, no name of a person, nothing hidden behind the picture.
"""

import io

from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG")
# Phones write several pictures into one JPEG (the same with other light); Pillow calls that MPO and shows the first.
KINDS = {"PNG": "PNG", "JPEG": "JPEG", "MPO": "JPEG"}
LARGEST_PIXELS = 40_000_000  # that are decoded
LARGEST_CLAIM = 250_000_000  # of a file; a large JPEG is decoded at half its size or less


class UnreadablePicture(Exception):
    """The file is no picture that may be used; the message is a Thai sentence."""


def decode(content, *, largest_side):
    """A PNG or JPEG (bytes) as an upright picture and the name of its format. Raises UnreadablePicture.

    `largest_side` (px) is what the caller will keep; the picture may come larger, and a JPEG comes no larger than it
    must.
    """
    Image.MAX_IMAGE_PIXELS = LARGEST_CLAIM // 2  # Pillow refuses what claims twice as much
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            kind = KINDS[picture.format]
            picture.draft(None, (largest_side, largest_side))
            if picture.width * picture.height > LARGEST_PIXELS:
                raise UnreadablePicture("ภาพมีจำนวนจุดมากเกินไป โปรดย่อภาพแล้วลองใหม่")
            mode = "RGBA" if picture.has_transparency_data else "RGB"
            return ImageOps.exif_transpose(picture).convert(mode), kind
    except UnreadablePicture:
        raise
    except Exception:  # Pillow raises many kinds on broken files; all mean the same to the user
        raise UnreadablePicture("อ่านแฟ้มนี้เป็นภาพ PNG หรือ JPEG ไม่ได้ โปรดเลือกแฟ้มภาพอื่น") from None


def encode(picture, kind, *, largest_side):
    """A picture as bytes of a PNG or JPEG without any metadata, at most `largest_side` pixels a side."""
    picture.thumbnail((largest_side, largest_side))
    picture.info = {}  # else Pillow writes comments, colour profiles and texts of the source again
    encoded = io.BytesIO()
    options = {"quality": 88} if kind == "JPEG" else {}
    picture.convert("RGB" if kind == "JPEG" else picture.mode).save(encoded, kind, **options)
    return encoded.getvalue()
