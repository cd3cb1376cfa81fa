"""From a cell to what it says: a score, a date, a level, a rank, a text. Runs in the guarded child.

Every function returns text (a score with two decimals, a date as ISO), None for a cell that says nothing, and raises
ValueError with a Thai sentence.
"""

import datetime
import math
import re
from decimal import Decimal

from assessments.score_sheets.grid import CellKind
from ita_portal.fields import parse_score
from ita_portal.thai_dates import BUDDHIST_OFFSET, EARLIEST_YEAR, LATEST_YEAR, parse_thai_date
from ita_portal.thai_text import normalize, to_arabic_digits

NOISE = Decimal("1e-9")  # what is left of a decimal fraction in a binary number is smaller
CENT = Decimal("0.01")
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
LONGEST = {"source": 300, "rank_scope": 120}  # characters, as Assessment keeps them
HIGHEST_RANK = 100_000

WRONG_KIND = {
    CellKind.PERCENT: "ช่องนี้จัดรูปแบบเป็น % จึงไม่แน่ใจว่าหมายถึงเท่าใด พิมพ์ตัวเลขอย่างเดียว เช่น 97.43 แล้วจัดรูปแบบเป็นตัวเลข",
    CellKind.DATE: "ช่องนี้เป็นวันที่หรือเวลา ไม่ใช่คะแนน จัดรูปแบบช่องเป็นตัวเลขแล้วพิมพ์ใหม่ เช่น 97.43",
    CellKind.TRUTH: "ช่องนี้เป็นค่าจริงหรือเท็จ ไม่ใช่คะแนน พิมพ์ตัวเลข เช่น 97.43",
    CellKind.ERROR: "ช่องนี้เป็นข้อผิดพลาดของ Excel ไม่ใช่คะแนน พิมพ์ตัวเลขแทน เช่น 97.43",
}
NOT_CALCULATED = "ช่องนี้เป็นสูตรที่ยังไม่ได้คำนวณ เปิดแฟ้มใน Excel แล้วบันทึกใหม่ หรือพิมพ์ค่าแทนสูตร"


def value_of(cell, key, levels):
    """What a cell says of the key: a fact that is announced beside the figures, or a score."""
    if cell.kind == CellKind.FORMULA:
        raise ValueError(NOT_CALCULATED)
    match key:
        case "announced_on":
            return date_of(cell)
        case "official_rating":
            return level_of(cell, levels)
        case "official_rank":
            return rank_of(cell)
        case "source" | "rank_scope":
            return text_of(cell, LONGEST[key])
    return score_of(cell)


def score_of(cell):
    """'97.43' from a number or a text; None for a dash."""
    if cell.kind in WRONG_KIND:
        raise ValueError(WRONG_KIND[cell.kind])
    text = _number_as_text(cell.value) if cell.kind == CellKind.NUMBER else typed(cell)
    score = parse_score(text)
    return None if score is None else f"{score:.2f}"


def date_of(cell):
    """ISO text from a Thai date, or from a date of Excel; years of the Buddhist era are understood in both."""
    if cell.kind == CellKind.DATE and isinstance(cell.value, datetime.date):
        return _date_of_excel(cell.value).isoformat()
    if cell.kind != CellKind.TEXT:
        raise ValueError("อ่านวันที่ในช่องนี้ไม่ได้ พิมพ์วันที่แบบ 15 ส.ค. 2568")
    return parse_thai_date(typed(cell)).isoformat()


def level_of(cell, levels):
    text = text_of(cell, 60)
    for level in levels:
        if _bare(text) == _bare(level):
            return level
    raise ValueError(f"ไม่มีระดับ “{text}” ในเกณฑ์ของปีนี้ เลือกจากรายการ: {', '.join(levels)}")


def rank_of(cell):
    """The digits of a whole number."""
    text = _number_as_text(cell.value, None) if cell.kind == CellKind.NUMBER else text_of(cell, 60)
    digits = to_arabic_digits(re.sub(r"^(?:ลำดับ|อันดับ)(?:ที่)?\s*", "", text)).replace(",", "")
    if not re.fullmatch("[0-9]{1,6}", digits) or not 1 <= int(digits) <= HIGHEST_RANK:
        raise ValueError(f"“{text}” ไม่ใช่ลำดับ พิมพ์จำนวนเต็ม เช่น 137")
    return str(int(digits))


def text_of(cell, longest):
    """A text in one line. A whole number counts as one: people write a year as a source."""
    if cell.kind == CellKind.NUMBER:
        text = _number_as_text(cell.value, None)
    elif cell.kind == CellKind.TEXT:
        text = typed(cell)
    else:
        raise ValueError("ช่องนี้ไม่ใช่ข้อความ โปรดพิมพ์ข้อความแทน")
    if len(text) > longest:
        raise ValueError(f"ข้อความยาวเกิน {longest} ตัวอักษร โปรดย่อให้สั้นลง")
    return text


def typed(cell):
    """A text cell in one line and one spelling, without what cannot be seen."""
    return " ".join(normalize(str(cell.value).translate(INVISIBLE)).split())


def _number_as_text(value, highest=1000):
    """The digits of a number. A float a hair beside a figure of two decimals is that figure; others stay as they are."""
    if not math.isfinite(value) or (highest and not 0 <= value <= highest):
        raise ValueError(f"คะแนน {value:g} ต้องอยู่ระหว่าง 0 ถึง 100")
    if abs(value) > 1e15:
        raise ValueError("ตัวเลขในช่องนี้ใหญ่เกินไป โปรดตรวจอีกครั้ง")
    exact = Decimal(repr(value))
    cents = exact.quantize(CENT)
    if abs(exact - cents) < NOISE:
        exact = cents
    return f"{exact.normalize():f}"


def _date_of_excel(value):
    """A date cell typed in a program that counts in the Buddhist era holds its year; both are read, none is guessed."""
    day = value.date() if isinstance(value, datetime.datetime) else value
    if EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        return _moved(day)
    if EARLIEST_YEAR <= day.year + BUDDHIST_OFFSET <= LATEST_YEAR:
        return day
    raise ValueError(f"ปีของวันที่ {day.day}/{day.month}/{day.year} ไม่อยู่ในช่วงที่ใช้ได้ พิมพ์วันที่แบบ 15 ส.ค. 2568")


def _moved(day):
    try:
        return day.replace(year=day.year - BUDDHIST_OFFSET)
    except ValueError:
        raise ValueError("ไม่มีวันที่นี้ในปฏิทิน พิมพ์วันที่แบบ 15 ส.ค. 2568") from None


def _bare(text):
    return "".join(normalize(text).split())
