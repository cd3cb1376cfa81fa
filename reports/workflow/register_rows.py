"""Rows of the register of memo numbers, for the verbs that hold the memo or the register."""

import re

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from ita_portal.thai_dates import buddhist_year
from ita_portal.thai_text import to_arabic_digits, to_thai_digits
from organizations.models import Organization
from reports.models import Document, DocumentKind, RegisterNumber

NUMBER = re.compile(r"[0-9]{1,6}")
NOT_A_NUMBER = "เลขที่เป็นตัวเลขล้วนไม่เกิน ๖ หลัก เริ่มจาก ๑ เช่น ๐๐๕ ไม่ต้องพิมพ์เลขประจำส่วนราชการ"
DATE_FIRST = "โปรดลงวันที่ก่อน เพราะทะเบียนนับเลขที่ใหม่ทุกปีปฏิทิน"
FOR_GOOD = "เลขที่ของบันทึกข้อความที่เสนอแล้วเปลี่ยนไม่ได้ แม้จะถูกส่งกลับหรือออกฉบับแก้ไข"
REASON = "the register of the organisation in hand"


def keep_in_step(document, *, by):
    """Make the register say what a stored memo says; for verbs that hold the memo. Returns changes for the trail."""
    if document.kind != DocumentKind.MEMO:
        return {}
    row = RegisterNumber.objects.unscoped(REASON).filter(document=document).first()
    before = told(row) if row else None
    if row and document.editions.exists():
        if row.printed != document.number:
            raise ValidationError({"number": FOR_GOOD})
        return {}
    if not document.number:
        if row:
            row.delete()
        return {"register": (before, None)}
    if not document.dated_on:
        raise ValidationError({"dated_on": DATE_FIRST})
    hold_register(document.organization)
    row = row or RegisterNumber(organization=document.organization, document=document)
    row.prefix, row.calendar_year = series_of(document)
    row.number, row.printed, row.by = counted(document.number), document.number, by
    store(row)
    return {"register": (before, told(row))}


def put_next_number(document, *, by):
    """Give a stored memo the next number of its series; for verbs that hold the memo. Returns changes for the trail."""
    if not document.organization.draws_memo_numbers:
        raise ValidationError({"number": "หน่วยงานออกเลขที่จากสมุดทะเบียนของสำนักงาน โปรดพิมพ์เลขที่จากสมุดทะเบียน"})
    if document.kind != DocumentKind.MEMO or document.number:
        raise ValidationError({"number": "เอกสารนี้มีเลขที่แล้ว หรือเป็นเอกสารที่ไม่มีเลขที่"})
    if not document.dated_on:
        raise ValidationError({"dated_on": DATE_FIRST})
    hold_register(document.organization)
    document.number = next_number(document.organization, *series_of(document))
    Document.objects.unscoped("the document in hand").filter(pk=document.pk).update(number=document.number)
    return keep_in_step(document, by=by)


def series_of(document):
    """(prefix, calendar year) of the series a memo with a date is numbered in."""
    return document.number_prefix, buddhist_year(document.dated_on)


def next_number(organization, prefix, calendar_year):
    """The number after the last of a series as it will be printed: as wide as the last, in its digits."""
    series = RegisterNumber.objects.unscoped(REASON).filter(organization=organization)
    last = series.of_series(prefix, calendar_year).last()
    if last is None:
        return "๑"
    text = str(last.number + 1).zfill(len(last.printed))
    return text if last.printed.isascii() else to_thai_digits(text)


def hold_register(organization):
    """Whoever takes a number of this organisation at the same time waits here."""
    rows = Organization.objects.unscoped("held while a number is taken").filter(pk=organization.pk)
    rows.update(draws_memo_numbers=F("draws_memo_numbers"))


def counted(number_text):
    """What a number as it is printed counts: ๐๐๕ is 5. Raises ValidationError for what is no number."""
    digits = to_arabic_digits(number_text)
    if not NUMBER.fullmatch(digits) or int(digits) == 0:
        raise ValidationError({"number": NOT_A_NUMBER})
    return int(digits)


def store(row):
    """Store a row of the register; raises ValidationError naming the letter that has the number."""
    rows = RegisterNumber.objects.unscoped(REASON).filter(organization=row.organization)
    series = rows.of_series(row.prefix, row.calendar_year).filter(number=row.number).exclude(pk=row.pk)
    if (other := series.select_related("document").first()) is not None:
        raise ValidationError({"number": _taken(other)})
    row.full_clean(exclude=["organization", "document", "by"])
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise ValidationError({"number": "เลขที่นี้เพิ่งมีผู้ใช้ไปเมื่อครู่ โปรดเปิดหน้านี้ใหม่แล้วใช้เลขที่อื่น"}) from None


def told(row):
    """A number with its year, as the trail keeps it."""
    return f"{row.full_text} พ.ศ. {row.calendar_year}"


def _taken(row):
    place = to_thai_digits(f"เลขที่ {row.printed} ของปี {row.calendar_year}")
    if row.document is None:
        return f"{place} บันทึกไว้ในทะเบียนว่าเป็นหนังสืออื่น: {row.note}"
    memo = to_thai_digits(f"“{row.document.subject}” (ผลปี {row.document.fiscal_year})")
    return f"{place} ใช้แล้วกับบันทึกข้อความเรื่อง {memo} โปรดตรวจเลขที่กับสมุดทะเบียน"
