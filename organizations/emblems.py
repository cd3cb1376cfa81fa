"""The emblem on an organisation's memos: a stranger's picture becomes one of our own.

The upload is decoded in a guarded child, scaled and encoded anew, so that nothing of the file but its pixels remains.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from ita_portal import file_store
from ita_portal.guarded_child import GuardedChildError, run_guarded
from ita_portal.pictures import UnreadablePicture, decode, encode
from organizations import trail

LIMIT_BYTES = 4 * 1024 * 1024
STORED_SIDE = 600  # px; 1.5 cm on paper needs 177 at 300 dpi
AREA = "emblems"


@transaction.atomic
def set_emblem(organization, upload, *, by):
    """Check, re-encode and store an uploaded picture as the organisation's emblem.

    `upload` is an uploaded file. Raises ValidationError with a Thai sentence; nothing is stored then.
    """
    if upload.size > LIMIT_BYTES:
        raise ValidationError("แฟ้มใหญ่เกิน ๔ เมกะไบต์ โปรดย่อภาพแล้วลองใหม่")
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
    picture, _ = decode(content, largest_side=STORED_SIDE)
    return encode(picture.convert("RGBA"), "PNG", largest_side=STORED_SIDE)
