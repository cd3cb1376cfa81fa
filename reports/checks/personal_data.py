"""Personal data that does not belong into a document the public reads: identity numbers, telephones, e-mails. Pure."""

import re

from reports.checks.facts import digits_of
from reports.checks.finding import Family

THIRTEEN = re.compile(r"(?<!\d)(?<!\d[ -])\d(?:[ -]?\d){12}(?![ -]?\d)")
PHONE = re.compile(r"(?<!\d)(?<!\d[ -])(?:\(0\d{1,2}\)|0\d{1,2})(?:[ -]?\d){6,7}(?!\d)")
EMAIL = re.compile(r"(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
MOBILE_STARTS = ("06", "08", "09")
BANGKOK = "02"


def personal_data(text, facts):
    """Findings on numbers and addresses of people in a text."""
    yield from _identity_numbers(text)
    yield from _phones(text, facts.profile)
    yield from _emails(text, facts.profile)


def _identity_numbers(text):
    for match in THIRTEEN.finditer(text.arabic):
        if is_identity_number(digits_of(match.group())):
            sentence = "ตัวเลข ๑๓ หลักนี้เป็นเลขประจำตัวประชาชน ห้ามเผยแพร่ โปรดลบหรือปิดบัง"
            yield text.finding(Family.PERSONAL_DATA, "identity number", sentence, match.span(), blocks=True)
        else:
            sentence = "มีตัวเลข ๑๓ หลัก โปรดตรวจว่าไม่ใช่เลขประจำตัวของบุคคล"
            yield text.finding(Family.PERSONAL_DATA, "thirteen digits", sentence, match.span())


def is_identity_number(digits):
    """True for thirteen Arabic digits whose last is the check digit of a Thai identity number.

    The first twelve are weighted 13 down to 2; the check digit is (11 − sum mod 11) mod 10. The first is never 0.
    """
    if len(digits) != 13 or digits[0] == "0":
        return False
    weighed = sum(int(digit) * weight for digit, weight in zip(digits, range(13, 1, -1), strict=False))
    return (11 - weighed % 11) % 10 == int(digits[12])


def _phones(text, profile):
    for match in PHONE.finditer(text.arabic):
        number = digits_of(match.group())
        if any(number in phones for phones in profile.phones) or len(number) not in (9, 10):
            continue
        if len(number) == 10:
            if not number.startswith(MOBILE_STARTS):
                continue
            sentence = "มีหมายเลขโทรศัพท์มือถือที่ไม่ใช่ของหน่วยงาน โปรดตรวจว่าเจ้าของยินยอมให้เผยแพร่ หรือลบออก"
            yield text.finding(Family.PERSONAL_DATA, "mobile", sentence, match.span())
        else:
            yield _landline(text, number, match.span(), profile)


def _landline(text, number, span, profile):
    own_areas = {_area(phones) for phones in profile.phones}
    if own_areas and _area(number) not in own_areas:
        sentence = "รหัสพื้นที่ของโทรศัพท์นี้ไม่ตรงกับของหน่วยงาน โปรดตรวจว่าคัดลอกมาจากหน่วยงานอื่นหรือไม่"
        return text.finding(Family.IDENTITY, "area code", sentence, span, blocks=True)
    sentence = "หมายเลขโทรศัพท์นี้ไม่ตรงกับที่บันทึกไว้ของหน่วยงาน โปรดตรวจว่าเป็นของหน่วยงาน ไม่ใช่ของบุคคล"
    return text.finding(Family.PERSONAL_DATA, "telephone", sentence, span)


def _area(number):
    """052, 077; Bangkok alone has two digits."""
    return BANGKOK if number.startswith(BANGKOK) else number[:3]


def _emails(text, profile):
    for match in EMAIL.finditer(text.words):
        domain = match.group().rpartition("@")[2].lower()
        if profile.domain and (domain == profile.domain or domain.endswith(f".{profile.domain}")):
            continue
        sentence = "มีอีเมลที่ไม่ได้อยู่ใต้โดเมนของหน่วยงาน โปรดตรวจว่าไม่ใช่ของบุคคล"
        yield text.finding(Family.PERSONAL_DATA, "e-mail", sentence, match.span())
