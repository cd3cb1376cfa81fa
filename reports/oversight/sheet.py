"""The organisations a person oversees as a spreadsheet: the only writer of it (openpyxl). To read and to sort, not to be read back."""

import io
from functools import lru_cache

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from assessments.score_sheets import looks
from ita_portal.thai_dates import long_date
from ita_portal.thai_text import to_thai_digits
from reports.oversight.year_rows import STEPS

TITLE = "หน่วยงาน"
HEAD_ROW = 4
SCORE, CHANGE, WHOLE = "0.00", "+0.00;-0.00;0.00", "0"
DONE, NOT_DONE = "แล้ว", "ยังไม่"

# What a column is called, and how many characters wide it is.
COLUMNS = {
    "name": ("หน่วยงาน", 44),
    "kind": ("ประเภท", 26),
    "district": ("อำเภอ", 20),
    "province": ("จังหวัด", 20),
    **{step.name: (step.label, 12) for step in STEPS},
    "total": ("คะแนน", 10),
    "level": ("ระดับ", 16),
    "change": ("เปลี่ยนจากปีก่อน", 14),
    "place": ("ลำดับในประเภทและจังหวัด (คำนวณ)", 18),
    "of": ("จากจำนวน", 10),
    "official_rank": ("ลำดับที่ประกาศ", 14),
    "rank_scope": ("ลำดับในกลุ่ม", 26),
}
FORMATS = {"total": SCORE, "change": CHANGE, "place": WHOLE, "of": WHOLE, "official_rank": WHOLE}


def write_oversight_sheet(scope, rows, today):
    """The bytes of a workbook with rows of a Scope, [(organisation, its Details)], as they stood on a day."""
    # Row by row without styles: a whole nation is written in seconds instead of minutes.
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(TITLE)
    for column, (_, width) in enumerate(COLUMNS.values(), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = f"B{HEAD_ROW + 1}"
    _write_heading(sheet, scope, today)
    for row, details in rows:
        sheet.append([_cell(sheet, name, value) for name, value in _values(row, details).items()])
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(COLUMNS))}{HEAD_ROW + len(rows)}"
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _write_heading(sheet, scope, today):
    lines = (
        f"ผลการประเมิน ITA ปี {to_thai_digits(str(scope.year))} {scope.place_name}",
        f"{scope.words} · ข้อมูล ณ {to_thai_digits(long_date(today))}",
    )
    for place, line in enumerate(lines):
        sheet.append([_text(sheet, line, bold=place == 0)])
    sheet.append([])
    sheet.append([_text(sheet, label, bold=True, fill=looks.HEAD) for label, _ in COLUMNS.values()])


def _values(row, details):
    """What a row says, by the names of the columns; figures only of confirmed results."""
    return {
        "name": row.name,
        "kind": row.get_kind_display(),
        "district": row.district,
        "province": row.province.name,
        **{step.name: DONE if done else NOT_DONE for step, done in zip(STEPS, details.marks, strict=True)},
        "total": row.total,
        "level": row.level or "",
        "change": row.change,
        "place": details.place,
        "of": details.of,
        "official_rank": row.official_rank,
        "rank_scope": row.rank_scope or "",
    }


def _cell(sheet, name, value):
    """What the writer takes for one value: a plain text as it is, anything else as a cell."""
    if value is None:
        return None
    if isinstance(value, str):
        text = _safe(value)
        return _text(sheet, text) if text.startswith(looks.FORMULA_STARTS) else text
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = FORMATS[name]
    return cell


@lru_cache(maxsize=10_000)
def _safe(text):
    """Most texts of a sheet come again in the next row."""
    return looks.safe_text(text)


def _text(sheet, text, *, bold=False, fill=None):
    """A cell that no program takes for a formula, whatever its text begins with."""
    cell = WriteOnlyCell(sheet, _safe(text))
    if cell.data_type == "f":
        cell.data_type = "s"
    if bold:
        cell.font = looks.font(bold=True)
    if fill:
        cell.fill = fill
    return cell
