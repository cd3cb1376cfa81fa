"""What a signature looks like: set by the portal's own printer, so that line ends, ำ and fonts are those of the page."""

import io
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader

from ita_portal import thai_dates
from reports.content.style import PaperStyle, text_lines
from reports.printing import print_pdf

WIDE = 300  # points: from here on the name stands at the right, below a comment over the whole width


class CommentTooLong(Exception):
    """The words do not fit their field; nothing was signed. The message is one Thai sentence."""


@dataclass(frozen=True)
class Appearance:
    """What is printed in a signer's field: the comment, then rank, name and titles as the memo's form has them.

    The date is that of the signing, the mark of a test key is the key's; neither is given here. `signature_line` stands
    where a pen would sign.
    """

    person_name: str
    title_lines: tuple[str, ...] = ()
    military_rank: str = ""
    comment: str = ""
    style: PaperStyle = field(default_factory=PaperStyle)
    signature_line: str = "ลงลายมือชื่อดิจิทัลแล้ว"
    is_seal: bool = False


def typeset(appearance, size, signed_at, is_test):
    """A PDF of one page of this size (points) with the appearance. Raises CommentTooLong."""
    width, height = size
    context = {
        "appearance": appearance,
        "paragraphs": text_lines(appearance.comment),
        "signed_on": thai_dates.long_date(timezone.localtime(signed_at)),
        "is_test": is_test,
        "is_wide": width >= WIDE,
        "width": f"{width:.3f}",
        "height": f"{height:.3f}",
    }
    content = print_pdf(render_to_string("reports/pdf/signature_appearance.html", context), is_tagged=False)
    if PdfFileReader(io.BytesIO(content)).root["/Pages"]["/Count"] != 1:
        raise CommentTooLong(
            "ข้อความยาวเกินช่องลงนาม ช่องนี้พิมพ์ความเห็นได้ประมาณ ๔ บรรทัด โปรดย่อความเห็นแล้วลงนามอีกครั้ง ระบบยังไม่ได้ลงนามเอกสารนี้"
        )
    return content


def ensure_fits(content, *, field, appearance, signed_at):
    """Raises CommentTooLong when the words would not fit the field of a prepared PDF. Signs nothing."""
    typeset(appearance, size_of(content, field), signed_at, is_test=True)


def size_of(content, field):
    """(width, height) of a field in points. Raises KeyError when there is no such field."""
    for reference in PdfFileReader(io.BytesIO(content)).root["/AcroForm"]["/Fields"]:
        widget = reference.get_object()
        if widget["/T"] == field:
            left, bottom, right, top = map(float, widget["/Rect"])
            return right - left, top - bottom
    raise KeyError(field)
