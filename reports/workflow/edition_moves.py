"""What the verbs of editions share: the file as it was told of, and moves that count once or not at all."""

from django.core.exceptions import ValidationError
from django.db.models import F

from ita_portal import file_store
from reports.models import Document, DocumentStatus, Edition, EditionState

REASON = "the edition in hand"


class StaleEdition(Exception):
    """Somebody signed, sent back or recalled the edition in between; nothing was changed. The message is for the page."""

    def __init__(self):
        super().__init__(
            "มีผู้ลงนามหรือส่งกลับเอกสารนี้ระหว่างที่ท่านเปิดหน้านี้ ระบบยังไม่ได้ทำตามคำสั่งของท่าน โปรดอ่านเอกสารฉบับล่าสุดแล้วทำใหม่"
        )


def content_of(edition):
    """The bytes of the edition's file. Raises ValidationError when they are not those the row tells of."""
    try:
        return file_store.read_stored(edition.stored_file, edition.sha256)
    except file_store.FileStoreError as reason:
        raise ValidationError(str(reason)) from None


def move(edition, order, values, **seen):
    """One conditional update of an edition in routing that waits for `order`. Raises StaleEdition."""
    rows = Edition.objects.unscoped(REASON).filter(
        pk=edition.pk, state=EditionState.ROUTING, waiting_order=order, **seen
    )
    if not rows.update(**values):
        raise StaleEdition


def put_in_force(edition):
    """What was signed before and never published gives way now; what is published stays until its successor is."""
    earlier = Edition.objects.unscoped(REASON).filter(document=edition.document_id, state=EditionState.SIGNED)
    earlier.exclude(pk=edition.pk).filter(publication__isnull=True).update(state=EditionState.SUPERSEDED)
    move_document(
        edition.document_id,
        DocumentStatus.ROUTING,
        status=DocumentStatus.SIGNED,
        current_edition=edition,
        revision_reason="",
    )


def move_document(pk, seen, **values):
    """One conditional update of a document that stands in the state `seen`. Raises StaleEdition."""
    rows = Document.objects.unscoped("the document in hand").filter(pk=pk, status=seen)
    if not rows.update(**values, version=F("version") + 1):
        raise StaleEdition
