"""Files that people bring as evidence: is it what its name says, and nothing more? `examine` runs in a guarded child.

Pictures are decoded and encoded anew (a phone writes the place and the owner into them). PDF, Word and Excel files are
kept byte for byte, so that they stay what the office has; what acts on its own in them is a reason to refuse.

    refusal.py  the sentences of refusal      pdf.py  PDF      office.py  Word and Excel
"""

from ita_portal.pictures import UnreadablePicture, decode, encode
from measures.evidence_files import office, pdf
from measures.evidence_files.refusal import NOT_AS_NAMED, EvidenceRefused
from measures.evidence_types import JPEG, PDF, PNG

__all__ = ["EvidenceRefused", "examine"]

LARGEST_SIDE = 3000  # px of a stored picture: a page of A4 at 250 dpi
TYPE_OF_PICTURE = {"JPEG": JPEG, "PNG": PNG}


def examine(content, content_type):
    """Check a file (bytes) against the type its name claims. Runs in the guarded child.

    Returns the bytes to keep: a picture encoded anew, b"" for every other file, which is kept as it came. Raises
    EvidenceRefused.
    """
    if content_type in (JPEG, PNG):
        return _picture(content, content_type)
    if content_type == PDF:
        pdf.check(content)
    else:
        office.check(content, content_type)
    return b""


def _picture(content, content_type):
    try:
        picture, kind = decode(content, largest_side=LARGEST_SIDE)
    except UnreadablePicture as reason:
        raise EvidenceRefused(str(reason)) from None
    if TYPE_OF_PICTURE[kind] != content_type:
        raise EvidenceRefused(NOT_AS_NAMED)
    return encode(picture, kind, largest_side=LARGEST_SIDE)
