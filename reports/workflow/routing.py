"""The way of a document: ร่าง → เสนอ → ลงนามผู้จัดทำ → ความเห็น → ข้อพิจารณา → ลงนามแล้ว, and back.

Everything dear (printing, signing, checking) is done first; then one transaction of conditional updates decides. Who
comes second is told so and has changed nothing: a file that was made in vain is removed.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ita_portal import file_store
from ita_portal.guarded_child import GuardedChildError
from organizations import trail
from organizations.models import ActingAppointment, Term
from reports import checks, preparation, signing
from reports.composition import LAYOUT_VERSION, CannotCompose
from reports.models import (
    Document,
    DocumentKind,
    DocumentStatus,
    Edition,
    EditionFile,
    EditionFileKind,
    EditionState,
    Signature,
    SigningMethod,
)
from reports.printing import MissingPaperFont, PrintingRefused
from reports.signing import keys
from reports.workflow.kept_files import stored
from reports.workflow.signers import why_not_these
from reports.workflow.writing import NOT_A_DRAFT, StaleDocument

ROUTED_KINDS = (DocumentKind.MEMO, DocumentKind.ANALYSIS, DocumentKind.MEASURE_PLAN, DocumentKind.PROGRESS)
REASON = "the edition in hand"


class StaleEdition(Exception):
    """Somebody signed, sent back or recalled the edition in between; nothing was changed. The message is for the page."""

    def __init__(self):
        super().__init__(
            "มีผู้ลงนามหรือส่งกลับเอกสารนี้ระหว่างที่ท่านเปิดหน้านี้ ระบบยังไม่ได้ทำตามคำสั่งของท่าน โปรดอ่านเอกสารฉบับล่าสุดแล้วทำใหม่"
        )


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
    signers = _signers_of(document)
    if not signers:
        sentences.append("ยังไม่ได้เลือกผู้ลงนาม")
        return sentences
    sentences += why_not_these([(row.role, row.term, row.acting) for row in signers])
    return sentences + (_missing_keys(document, signers) if method == SigningMethod.DIGITAL else [])


def _signers_of(document):
    rows = document.signers.select_related("term__position", "term__user", "acting__position").order_by("order")
    return list(rows)


def _missing_keys(document, signers):
    sentences = [
        f"{row.term.person_name} ยังไม่มีบัญชีผู้ใช้หรือกุญแจลงลายมือชื่อดิจิทัล โปรดเลือกลงนามด้วยปากกา หรือแจ้งผู้ดูแลระบบ"
        for row in signers
        if row.term.user_id is None or not keys.has_person_key(row.term.user_id)
    ]
    if not keys.has_seal_key(document.organization.slug):
        sentences.append("หน่วยงานยังไม่มีกุญแจสำหรับประทับตราดิจิทัล โปรดเลือกลงนามด้วยปากกา หรือแจ้งผู้ดูแลระบบ")
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
    sentences = sentences or [finding.sentence for finding in standing_in_the_way(document, rows)]
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


def standing_in_the_way(document, rows):
    """The blocking findings of the check that nobody has overridden with a reason."""
    left = document.overridden_findings.filter(taken_back_at__isnull=True).values_list("key", flat=True)
    found = checks.findings_for(document, rows)
    return [finding for finding in found if finding.is_blocking and finding.key not in set(left)]


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
    EditionFile.objects.create(
        edition=edition,
        kind=EditionFileKind.PAGE,
        name=f"{prepared.issue.code}.html",
        content_type="text/html; charset=utf-8",
        stored_file=page.key,
        sha256=page.sha256,
        size=page.size,
    )
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


# -- Signing ---------------------------------------------------------------------------------------


def who_signs(signature, user, today):
    """(Term, ActingAppointment or None) under which this person may sign here today.

    Raises ValidationError when the person may not: not the office asked, not standing in for it, or a signer already.
    """
    if signature.edition.signatures.filter(signed_by=user).exists():
        raise ValidationError("ท่านลงนามในเอกสารฉบับนี้แล้ว ผู้อื่นต้องเป็นผู้ลงนามลำดับนี้")
    terms = Term.objects.unscoped("the person's own offices").on(today).filter(user=user)
    own = terms.filter(organization=signature.organization_id).select_related("position")
    if (term := own.filter(position=signature.position_id).first()) is not None:
        return term, None
    acting = ActingAppointment.objects.unscoped("what the person stands in for").on(today)
    standing_in = acting.filter(position=signature.position_id, term__in=own).select_related(
        "position", "term__position"
    )
    if (appointment := standing_in.first()) is not None:
        return appointment.term, appointment
    raise ValidationError(f"เอกสารนี้รอ{signature.position}ลงนาม ท่านไม่ได้ดำรงตำแหน่งหรือรักษาราชการแทนตำแหน่งนี้ในวันนี้")


def title_lines_of(term, acting):
    """The printed title: own office and capacity on one line, the principal's office on the next."""
    own = term.position.title
    return [own] if acting is None else [f"{own} {acting.get_capacity_display()}", acting.position.title]


def sign(signature, *, sha256, comment, by, at):
    """Sign a digital edition in the place whose turn it is; after the last one the seal follows at once.

    `sha256` is that of the file the signer was shown; another file by now raises StaleEdition. Returns the Edition.
    Raises ValidationError with Thai sentences: not this person's turn, no key, a comment too long for its field.
    """
    edition, today = signature.edition, timezone.localdate(at)
    if edition.method != SigningMethod.DIGITAL:
        raise ValidationError("เอกสารฉบับนี้ลงนามด้วยปากกา โปรดพิมพ์ ลงนาม แล้วนำสำเนาสแกนเข้าระบบ")
    _ensure_turn(signature, sha256)
    term, acting = who_signs(signature, by, today)
    try:
        key = keys.person_key(by.pk)
        content, fingerprints = _signed(edition, signature, key, term, acting, comment, at)
    except (signing.CommentTooLong, signing.MissingKey, signing.BrokenKey, signing.SigningRefused) as refusal:
        raise ValidationError(str(refusal)) from None
    except (PrintingRefused, MissingPaperFont, GuardedChildError) as refusal:
        raise ValidationError(str(refusal)) from None
    with stored(content) as file:
        facts = {
            "term": term,
            "acting": acting,
            "person_name": term.person_name,
            "military_rank": term.military_rank,
            "title_lines": title_lines_of(term, acting),
            "comment": comment,
            "signed_at": at,
            "signed_on": today,
            "signed_by": by,
            "sha256_before": sha256,
            "sha256_after": file.sha256,
            "certificate": key.fingerprint,
        }
        return _keep_signature(signature, facts, file, fingerprints, key.is_test, by=by, at=at)


def _ensure_turn(signature, sha256):
    """The edition waits for exactly this signature, and for these bytes; the file still is what the row says."""
    edition = signature.edition
    if (
        edition.state != EditionState.ROUTING
        or edition.waiting_order != signature.order
        or edition.sha256 != sha256
    ):
        raise StaleEdition


def content_of(edition):
    """The bytes of the edition's file. Raises ValidationError when they are not those the row tells of."""
    try:
        with file_store.open_stored(edition.stored_file) as file:
            content = file.read()
    except file_store.NotStored as reason:
        raise ValidationError(str(reason)) from None
    if preparation.sha256_of(content) != edition.sha256:
        raise ValidationError("แฟ้มของเอกสารฉบับนี้ไม่ตรงกับที่ระบบบันทึกไว้ ระบบจึงไม่ใช้แฟ้มนี้ โปรดแจ้งผู้ดูแลระบบทันที")
    return content


def _signed(edition, signature, key, term, acting, comment, at):
    """(the file with the signature and, after the last, the seal; fingerprint of the seal or "")."""
    appearance = signing.Appearance(
        person_name=term.person_name,
        title_lines=tuple(title_lines_of(term, acting)),
        military_rank=term.military_rank,
        comment=comment,
    )
    content, expected = signing.signed_and_checked(
        content_of(edition),
        preparation.expected_of(edition),
        field=signature.field_name,
        appearance=appearance,
        key=key,
        signed_at=at,
    )
    if not _is_last(signature):
        return content, ""
    seal = keys.seal_key(edition.organization.slug)
    name = edition.organization.name
    content, _ = signing.sealed_and_checked(content, expected, name=name, key=seal, signed_at=at)
    return content, seal.fingerprint


def _is_last(signature):
    return not signature.edition.signatures.filter(order__gt=signature.order).exists()


@transaction.atomic
def _keep_signature(signature, facts, file, seal_certificate, is_test, *, by, at):
    """The one moment in which a signature counts: edition, signature and document change together or not at all."""
    edition, is_last = signature.edition, _is_last(signature)
    values = {
        "stored_file": file.key,
        "sha256": file.sha256,
        "size": file.size,
        "is_test": edition.is_test or is_test,
        **(_when_complete(seal_certificate, at) if is_last else _passed_on(signature.order, at)),
    }
    move(edition, signature.order, values, sha256=facts["sha256_before"])
    rows = Signature.objects.unscoped(REASON).filter(pk=signature.pk, signed_at__isnull=True)
    if not rows.update(**facts):
        raise StaleEdition
    if is_last:
        put_in_force(edition)
    changes = {
        "signature": (None, f"{signature.get_role_display()} {facts['person_name']}"),
        "comment": ("", facts["comment"]),
        "sha256": (facts["sha256_before"], file.sha256),
    }
    trail.record("sign", edition.document, by=by, changes=changes)
    file_store.delete_later([edition.stored_file])
    edition.refresh_from_db()
    return edition


def _passed_on(order, at):
    return {"waiting_order": order + 1, "waiting_since": at}


def _when_complete(seal_certificate, at):
    return {
        "state": EditionState.SIGNED,
        "waiting_order": None,
        "waiting_since": None,
        "signed_at": at,
        "seal_certificate": seal_certificate,
    }


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
    _move_document(
        edition.document_id,
        DocumentStatus.ROUTING,
        status=DocumentStatus.SIGNED,
        current_edition=edition,
        revision_reason="",
    )


def _move_document(pk, seen, **values):
    """One conditional update of a document that stands in the state `seen`. Raises StaleEdition."""
    rows = Document.objects.unscoped("the document in hand").filter(pk=pk, status=seen)
    if not rows.update(**values, version=F("version") + 1):
        raise StaleEdition


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
    _move_document(edition.document_id, DocumentStatus.ROUTING, status=DocumentStatus.DRAFT)
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
