"""The way of a document: ร่าง → เสนอ → ลงนามผู้จัดทำ → ความเห็น → ข้อพิจารณา → ลงนามแล้ว (signatures.py, pen.py), and back.

A document is printed and frozen first; then one transaction of conditional updates decides whether it is proposed.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ita_portal.guarded_child import GuardedChildError
from organizations import trail
from reports import checks, preparation, signing
from reports.composition import LAYOUT_VERSION, CannotCompose
from reports.models import (
    Document,
    DocumentKind,
    DocumentStatus,
    Edition,
    EditionFileKind,
    EditionState,
    Signature,
    SigningMethod,
)
from reports.printing import MissingPaperFont, PrintingRefused
from reports.signing import keys
from reports.workflow.edition_moves import REASON, StaleEdition, move, move_document
from reports.workflow.kept_files import keep_beside, stored
from reports.workflow.signatures import who_signs
from reports.workflow.signers import lacking_to_sign, why_not_these
from reports.workflow.writing import NOT_A_DRAFT, StaleDocument

ROUTED_KINDS = tuple(kind for kind in DocumentKind if kind != DocumentKind.SUMMARY)


# -- Proposing -------------------------------------------------------------------------------------


def missing_before_proposing(document, method):
    """Thai sentences on what a draft still lacks before it can be put before its signers; findings not included."""
    sentences = []
    if document.kind not in ROUTED_KINDS:
        sentences.append("เอกสารชนิดนี้เป็นเอกสารประกอบ ไม่ต้องเสนอลงนาม")
    if document.status != DocumentStatus.DRAFT:
        sentences.append(NOT_A_DRAFT)
    if document.kind == DocumentKind.MEMO and not document.dated_on:
        sentences.append("ยังไม่ได้ลงวันที่ในบันทึกข้อความ")
    if document.kind == DocumentKind.MEMO and not document.number:
        sentences.append("ยังไม่ได้ลงเลขที่ในบันทึกข้อความ")
    elif document.kind == DocumentKind.MEMO and not hasattr(document, "register_number"):
        sentences.append("เลขที่ของบันทึกข้อความนี้ไม่อยู่ในทะเบียน เพราะซ้ำกับฉบับอื่น โปรดแก้เลขที่")
    signers = _signers_of(document)
    if not signers:
        sentences.append("ยังไม่ได้เลือกผู้ลงนาม")
        return sentences
    sentences += why_not_these([(row.role, row.term, row.acting) for row in signers])
    lacking = missing_keys(document) if method == SigningMethod.DIGITAL else []
    return sentences + ([*lacking, "โปรดเลือกลงนามด้วยปากกา หรือแจ้งผู้ดูแลระบบ"] if lacking else [])


def _signers_of(document):
    rows = document.signers.select_related("term__position", "term__user", "acting__position").order_by("order")
    return list(rows)


def missing_keys(document):
    """Thai sentences on who of a draft's signers, or whether the organisation, cannot sign digitally."""
    sentences = [
        f"{row.term.person_name} {lacking}"
        for row in _signers_of(document)
        if (lacking := lacking_to_sign(row.term))
    ]
    if not keys.has_seal_key(document.organization.slug):
        sentences.append("หน่วยงานยังไม่มีกุญแจสำหรับประทับตราดิจิทัล")
    return sentences


def propose(document, *, version, method, by, at):
    """Freeze a draft and put it before its first signer. Returns the Edition.

    `version` is the one the proposer saw. Raises StaleDocument, and ValidationError with Thai sentences: what is
    missing, findings that stand in the way and nobody gave a reason for, what kept it from being printed.
    """

    def rows(model):
        return model.objects.visible_to(by)

    if document.version != version:
        raise StaleDocument(document)
    sentences = missing_before_proposing(document, method)
    sentences = sentences or [row.sentence for row in standing_findings(document, rows) if row.is_blocking]
    if sentences:
        raise ValidationError(sentences)
    replaced = document.current_edition
    number = document.editions.issued().count() + 1
    try:
        prepared = preparation.prepare(document, method=method, number=number, replaces=replaced, rows=rows)
    except (
        CannotCompose,
        PrintingRefused,
        MissingPaperFont,
        GuardedChildError,
        signing.SigningRefused,
    ) as reason:
        raise ValidationError(str(reason)) from None
    with stored(prepared.content) as file, stored(prepared.page.encode()) as page:
        return _freeze(
            document, prepared, file, page, version=version, method=method, number=number, by=by, at=at
        )


def standing_findings(document, rows):
    """The findings of the check that nobody has passed with a reason; those that block come in the way."""
    passed = document.overridden_findings.filter(taken_back_at__isnull=True).values_list("key", flat=True)
    left = set(passed)
    return [finding for finding in checks.findings_for(document, rows) if finding.key not in left]


@transaction.atomic
def _freeze(document, prepared, file, page, *, version, method, number, by, at):
    code = document.code or preparation.new_code()
    held = Document.objects.unscoped("the document in hand").filter(pk=document.pk, version=version)
    changes = {"status": DocumentStatus.ROUTING, "code": code, "version": F("version") + 1}
    if not held.filter(status=DocumentStatus.DRAFT).update(**changes):
        raise StaleDocument(Document.objects.unscoped("the document in hand").get(pk=document.pk))
    edition = Edition.objects.create(
        organization=document.organization,
        document=document,
        number=number,
        code=prepared.issue.code,
        method=method,
        kind=document.kind,
        fiscal_year=document.fiscal_year,
        subject=document.subject,
        number_text=prepared.number_text,
        dated_on=document.dated_on,
        division_name=document.division.name if document.division else "",
        replaces=document.current_edition,
        reason=document.revision_reason,
        layout_version=LAYOUT_VERSION,
        data=prepared.data,
        data_sha256=prepared.data_sha256,
        prepared_sha256=file.sha256,
        chain_head=prepared.issue.chain_head,
        prepared_at=at,
        prepared_by=by,
        waiting_order=1,
        waiting_since=at,
        stored_file=file.key,
        sha256=file.sha256,
        size=file.size,
    )
    for order, row in enumerate(_signers_of(document), start=1):
        _signature_of(edition, order, row).save()
    name, content_type = f"{prepared.issue.code}.html", "text/html; charset=utf-8"
    keep_beside(edition, page, kind=EditionFileKind.PAGE, name=name, content_type=content_type)
    changes = {"edition": (None, edition.code), "sha256": (None, file.sha256), "method": (None, method)}
    trail.record("propose", document, by=by, changes=changes)
    document.refresh_from_db()
    return edition


def _signature_of(edition, order, signer):
    """The place to sign of a Signer: the office asked is the one stood in for, where somebody stands in."""
    signature = Signature(
        edition=edition,
        order=order,
        role=signer.role,
        position=signer.acting.position if signer.acting else signer.term.position,
        term=signer.term,
        acting=signer.acting,
        person_name=signer.term.person_name,
        military_rank=signer.term.military_rank,
        title_lines=signer.title_lines,
    )
    signature.take_organization()
    return signature


# -- Back ------------------------------------------------------------------------------------------


@transaction.atomic
def send_back(edition, *, waiting_order, reason, by, at):
    """Give an edition back to its author with a reason: by whoever is to sign, or by the office that proposed it.

    The frozen edition stays on record; the document is a draft again. Raises StaleEdition, ValidationError.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError({"reason": "โปรดเขียนเหตุผลที่ส่งกลับ เพื่อให้ผู้จัดทำแก้ไขได้ตรงจุด"})
    waiting = edition.signatures.filter(order=waiting_order).first()
    if waiting is None:
        raise StaleEdition
    if not Document.objects.editable_by(by).filter(pk=edition.document_id).exists():
        who_signs(waiting, by, timezone.localdate(at))
    values = {
        "state": EditionState.SENT_BACK,
        "waiting_order": None,
        "waiting_since": None,
        "sent_back_at": at,
        "sent_back_by": by,
        "sent_back_reason": reason[:500],
    }
    move(edition, waiting_order, values)
    move_document(edition.document_id, DocumentStatus.ROUTING, status=DocumentStatus.DRAFT)
    changes = {"edition": (edition.code, None), "reason": (None, reason[:500])}
    trail.record("send_back", edition.document, by=by, changes=changes)
    edition.refresh_from_db()
    return edition


@transaction.atomic
def revise(document, *, version, reason, by):
    """Open a signed document for a corrected edition (ฉบับแก้ไข); what was issued stays in force until then.

    Raises StaleDocument, ValidationError.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError({"reason": "โปรดเขียนเหตุผลของฉบับแก้ไข เหตุผลนี้แสดงในประวัติของเอกสาร"})
    rows = Document.objects.unscoped("the document in hand").filter(pk=document.pk, version=version)
    issued = rows.filter(status__in=[DocumentStatus.SIGNED, DocumentStatus.PUBLISHED])
    values = {"status": DocumentStatus.DRAFT, "revision_reason": reason[:300], "version": F("version") + 1}
    if not issued.update(**values):
        raise StaleDocument(Document.objects.unscoped("the document in hand").get(pk=document.pk))
    document.refresh_from_db()
    trail.record("revise", document, by=by, changes={"reason": (None, document.revision_reason)})
    return document


@transaction.atomic
def take_back_revision(document, *, version, by):
    """Close a correction that is not wanted after all: the edition in force, which never changed, is all there is again.

    Words that were changed meanwhile stay as they are and are in no edition; the desk tells of them. Raises
    ValidationError where no edition is in force to go back to, and StaleDocument.
    """
    # Held before the document, as in withdraw_publication: what is withdrawn meanwhile is no longer in force.
    current = Edition.objects.unscoped(REASON).filter(pk=document.current_edition_id, state=EditionState.SIGNED)
    if not current.update(state=EditionState.SIGNED):
        raise ValidationError("เอกสารนี้ไม่มีฉบับที่ใช้อยู่ให้กลับไปใช้ โปรดแก้ไขแล้วเสนอใหม่")
    is_public = current.filter(publication__isnull=False).exists()
    status = DocumentStatus.PUBLISHED if is_public else DocumentStatus.SIGNED
    reason = document.revision_reason
    rows = Document.objects.unscoped("the document in hand").filter(pk=document.pk, version=version)
    values = {"status": status, "revision_reason": "", "version": F("version") + 1}
    if not rows.filter(status=DocumentStatus.DRAFT).update(**values):
        raise StaleDocument(Document.objects.unscoped("the document in hand").get(pk=document.pk))
    document.refresh_from_db()
    trail.record("take_back_revision", document, by=by, changes={"reason": (reason, None)})
    return document
