"""Which question a typed code means: i1, I๑, l1, 0๒๗, 1๑ (an i read as a one), ข้อ ๑ under a heading."""

from dataclasses import dataclass, replace

from assessments.pasted_scores.subjects import Kind, Subject
from ita_portal.thai_text import to_arabic_digits

HALF = 0.5  # of a question's own wording: enough to say that the text is not about another one


class Unclear(ValueError):
    """What a row says fits no place, or two. The message is a Thai sentence for the person who pasted it."""


@dataclass(frozen=True)
class Surroundings:
    """What the rows before were about."""

    instrument: str = ""
    indicator: int | None = None
    part: int | None = None  # under the heading of one part: one value for each question
    columns: tuple[int, ...] = ()  # the parts in the order of their columns
    meaning: str = ""  # of plain numbers: "question", "indicator", "running"

    def with_instrument(self, code):
        return self if self.instrument == code else Surroundings(instrument=code)

    def with_indicator(self, row):
        return replace(self.with_instrument(row.instrument), indicator=row.number)

    def with_parts(self, code, parts):
        """Under the heading of one part, or of the columns of several."""
        part = parts[0] if len(parts) == 1 else None
        return replace(self.with_instrument(code), part=part, columns=parts if len(parts) > 1 else ())

    def after_question(self, row):
        """Only a heading says what plain numbers mean; a question of elsewhere ends what the heading said."""
        if row.instrument != self.instrument:
            return Surroundings()
        return self if row.indicator == self.indicator else replace(self, indicator=None)


def question_of(subject, text, around, framework):
    """(question, note) a code means, by its letter, the wording beside it, or what stands around it.

    Raises Unclear when that is none, or more than one.
    """
    if subject.letter:
        return _lettered(subject, text, framework), ""
    worded = framework.wording_within(text)
    if worded:
        is_its_code = worded in _readings(subject.digits, framework.questions)
        return worded, "" if is_its_code else f"พิมพ์เลข {subject.digits} แต่ข้อความตรงกับ {worded.code} จึงใช้ข้อความ"
    return _numbered(subject, around, framework), ""


def _lettered(subject, text, framework):
    number = int(to_arabic_digits(subject.digits))
    question = framework.question(subject.letter, number)
    if question is None:
        raise Unclear(f"ไม่มีข้อ “{subject.text}” ในเกณฑ์ปี {framework.year} อาจเป็นรหัสของปีอื่นหรือพิมพ์ผิด")
    worded = framework.wording_within(text)
    if worded and worded is not question and (framework.speaks_of(text, question) or 0) < HALF:
        raise Unclear(f"รหัสคือ {question.code} แต่ข้อความตรงกับ {worded.code} โปรดตรวจว่าเป็นข้อใด")
    return question


def _numbered(subject, around, framework):
    digits = subject.digits
    if len(digits) > 1 and digits[0] in "0๐":
        found = _readings(digits, framework.questions)
    else:
        found = _readings(digits, _within(around, framework) if around.instrument else framework.questions)
    if len(found) == 1:
        return found[0]
    if found:
        codes = " หรือ ".join(row.code for row in found)
        raise Unclear(f"“{subject.text}” อาจหมายถึง {codes} โปรดพิมพ์รหัสเต็ม เช่น {found[0].code}")
    raise Unclear(f"ไม่พบข้อ “{subject.text}” ใน{_name_of(around, framework)} โปรดพิมพ์รหัสเต็ม เช่น i10, e4 หรือ O27")


def _within(around, framework):
    if around.indicator is not None:
        return [row for row in framework.questions if row.indicator == around.indicator]
    return [row for row in framework.questions if row.instrument == around.instrument]


def _name_of(around, framework):
    if around.indicator is not None:
        return f"ตัวชี้วัดที่ {around.indicator}"
    return around.instrument or f"เกณฑ์ปี {framework.year}"


def _readings(digits, questions):
    """The questions that typed digits can mean: by number; 0๒๗ as O27; and 1๑ as i1, where the 1 was an I.

    Digits of one script are a plain number where that fits, for nobody types an I as ๑.
    """
    plain = to_arabic_digits(digits)
    if plain[0] == "0" and len(plain) > 1:
        return [row for row in questions if row.letter == "o" and row.number == int(plain)]
    by_number = [row for row in questions if row.number == int(plain)]
    is_like_i = plain[0] == "1" and len(plain) > 1 and plain[1] != "0"
    by_letter = (
        [row for row in questions if row.letter == "i" and row.number == int(plain[1:])] if is_like_i else []
    )
    is_mixed = len({digit.isascii() for digit in digits}) > 1
    return [*by_letter, *by_number] if is_mixed else by_number or by_letter


def listed_subject(subject, around, framework):
    """A plain number at the start of a row as a subject, where the rows before say what such numbers are.

    None where they are running numbers, or nothing was said. Raises Unclear where it could be two things.
    """
    number = int(to_arabic_digits(subject.digits))
    if around.meaning == "running" or not (around.instrument or around.meaning):
        return None
    if around.meaning == "indicator":
        return Subject(Kind.INDICATOR, subject.text, indicator=number, typed_number=number)
    indicator = framework.indicator(number)
    is_either = indicator is not None and indicator.instrument == around.instrument
    if is_either and around.indicator is None and around.meaning != "question":
        raise Unclear(f"เลข {subject.digits} อาจเป็นตัวชี้วัดหรือข้อ โปรดพิมพ์ “ตัวชี้วัดที่ {number}” หรือรหัสข้อ")
    return subject
