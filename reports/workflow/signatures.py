"""Signing an edition digitally: whose turn it is, in which capacity, over which bytes.

The cryptography is done first; then one transaction of conditional updates decides. Who comes second is told so and has
changed nothing: a file that was made in vain is removed.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ita_portal import file_store
from ita_portal.guarded_child import GuardedChildError
from organizations import trail
from organizations.models import ActingAppointment, Term
from reports import preparation, signing
from reports.models import EditionState, Signature, SigningMethod
from reports.printing import MissingPaperFont, PrintingRefused
from reports.signing import keys
from reports.workflow.edition_moves import REASON, StaleEdition, content_of, move, put_in_force
from reports.workflow.kept_files import stored
from reports.workflow.signers import SIGNS_ONCE

SIGNED_ALREADY = f"ท่านลงนามในเอกสารฉบับนี้แล้ว {SIGNS_ONCE} โปรดให้ผู้จัดทำดึงเอกสารกลับ เลือกผู้ลงนามใหม่ แล้วเสนออีกครั้ง"


def who_signs(signature, user, today):
    """(Term, ActingAppointment or None) under which this person may sign here today.

    Raises ValidationError when the person may not: not the office asked, not standing in for it, or a signer already.
    """
    if signature.edition.is_signed_by(user):
        raise ValidationError(SIGNED_ALREADY)
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
        content, seal = _signed(edition, signature, key, term, acting, comment, at)
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
            "title_lines": term.printed_title(acting),
            "comment": comment,
            "signed_at": at,
            "signed_on": today,
            "signed_by": by,
            "sha256_before": sha256,
            "sha256_after": file.sha256,
            "certificate": key.fingerprint,
        }
        is_test = key.is_test or (seal is not None and seal.is_test)
        return _keep_signature(signature, facts, file, seal, is_test, by=by, at=at)


def _ensure_turn(signature, sha256):
    """The edition waits for exactly this signature, and for these bytes; the file still is what the row says."""
    edition = signature.edition
    if (
        edition.state != EditionState.ROUTING
        or edition.waiting_order != signature.order
        or edition.sha256 != sha256
    ):
        raise StaleEdition


def _signed(edition, signature, key, term, acting, comment, at):
    """(the file with the signature and, after the last, the seal; the key of the seal or None)."""
    appearance = signing.Appearance(
        person_name=term.person_name,
        title_lines=tuple(term.printed_title(acting)),
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
        return content, None
    seal = keys.seal_key(edition.organization.slug)
    name = edition.organization.name
    content, _ = signing.sealed_and_checked(content, expected, name=name, key=seal, signed_at=at)
    return content, seal


def _is_last(signature):
    return not signature.edition.signatures.filter(order__gt=signature.order).exists()


@transaction.atomic
def _keep_signature(signature, facts, file, seal, is_test, *, by, at):
    """The one moment in which a signature counts: edition, signature and document change together or not at all."""
    edition, is_last = signature.edition, _is_last(signature)
    values = {
        "stored_file": file.key,
        "sha256": file.sha256,
        "size": file.size,
        "is_test": edition.is_test or is_test,
        **(_when_complete(seal.fingerprint, at) if is_last else _passed_on(signature.order, at)),
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
