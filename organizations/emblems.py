"""The emblem on an organisation's memos: a stranger's picture becomes one of our own.

The upload is decoded in a guarded child, scaled and encoded anew, so that nothing of the file but its pixels remains.
"""

import io

from django.core.exceptions import ValidationError
from django.db import transaction
from PIL import Image

from ita_portal import file_store
from ita_portal.guarded_child import GuardedChildError, run_guarded
from organizations import trail

LIMIT_BYTES = 4 * 1024 * 1024
FORMATS = ("PNG", "JPEG")
LARGEST_PIXELS = 40_000_000
STORED_SIDE = 600  # px; 1.5 cm on paper needs 177 at 300 dpi
AREA = "emblems"


class UnreadablePicture(Exception):
    """The file is no picture that may be used; the message is a Thai sentence."""


@transaction.atomic
def set_emblem(organization, upload, *, by):
    """Check, re-encode and store an uploaded picture as the organisation's emblem.

    `upload` is an uploaded file. Raises ValidationError with a Thai sentence; nothing is stored then.
    """
    if upload.size > LIMIT_BYTES:
        raise ValidationError("แฟ้มใหญ่เกิน 4 MB โปรดย่อภาพแล้วลองใหม่")
    try:
        picture = run_guarded(reencode, upload.read(), seconds=20, megabytes=600, raises=(UnreadablePicture,))
        stored = file_store.store(picture, area=AREA, limit_bytes=LIMIT_BYTES)
    except (UnreadablePicture, GuardedChildError, file_store.FileStoreError) as error:
        raise ValidationError(str(error)) from None
    before = organization.emblem_key
    organization.emblem_key = stored.key
    organization.save(update_fields=["emblem_key"])
    trail.record("set_emblem", organization, by=by, changes={"emblem": (before, stored.sha256)})


def reencode(content):
    """Decode a PNG or JPEG and return it as PNG, at most 600 px a side. Runs in the guarded child.

    Raises UnreadablePicture.
    """
    Image.MAX_IMAGE_PIXELS = LARGEST_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > LARGEST_PIXELS:
                raise UnreadablePicture("ภาพมีจำนวนจุดมากเกินไป โปรดย่อภาพแล้วลองใหม่")
            drawn = picture.convert("RGBA")
    except UnreadablePicture:
        raise
    except Exception:  # Pillow raises many kinds on broken files; all mean the same to the user
        raise UnreadablePicture("อ่านแฟ้มนี้เป็นภาพ PNG หรือ JPEG ไม่ได้ โปรดเลือกแฟ้มภาพอื่น") from None
    drawn.thumbnail((STORED_SIDE, STORED_SIDE))
    encoded = io.BytesIO()
    drawn.save(encoded, "PNG", optimize=True)
    return encoded.getvalue()
