"""What is unwise about a measure, and no error: said beside the field, never in the way. Pure."""

from ita_portal.thai_dates import fiscal_year_end, fiscal_year_start, short_date
from ita_portal.thai_text import to_thai_digits

VAGUE_OWNER = "“ทุกส่วนราชการ” กว้างเกินกว่าจะรู้ว่าใครต้องทำ โปรดระบุส่วนราชการ หรืออย่างน้อยหน่วยหลัก"


def warnings_of(content, fiscal_year):
    """{field of MeasureContent: Thai sentence} for a measure of a plan of this Buddhist fiscal year."""
    found = {"is_all_divisions": VAGUE_OWNER} if content.is_all_divisions else {}
    for name in ("starts_on", "due_on"):
        if sentence := outside(getattr(content, name), fiscal_year):
            found[name] = sentence
    return found


def outside(day, fiscal_year):
    """A Thai sentence when a day lies outside the fiscal year; "" when it lies inside or is not known."""
    begin, end = fiscal_year_start(fiscal_year), fiscal_year_end(fiscal_year)
    if day is None or begin <= day <= end:
        return ""
    side = "ก่อนปีงบประมาณ" if day < begin else "หลังปีงบประมาณ"
    return to_thai_digits(
        f"{short_date(day)} อยู่{side} {fiscal_year} ({short_date(begin)} – {short_date(end)}) หากตั้งใจเช่นนั้นก็บันทึกได้"
    )
