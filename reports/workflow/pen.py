"""A paper that was signed by pen comes back as a scan: kept beside the original edition, never instead of it."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ita_portal import file_store
from ita_portal.guarded_child import GuardedChildError, run_guarded
from measures.evidence_files import EvidenceRefused, examine
from measures.evidence_types import JPEG, PDF, PNG
from measures.workflow.evidence import clean_name
from organizations import trail
from reports.models import EditionFileKind, EditionState, Signature, SigningMethod
from reports.workflow.edition_moves import REASON, StaleEdition, move, put_in_force
from reports.workflow.kept_files import LIMIT_BYTES, keep_beside, stored

SCAN_TYPES = {".pdf": PDF, ".jpg": JPEG, ".jpeg": JPEG, ".png": PNG}
NOT_A_SCAN = "สำเนาสแกนต้องเป็น PDF หรือภาพ JPEG, PNG โปรดสแกนทุกหน้าเป็นแฟ้ม PDF แฟ้มเดียว"


def record_pen_signatures(edition, upload, signed_on, *, by, at):
    """Take the scan of a signed paper into the records; the edition is signed from then on. Returns the Edition.

    `signed_on` maps the order of each signature to the date beside it on the paper. What the pen wrote is on the scan;
    no account signed, so `signed_by` stays empty. Raises ValidationError, and StaleEdition when somebody came first.
    """
    if edition.method != SigningMethod.PEN:
        raise ValidationError("เอกสารฉบับนี้ลงนามด้วยลายมือชื่อดิจิทัล ไม่รับสำเนาสแกน")
    _check_dates(edition, signed_on, timezone.localdate(at))
    content, content_type = _examined(upload)
    with stored(content) as file:
        return _keep(edition, file, content_type, clean_name(upload.name), signed_on, by=by, at=at)


def _check_dates(edition, signed_on, today):
    rows = list(edition.signatures.order_by("order"))
    if {row.order for row in rows} != set(signed_on) or None in signed_on.values():
        raise ValidationError("โปรดใส่วันที่ที่แต่ละคนลงนามให้ครบ")
    days = [signed_on[row.order] for row in rows]
    if days != sorted(days) or days[0] < timezone.localdate(edition.prepared_at) or days[-1] > today:
        raise ValidationError("วันที่ลงนามต้องไม่ก่อนวันเสนอ ไม่หลังวันนี้ และเรียงตามลำดับผู้ลงนาม")


def _examined(upload):
    """(bytes to keep, content type) of a scan that is what its name says and does nothing on its own."""
    content_type = SCAN_TYPES.get(PurePath(upload.name).suffix.lower())
    if content_type is None:
        raise ValidationError(NOT_A_SCAN)
    if upload.size > LIMIT_BYTES:
        raise ValidationError(str(file_store.TooLarge(LIMIT_BYTES)))
    content = upload.read()
    try:
        clean = run_guarded(
            examine, content, content_type, seconds=20, megabytes=700, raises=(EvidenceRefused,)
        )
    except (EvidenceRefused, GuardedChildError) as refusal:
        raise ValidationError(f"สำเนาสแกนนี้ใช้ไม่ได้ {refusal}") from None
    return clean or content, content_type


@transaction.atomic
def _keep(edition, file, content_type, name, signed_on, *, by, at):
    values = {"state": EditionState.SIGNED, "waiting_order": None, "waiting_since": None, "signed_at": at}
    move(edition, edition.waiting_order, values)
    for order, day in signed_on.items():
        rows = Signature.objects.unscoped(REASON).filter(edition=edition, order=order, signed_at__isnull=True)
        if not rows.update(signed_at=at, signed_on=day, sha256_before=edition.sha256, sha256_after=file.sha256):
            raise StaleEdition
    keep_beside(edition, file, kind=EditionFileKind.SCAN, name=name, content_type=content_type)
    put_in_force(edition)
    changes = {"scan": (None, f"{name} ({file.sha256})"), "sha256": (None, edition.sha256)}
    trail.record("record_pen_signatures", edition.document, by=by, changes=changes)
    edition.refresh_from_db()
    return edition
