"""Leaf: pictures of strangers become pictures of our own: decoded within limits, encoded anew. Runs in a guarded child.

Nothing of the file but its pixels remains: no place, no camera, no name of a person, nothing hidden behind the picture.
"""

import io

from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG")
LARGEST_PIXELS = 40_000_000


class UnreadablePicture(Exception):
    """The file is no picture that may be used; the message is a Thai sentence."""


def decode(content):
    """A PNG or JPEG (bytes) as an upright picture and the name of its format. Raises UnreadablePicture."""
    Image.MAX_IMAGE_PIXELS = LARGEST_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > LARGEST_PIXELS:
                raise UnreadablePicture("ภาพมีจำนวนจุดมากเกินไป โปรดย่อภาพแล้วลองใหม่")
            kind = picture.format
            return ImageOps.exif_transpose(picture).convert("RGBA" if kind == "PNG" else "RGB"), kind
    except UnreadablePicture:
        raise
    except Exception:  # Pillow raises many kinds on broken files; all mean the same to the user
        raise UnreadablePicture("อ่านแฟ้มนี้เป็นภาพ PNG หรือ JPEG ไม่ได้ โปรดเลือกแฟ้มภาพอื่น") from None


def encode(picture, kind, *, largest_side):
    """A picture as bytes of a PNG or JPEG without any metadata, at most `largest_side` pixels a side."""
    picture.thumbnail((largest_side, largest_side))
    encoded = io.BytesIO()
    options = {"quality": 88} if kind == "JPEG" else {"optimize": True}
    picture.save(encoded, kind, **options)
    return encoded.getvalue()
