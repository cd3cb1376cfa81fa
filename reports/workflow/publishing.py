"""Putting an issued edition before everybody, and taking it back. The open data is made and kept in the same act."""

from contextlib import ExitStack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from organizations import trail
from reports import open_data, open_data_sheet
from reports.models import (
    Document,
    DocumentStatus,
    Edition,
    EditionFileKind,
    EditionState,
    Publication,
)
from reports.workflow.edition_moves import REASON, StaleEdition, content_of
from reports.workflow.kept_files import keep_beside, stored

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = (
    (EditionFileKind.CSV, "text/csv; charset=utf-8", open_data.as_csv),
    (EditionFileKind.XLSX, XLSX_TYPE, open_data_sheet.as_xlsx),
    (EditionFileKind.JSON, "application/json; charset=utf-8", open_data.as_json),
)
NOT_READY = "เผยแพร่ได้เฉพาะฉบับที่ลงนามครบแล้วและยังไม่มีฉบับใหม่แทน โปรดเปิดหน้านี้ใหม่"


def publish(edition, *, by, at):
    """Publish a signed edition; what was published of its document before is replaced. Returns the Publication.

    Raises ValidationError (not signed, not the newest, damaged file) and StaleEdition when somebody came first.
    """
    if edition.state != EditionState.SIGNED or edition.document.current_edition_id != edition.pk:
        raise ValidationError(NOT_READY)
    content_of(edition)  # what everybody will read is what was signed
    contents = [(kind, content_type, make(edition)) for kind, content_type, make in FORMATS]
    with ExitStack() as stack:
        files = [
            (kind, content_type, stack.enter_context(stored(content)))
            for kind, content_type, content in contents
            if content
        ]
        return _publish(edition, files, by=by, at=at)


@transaction.atomic
def _publish(edition, files, *, by, at):
    held = Document.objects.unscoped("the document in hand").filter(
        pk=edition.document_id, status=DocumentStatus.SIGNED, current_edition=edition
    )
    if not held.update(status=DocumentStatus.PUBLISHED, version=F("version") + 1):
        raise StaleEdition
    earlier = Publication.objects.unscoped(REASON).filter(
        document=edition.document_id, superseded_at__isnull=True, withdrawn_at__isnull=True
    )
    replaced = list(earlier.values_list("edition_id", flat=True))
    earlier.update(superseded_at=at)
    Edition.objects.unscoped(REASON).filter(pk__in=replaced).update(state=EditionState.SUPERSEDED)
    publication = Publication.objects.create(
        organization=edition.organization,
        edition=edition,
        document=edition.document,
        kind=edition.kind,
        fiscal_year=edition.fiscal_year,
        published_at=at,
        published_by=by,
    )
    for kind, content_type, file in files:
        name = f"{edition.kind}-{edition.organization.slug}-{edition.fiscal_year}-{edition.number}.{kind}"
        keep_beside(edition, file, kind=kind, name=name, content_type=content_type)
    trail.record("publish", edition.document, by=by, changes={"edition": (None, edition.code)})
    return publication


@transaction.atomic
def withdraw_publication(publication, *, reason, by, at):
    """Say of what is public that it no longer holds: it stays readable and says so, with the reason.

    The document becomes a draft, to be corrected. Raises ValidationError without a reason or when it was withdrawn or
    replaced already.
    """
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ValidationError({"reason": "โปรดเขียนเหตุผลที่ยกเลิกการเผยแพร่ เหตุผลนี้แสดงต่อประชาชน"})
    rows = Publication.objects.unscoped("the publication in hand").filter(
        pk=publication.pk, superseded_at__isnull=True, withdrawn_at__isnull=True
    )
    if not rows.update(withdrawn_at=at, withdraw_reason=reason):
        raise ValidationError("ฉบับนี้ถูกยกเลิกหรือมีฉบับใหม่แทนไปแล้ว โปรดเปิดหน้านี้ใหม่")
    Edition.objects.unscoped(REASON).filter(pk=publication.edition_id).update(state=EditionState.WITHDRAWN)
    documents = Document.objects.unscoped("the document in hand").filter(
        pk=publication.document_id, status=DocumentStatus.PUBLISHED
    )
    documents.update(
        status=DocumentStatus.DRAFT, revision_reason=f"แทนฉบับที่ยกเลิก: {reason}"[:300], version=F("version") + 1
    )
    publication.refresh_from_db()
    changes = {"edition": (publication.edition.code, None), "reason": (None, reason)}
    trail.record("withdraw_publication", publication.document, by=by, changes=changes)
    return publication
