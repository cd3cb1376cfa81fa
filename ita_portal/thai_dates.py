"""Leaf: Buddhist-era dates and fiscal years as pure functions.

Dates are stored as Christian-era `date`s; people read and type Buddhist-era (พ.ศ. = ค.ศ. + 543).
Fiscal year N runs from 1 October N−1 to 30 September N (Buddhist years).
"""

import re
from datetime import date, timedelta

from ita_portal.thai_text import to_arabic_digits

BUDDHIST_OFFSET = 543
EARLIEST_YEAR, LATEST_YEAR = 2540, 2600

MONTHS = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
SHORT_MONTHS = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]

READ_AS_HINT = "พิมพ์วันที่แบบ ๑ ต.ค. ๒๕๖๘ หรือ 1/10/2568"


def buddhist_year(day):
    """Buddhist year of a date: 2025-10-01 gives 2568."""
    return day.year + BUDDHIST_OFFSET


def fiscal_year_of(day):
    """Buddhist fiscal year that holds the day: 2025-10-01 gives 2569."""
    return buddhist_year(day) + (1 if day.month >= 10 else 0)


def fiscal_year_start(fiscal_year):
    """First day of a Buddhist fiscal year."""
    return date(fiscal_year - BUDDHIST_OFFSET - 1, 10, 1)


def fiscal_year_end(fiscal_year):
    """Last day of a Buddhist fiscal year."""
    return date(fiscal_year - BUDDHIST_OFFSET, 9, 30)


def round_month_of(day):
    """The reporting round of the fiscal year that a day falls in, by its last month: 3, 6, 9 or 12.

    October to December give 3, July to September 12.
    """
    month_of_year = (day.month - 10) % 12 + 1
    return -(-month_of_year // 3) * 3


def round_month_in(fiscal_year, day):
    """The round of a fiscal year that work on a day is reported in: before the year its first, after it its last."""
    return round_month_of(min(max(day, fiscal_year_start(fiscal_year)), fiscal_year_end(fiscal_year)))


def is_working_day(day, holidays):
    """True from Monday to Friday, except on the given holidays (a container of dates)."""
    return day.weekday() < 5 and day not in holidays


def working_day_on_or_before(day, holidays):
    """The day itself when offices are open, else the last working day before it."""
    while not is_working_day(day, holidays):
        day -= timedelta(days=1)
    return day


def working_day_on_or_after(day, holidays):
    """The day itself when offices are open, else the next working day."""
    while not is_working_day(day, holidays):
        day += timedelta(days=1)
    return day


def long_date(day):
    """'1 ตุลาคม 2568' (Arabic digits; the page's digit setting turns them)."""
    return f"{day.day} {MONTHS[day.month - 1]} {buddhist_year(day)}"


def short_date(day):
    """'1 ต.ค. 2568'."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {buddhist_year(day)}"


def moment(at):
    """'21 พ.ย. 2569 09.42 น.' of a datetime that is in local time already."""
    return f"{short_date(at)} {at:%H.%M} น."


def period(start, end):
    """'1 ตุลาคม 2568 ถึง 30 กันยายน 2569'; one day alone when both are the same, '' when nothing is known."""
    if start and end:
        return long_date(start) if start == end else f"{long_date(start)} ถึง {long_date(end)}"
    if start:
        return f"ตั้งแต่ {long_date(start)}"
    return f"ภายใน {long_date(end)}" if end else ""


def parse_thai_date(text):
    """Read a Buddhist-era date as people type it: ๑ ต.ค. ๒๕๖๘, 1 ตุลาคม พ.ศ. 2568, 1/10/2568, ๑ ต.ค. ๖๘.

    Returns a Christian-era `date`. Raises ValueError with a Thai sentence when the text is no date, or its year
    is not a Buddhist year between 2540 and 2600 (a Christian year is refused, never guessed).
    """
    typed = " ".join(re.sub(r"วันที่|เดือน|พ\.ศ\.", " ", to_arabic_digits(text)).split())
    match = re.fullmatch(r"(\d{1,2})\s*[/\-. ]\s*(\d{1,2})\s*[/\-. ]\s*(\d{2}|\d{4})", typed)
    if match:
        day, month, year = (int(part) for part in match.groups())
    else:
        match = re.fullmatch(r"(\d{1,2})\s*([ก-๙.]+?)\s*(\d{2}|\d{4})", typed)
        if not match:
            raise ValueError(f"อ่านวันที่ “{text}” ไม่ได้ {READ_AS_HINT}")
        day, month, year = int(match[1]), _month_number(match[2], text), int(match[3])
    if year < 100:
        year += 2500
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueError(f"ปี {year} ไม่ใช่ปี พ.ศ. ระหว่าง {EARLIEST_YEAR}–{LATEST_YEAR} {READ_AS_HINT}")
    try:
        return date(year - BUDDHIST_OFFSET, month, day)
    except ValueError:
        raise ValueError(f"ไม่มีวันที่ “{text}” ในปฏิทิน โปรดตรวจวันและเดือน") from None


def _month_number(name, text):
    bare = name.replace(".", "")
    for number, (full, short) in enumerate(zip(MONTHS, SHORT_MONTHS, strict=True), start=1):
        if bare in (full, short.replace(".", "")):
            return number
    raise ValueError(f"ไม่รู้จักเดือน “{name}” ใน “{text}” {READ_AS_HINT}")
