"""The measures of a plan as a spreadsheet: the only writer of it (openpyxl). To read and to sort, not to be read back."""

import io

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from assessments.score_sheets import looks
from ita_portal.thai_dates import long_date
from ita_portal.thai_text import to_thai_digits
from measures.models import ProgressState

TITLE = "มาตรการ"
HEAD_ROW = 4
THAI_DATE = "[$-107041E]d mmm yyyy"  # the day itself is stored; Thai months and Buddhist years are how it looks
MONEY = "#,##0.00"

# What a column is called, and how many characters wide it is.
COLUMNS = {
    "number": ("ลำดับ", 9),
    "kind": ("ประเภท", 12),
    "titles": ("มาตรการ", 44),
    "answers": ("ตอบตัวชี้วัดหรือข้อ", 20),
    "finding": ("ผลการวิเคราะห์", 44),
    "steps": ("ขั้นตอนหรือวิธีปฏิบัติ", 44),
    "owners": ("ผู้รับผิดชอบ", 24),
    "starts_on": ("เริ่ม", 16),
    "due_on": ("สิ้นสุด", 16),
    "target": ("เป้าหมาย", 30),
    "budget": ("งบประมาณ (บาท)", 16),
    "follow_up": ("การติดตามผล", 30),
    "state": ("ความก้าวหน้า", 18),
    "percent": ("ร้อยละ", 9),
    "next_due": ("กำหนดถัดไป", 16),
    "late": ("เลยกำหนด", 12),
    "cancelled": ("เหตุผลที่ยกเลิก", 30),
    "address": ("ที่อยู่ในระบบ", 44),
}
DATES = {"starts_on", "due_on", "next_due"}
FORMATS = {"number": "0", "percent": "0", "budget": MONEY, **dict.fromkeys(DATES, THAI_DATE)}


def write_plan_sheet(bench, *, base_url, today):
    """The bytes of a workbook with the measures that a Workbench shows.

    `base_url` is the portal's own address without a slash at its end; each row leads to its measure below it.
    """
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = TITLE
    _write_heading(sheet, bench, today)
    for column, (label, width) in enumerate(COLUMNS.values(), start=1):
        looks.put_text(sheet.cell(HEAD_ROW, column), label, bold=True, fill=looks.HEAD)
        sheet.column_dimensions[get_column_letter(column)].width = width
    looks.set_height(sheet, HEAD_ROW, COLUMNS.values())
    for row, measure in enumerate(bench.rows, start=HEAD_ROW + 1):
        _write_row(sheet, row, _cells_of(measure, base_url))
    _finish(sheet, bench)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _write_heading(sheet, bench, today):
    plan = bench.plan
    shown, total = (to_thai_digits(str(count)) for count in (len(bench.rows), bench.total_count))
    chosen = f" เฉพาะ{' '.join(bench.words)}" if bench.wanted.narrows else ""
    lines = (
        f"แผนมาตรการปี {to_thai_digits(str(plan.fiscal_year))} {plan.organization.name}",
        f"{shown} จาก {total} มาตรการ{chosen} · ข้อมูล ณ {to_thai_digits(long_date(today))}",
    )
    for row, line in enumerate(lines, start=1):
        size = looks.TITLE_SIZE if row == 1 else looks.SIZE
        looks.put_text(sheet.cell(row, 1), line, size=size, bold=row == 1, box=False, wrap=False)
        sheet.row_dimensions[row].height = looks.HEAD_HEIGHT


def _cells_of(row, base_url):
    """What a row says, by the names of the columns: texts, numbers, days and None."""
    measure = row.measure
    return {
        "number": row.number,
        "kind": measure.get_kind_display(),
        "titles": _lines(title.text for title in measure.titles.all()) or measure.title,
        "answers": ", ".join(row.answers) or (str(measure.topic) if measure.topic else ""),
        "finding": measure.finding,
        "steps": _lines(f"{step.order}. {step.text}" for step in measure.steps.all()),
        "owners": _lines(measure.owner_lines),
        "starts_on": measure.starts_on,
        "due_on": measure.due_on,
        "target": measure.target,
        "budget": measure.budget,
        "follow_up": measure.follow_up,
        "state": "ยกเลิก" if row.is_cancelled else ProgressState(measure.state).label,
        "percent": measure.percent,
        "next_due": row.next_due,
        "late": "เลยกำหนด" if row.is_late else "",
        "cancelled": measure.cancel_reason,
        "address": f"{base_url}{row.address}",
    }


def _write_row(sheet, row, cells):
    for column, (name, value) in enumerate(cells.items(), start=1):
        cell = sheet.cell(row, column)
        is_text = isinstance(value, str)
        looks.put_text(cell, value if is_text else "", wrap=is_text)
        if not is_text:
            cell.value = value
            cell.number_format = FORMATS[name]
    address = sheet.cell(row, len(cells))
    address.hyperlink = address.value
    texts = [(line, COLUMNS[name][1]) for name, line in cells.items() if isinstance(line, str)]
    looks.set_height(sheet, row, texts)


def _finish(sheet, bench):
    last = get_column_letter(len(COLUMNS))
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 4)  # number, kind and title stay in sight
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{sheet.max_row}"
    footer = f"{bench.plan.organization.name} · แผนปี {to_thai_digits(str(bench.plan.fiscal_year))}"
    looks.print_on_a4(sheet, head_rows=f"{HEAD_ROW}:{HEAD_ROW}", columns=f"A:{last}", footer=footer)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 2  # sheets side by side: on one, nobody could read so many columns
    sheet.print_title_cols = "A:C"


def _lines(texts):
    return "\n".join(texts)
