"""The verbs of the check before routing: passing a finding with a reason, and taking that back."""

from django.core.exceptions import ValidationError
from django.db import transaction

from organizations import trail
from reports.models import DocumentStatus, OverriddenFinding
from reports.workflow.writing import NOT_A_DRAFT

SHORTEST_REASON = 10  # letters
LONGEST_REASON = 500


@transaction.atomic
def override_finding(document, finding, *, reason, by):
    """Leave a finding of the check as it is, with a reason that stays on record. Returns the OverriddenFinding.

    A finding that has a reason already keeps it. Raises ValidationError with Thai sentences: the document is no draft,
    or the reason is too short to tell anything.
    """
    _ensure_draft(document)
    reason = " ".join(reason.split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        sentence = f"โปรดเขียนเหตุผลอย่างน้อย {SHORTEST_REASON} ตัวอักษร และไม่เกิน {LONGEST_REASON} ตัวอักษร"
        raise ValidationError({"reason": sentence})
    standing = OverriddenFinding.objects.unscoped("the document in hand").filter(taken_back_at__isnull=True)
    row, is_new = standing.get_or_create(
        document=document,
        key=finding.key,
        taken_back_at=None,
        defaults={
            "organization": document.organization,
            "sentence": finding.told,
            "reason": reason,
            "by": by,
        },
    )
    if is_new:
        changes = {"finding": (None, row.sentence), "reason": (None, reason)}
        trail.record("override_finding", document, by=by, changes=changes)
    return row


@transaction.atomic
def take_back_override(overridden, *, by, at):
    """Let a finding count again; the reason that was given stays on record. A second time changes nothing."""
    document = overridden.document
    _ensure_draft(document)
    rows = OverriddenFinding.objects.unscoped("the finding in hand").filter(pk=overridden.pk)
    if rows.filter(taken_back_at__isnull=True).update(taken_back_at=at):
        changes = {"finding": (overridden.sentence, None), "reason": (overridden.reason, None)}
        trail.record("take_back_override", document, by=by, changes=changes)


def _ensure_draft(document):
    if document.status != DocumentStatus.DRAFT:
        raise ValidationError(NOT_A_DRAFT)
