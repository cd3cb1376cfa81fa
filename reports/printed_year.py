"""A document as PDF, or all of a year in one zip: what is in work, for members; of interim reports those that are written."""

import io
import zipfile

from ita_portal.guarded_child import GuardedChildError
from ita_portal.jobs import JobFailed
from reports.composition import CannotCompose, compose, why_not
from reports.models import INTERIM_REPORTS, Document, DocumentKind
from reports.printing import PrintingRefused


def print_year(organization, year, user, told):
    """Return the bytes of the zip and how many documents it has; `told(done, total, message)` hears of each document before it is printed.

    Raises JobFailed with one Thai sentence when there is none, or one cannot be printed.
    """

    def rows(model):
        return model.objects.visible_to(user)

    documents = rows(Document).filter(organization=organization, fiscal_year=year)
    unwritten = set(INTERIM_REPORTS) - set(documents.values_list("kind", flat=True))
    kinds = [
        kind for kind in DocumentKind if kind not in unwritten and not why_not(organization, year, kind, rows)
    ]
    if not kinds:
        raise JobFailed("ปีนี้ยังไม่มีเอกสารที่พิมพ์ได้ โปรดบันทึกผลการประเมินหรือจัดทำแผนก่อน")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for number, kind in enumerate(kinds):
            told(number, len(kinds), kind.label)
            paper = compose(organization, year, kind, rows)
            archive.writestr(f"{paper.file_name}.pdf", _pdf_of(paper, kind))
    told(len(kinds), len(kinds), "")
    return packed.getvalue(), len(kinds)


def print_kind(organization, year, kind, user, told):
    """Return the bytes of one PDF; otherwise as print_year."""
    kind = DocumentKind(kind)
    told(0, 2, f"การรวบรวมข้อมูลของ{kind.label}")
    try:
        paper = compose(organization, year, kind, lambda model: model.objects.visible_to(user))
    except CannotCompose as reason:
        raise JobFailed(str(reason)) from None
    told(1, 2, f"การจัดหน้าและพิมพ์{kind.label}")
    content = _pdf_of(paper, kind)
    told(2, 2, "")
    return content


def _pdf_of(paper, kind):
    try:
        return paper.pdf()
    except (GuardedChildError, PrintingRefused) as reason:
        raise JobFailed(f"พิมพ์{kind.label}ไม่สำเร็จ {reason}") from None
