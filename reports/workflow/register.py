"""The verbs of the register of memo numbers. Each is one transaction and leaves a trail.

A number belongs to the prefix of the memo's division (else of the organisation) and to the calendar year of its date.
Until the memo has been proposed its number may be corrected; from then on it is the memo's for good, through every
send-back and edition. The database refuses doubles; people who take numbers at once come after one another.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from organizations import trail
from organizations.models import Organization
from reports.models import Document, DocumentKind, DocumentStatus, RegisterNumber
from reports.workflow.register_rows import (
    REASON,
    counted,
    hold_register,
    keep_in_step,
    put_next_number,
    store,
    told,
)
from reports.workflow.writing import NOT_A_DRAFT, StaleDocument


@transaction.atomic
def take_number(document, number_text, *, by, version):
    """Give a memo the number that the office's register gave it; "" takes a mistyped one back.

    Raises StaleDocument when somebody saved the memo since `version`, and ValidationError with a Thai sentence on
    `number` or `dated_on`: no date, no number, taken by another letter, proposed already.
    """
    before = document.number
    _hold(document, version, number_text)
    changes = keep_in_step(document, by=by)
    trail.record("take_number", document, by=by, changes={"number": (before, document.number), **changes})
    return document


@transaction.atomic
def draw_number(document, *, by, version):
    """Give a memo the next number of its series, where the organisation keeps the series here. Raises like take_number."""
    before = document.number
    _hold(document, version, before)
    changes = put_next_number(document, by=by)
    trail.record("draw_number", document, by=by, changes={"number": (before, document.number), **changes})
    return document


@transaction.atomic
def note_number(organization, prefix, calendar_year, number_text, note, *, by):
    """Say that a number of a series belongs to another letter. Raises ValidationError; returns the RegisterNumber."""
    if not note.strip():
        raise ValidationError({"note": "โปรดเขียนว่าเลขนี้ใช้กับหนังสือเรื่องใด"})
    hold_register(organization)
    row = RegisterNumber(
        organization=organization,
        prefix=prefix,
        calendar_year=calendar_year,
        number=counted(number_text),
        printed=number_text,
        note=note.strip(),
        by=by,
    )
    store(row)
    trail.record("note_number", row, by=by, changes={"register": (None, told(row)), "note": ("", row.note)})
    return row


@transaction.atomic
def forget_noted_number(row, *, by):
    """Take back a note that was wrong, so that a memo may have the number. Raises ValidationError for that of a memo."""
    hold_register(row.organization)
    rows = RegisterNumber.objects.unscoped(REASON).filter(pk=row.pk, document__isnull=True)
    if not rows.delete()[0]:
        raise ValidationError("หมายเหตุนี้ถูกลบไปแล้ว หรือเลขนี้เป็นของบันทึกข้อความในระบบ จึงลบไม่ได้")
    changes = {"register": (told(row), None), "note": (row.note, None)}
    trail.record("forget_noted_number", row.organization, by=by, changes=changes)


@transaction.atomic
def set_number_source(organization, *, draws, by):
    """Say whether memos draw their numbers from this register, or from the office's own book."""
    rows = Organization.objects.unscoped("the organisation in hand")
    if not rows.filter(pk=organization.pk, draws_memo_numbers=not draws).update(draws_memo_numbers=draws):
        return
    organization.draws_memo_numbers = draws
    changes = {"draws_memo_numbers": (not draws, draws)}
    trail.record("set_number_source", organization, by=by, changes=changes)


def _hold(document, version, number_text):
    """Store the number of a draft as its writer saw it; nobody else changes the memo until this ends."""
    rows = Document.objects.unscoped("the document in hand").filter(pk=document.pk)
    draft = rows.filter(version=version, status=DocumentStatus.DRAFT)
    if document.kind != DocumentKind.MEMO:
        raise ValidationError({"number": "เฉพาะบันทึกข้อความเท่านั้นที่มีเลขที่"})
    if not draft.update(number=number_text, version=F("version") + 1):
        current = rows.get()
        raise StaleDocument(current) if current.version != version else ValidationError(NOT_A_DRAFT)
    document.refresh_from_db()
