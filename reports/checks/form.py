"""Form: nothing left over, nothing unfinished, one script of digits, lists without gaps, results told as results. Pure."""

import re

from ita_portal.thai_text import KEPT_AS_TYPED, words
from reports.checks.finding import Family, Kind, about_data
from reports.checks.numbering import gaps, lone_number
from reports.checks.word_lists import word_lists
from reports.models import DocumentKind, SignerRole

LEFT_OVER = re.compile(
    r"\(\s*(?:ระบุ|โปรดระบุ|ให้ระบุ)\s*\)|\{[^{}\n]{1,60}\}|(?<![A-Za-z])[xX]{3,}(?![A-Za-z])|\.{5,}|…{2,}|_{4,}"
)
INSTRUCTION = re.compile(r"(?:ให้|โปรด|กรุณา)ระบุ|\(ระบุเป็น|ให้จัดทำประกาศว่า|(?<=[ก-๎])\*(?!\w)")
# A Thai text does not end with a word that only joins: what should follow is missing.
JOINING_WORDS = {
    "และ",
    "หรือ",
    "เพื่อ",
    "โดย",
    "ที่",
    "ซึ่ง",
    "ของ",
    "กับ",
    "แก่",
    "ได้แก่",
    "เช่น",
    "รวมทั้ง",
    "ตาม",
    "จาก",
    "แต่",
    "ใน",
}
YEAR_MISSING = re.compile(r"(?:ประจำ)?ปีงบประมาณ(?:\s*พ\.\s?ศ\.)?[ \t]*$", re.MULTILINE)
REASON = re.compile(r"^[ \t]*ตามที่ ?", re.MULTILINE)
REASON_ENDS = re.compile(r"(?:นั้น|ดังนี้|ต่อไปนี้|ดังกล่าว)[ \t]*:?$")
ALREADY_PLANNED = re.compile(
    r"จะ(?:ดำเนินการ|จัดทำ|จัดให้มี|ต้อง|มีการ|เผยแพร่|กำหนด)|(?:^|หน่วยงาน|\n)[ \t]*(?:เห็น)?ควร"
)
SPACE_BEFORE_COMMA = re.compile(r"(?<=[A-Za-zก-๎]) +,")
MIXED_SEPARATORS = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)+, ?(?=[ก-๙])")
REPEATED_WORDS = re.compile(r"([ก-๎]{4,40}?)\1|(?<!ราย)(?<!มาตร)(?<!โครง)(?<!บริ)(?<!สวัสดิ)(?<!กรรม)(การ)การ")
ONLY_BEFORE_A_LIST = {"ได้แก่", "เช่น"}
ITEM_NUMBER = re.compile(r"(?:^|(?<=\s))[\d๐-๙]{1,2}\)")
BRACKETS = {"(": ")", "“": "”", "[": "]"}
SHORTEST_FIELD = 15  # letters; a shorter text is a name or a cell, and no sentence


def form_of_text(text, facts):
    """Findings on how a text is written."""
    for rule in _RULES:
        yield from rule(text, facts)


def _left_over(text, facts):
    for match in LEFT_OVER.finditer(text.words):
        sentence = "มีข้อความของแบบที่ยังไม่ได้เติม โปรดเติมหรือลบออก"
        yield text.finding(Family.FORM, "left over", sentence, match.span(), blocks=True)
    for match in INSTRUCTION.finditer(text.words):
        sentence = "ดูเหมือนคำแนะนำในการกรอกแบบ โปรดตรวจว่าตั้งใจพิมพ์ไว้"
        yield text.finding(Family.FORM, "instruction", sentence, match.span())


def _mixed_digits(text, facts):
    """Codes and addresses keep their Arabic digits; anything else is of one script."""
    plain = KEPT_AS_TYPED.sub(lambda kept: " " * len(kept.group()), text.words)
    thai, arabic = re.search(r"[๐-๙]+", plain), re.search(r"[0-9]+", plain)
    if thai and arabic:
        sentence = "ข้อความนี้มีทั้งเลขไทยและเลขอารบิก เอกสารจะพิมพ์เป็นเลขไทยทั้งหมด โปรดตรวจว่าตั้งใจ"
        yield text.finding(Family.FORM, "mixed digits", sentence, arabic.span())


def _numbering(text, facts):
    for span, number, expected in gaps(text.arabic):
        sentence = f"เลขลำดับเป็น {number} แต่ควรเป็น {expected} โปรดตรวจว่าข้อความขาดหรือพิมพ์เลขข้าม"
        yield text.finding(Family.FORM, "numbering", sentence, span)
    if span := lone_number(text.arabic):
        sentence = "มีเลขลำดับเพียงข้อเดียว แต่ยังมีข้อความต่อ โปรดตรวจว่าขาดเลขลำดับข้อถัดไปหรือไม่"
        yield text.finding(Family.FORM, "lone number", sentence, span)


def _unfinished(text, facts):
    for line in re.finditer(r"[^\n]+", text.words):
        parts = [part for part in words(line.group()[-60:]) if part.strip()] or [""]
        if parts[-1] in ONLY_BEFORE_A_LIST and text.words[line.end() :].strip():
            continue
        if parts[-1] in JOINING_WORDS and len(line.group()) >= SHORTEST_FIELD:
            end = line.start() + len(line.group().rstrip())
            sentence = f"ข้อความจบด้วยคำว่า “{parts[-1]}” ดูเหมือนยังไม่จบประโยค"
            yield text.finding(Family.FORM, "unfinished", sentence, (end - len(parts[-1]), end), blocks=True)
    for match in YEAR_MISSING.finditer(text.words):
        sentence = "หลังคำว่าปีงบประมาณยังไม่มีเลขปี"
        yield text.finding(Family.FORM, "year missing", sentence, match.span())


def _reason(text, facts):
    """The first part of a memo is one sentence from ตามที่ to นั้น."""
    for match in REASON.finditer(text.words) if text.kind == Kind.OWN_WORDS else ():
        line = text.words[match.start() :].partition("\n")[0].rstrip()
        if not REASON_ENDS.search(line):
            end = match.start() + len(line)
            sentence = "ย่อหน้าที่ขึ้นต้นว่า “ตามที่” ยังไม่จบด้วย “นั้น” หรือ “ดังนี้” โปรดตรวจว่าประโยคครบ"
            yield text.finding(Family.FORM, "reason", sentence, (max(match.start(), end - 30), end))


def _told_as_plan(text, facts):
    for match in ALREADY_PLANNED.finditer(text.words) if text.kind == Kind.RESULT else ():
        sentence = "เขียนเหมือนแผน โปรดเขียนว่าทำอะไรไปแล้ว เมื่อใด และได้ผลอย่างไร"
        yield text.finding(Family.FORM, "told as plan", sentence, match.span())


def _punctuation(text, facts):
    for match in SPACE_BEFORE_COMMA.finditer(text.words):
        span = (max(0, match.start() - 10), match.end())
        yield text.finding(Family.FORM, "comma", "มีช่องว่างหน้าเครื่องหมายจุลภาค", span)
    for match in MIXED_SEPARATORS.finditer(text.words):
        if match.group().rstrip(", ") in word_lists().english:
            continue
        sentence = "คั่นรายการด้วยช่องว่างบ้าง จุลภาคบ้าง โปรดใช้อย่างเดียวกัน"
        yield text.finding(Family.FORM, "separators", sentence, match.span())
    for opening, closing in BRACKETS.items():
        yield from _unbalanced(text, opening, closing)


def _unbalanced(text, opening, closing):
    for line in re.finditer(r"[^\n]+", text.words):
        # «๑) …» closes nothing: it numbers.
        said = ITEM_NUMBER.sub(lambda item: " " * len(item.group()), line.group())
        if said.count(opening) != said.count(closing):
            place = line.start() + max(said.rfind(opening), said.rfind(closing))
            sentence = f"เครื่องหมาย {opening} {closing} ไม่ครบคู่"
            yield text.finding(Family.FORM, "brackets", sentence, (place, min(place + 30, line.end())))


def _repeated(text, facts):
    for match in REPEATED_WORDS.finditer(text.words):
        sentence = f"“{match[1] or match[2]}” พิมพ์ซ้ำติดกัน"
        yield text.finding(Family.FORM, "repeated words", sentence, match.span())
    names = "|".join(map(re.escape, facts.profile.own_names))
    for match in re.finditer(rf"(?:{names})\s*หน่วยงานควร", text.words):
        sentence = "มีทั้งชื่อหน่วยงานและคำว่าหน่วยงานเป็นประธานของประโยคเดียวกัน โปรดตัดออกหนึ่งคำ"
        yield text.finding(Family.FORM, "two subjects", sentence, match.span())


_RULES = (
    _left_over,
    _mixed_digits,
    _numbering,
    _unfinished,
    _reason,
    _told_as_plan,
    _punctuation,
    _repeated,
)


# -- The document as a whole -----------------------------------------------------------------------


def form_of_document(facts):
    """Findings on what a document of its kind must have beside its words."""
    subject, page, name = facts.kind.value, facts.url, facts.kind.label
    if facts.is_enclosed:
        return
    if facts.dated_on is None and facts.kind != DocumentKind.ANALYSIS:  # an analysis prints no date of its own
        sentence, url = "ยังไม่ได้ลงวันที่ โปรดตรวจก่อนลงนาม", f"{page}#id_dated_on"
        yield about_data(Family.FORM, "date", subject, sentence, url, place=f"{name} · ลงวันที่")
    if facts.prefix_url:
        sentence = "เลขที่จะพิมพ์โดยไม่มีเลขประจำส่วนราชการนำหน้า (เช่น นค ๕๓๗๑๑/…) เพราะยังไม่ได้ตั้งไว้ หากใช้ โปรดตั้งก่อนเสนอ"
        yield about_data(Family.FORM, "prefix", subject, sentence, facts.prefix_url, place=f"{name} · ที่")
    if SignerRole.AUTHOR not in facts.roles:
        sentence = "ยังไม่มีผู้จัดทำที่จะลงนาม โปรดกำหนดผู้ลงนามก่อนเสนอ"
        yield about_data(Family.FORM, "signer", subject, sentence, facts.signers_url, place=f"{name} · ผู้ลงนาม")
