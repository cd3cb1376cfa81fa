"""The sheet of many organisations: a row for each, empty of figures."""

import io

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from assessments.score_sheets import looks
from assessments.score_sheets.forms import FACTS, NAME_LABEL, SLUG_LABEL
from assessments.score_sheets.instructions import FOR_MANY, add_instructions
from ita_portal.thai_text import to_thai_digits

TITLE = "คะแนนหลายหน่วยงาน"
MARK_COLUMN, SLUG_COLUMN, NAME_COLUMN, FIRST_COLUMN = 1, 2, 3, 4
HEAD_ROW = 3
NAME_WIDTH, FACT_WIDTH, SCORE_WIDTH = 40, 18, 12  # characters


def write_bulk_template(form, organizations):
    """The bytes of a workbook for a BulkForm; `organizations` are (slug, name), a row for each."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = TITLE
    levels = add_instructions(workbook, FOR_MANY, form.levels)
    _write_head(sheet, form)
    for row, (slug, name) in enumerate(organizations, start=HEAD_ROW + 1):
        looks.put_text(sheet.cell(row, SLUG_COLUMN), slug)
        looks.put_text(sheet.cell(row, NAME_COLUMN), name)
        looks.set_height(sheet, row, [(name, NAME_WIDTH)])
    if sheet.max_row > HEAD_ROW:
        _add_rules(sheet, form, levels)
    _finish(sheet, form)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _write_head(sheet, form):
    sheet.cell(1, MARK_COLUMN).value = form.mark
    title = f"คะแนน ITA ปี {to_thai_digits(str(form.year))} ของหลายหน่วยงาน"
    looks.put_text(sheet.cell(1, SLUG_COLUMN), title, size=looks.TITLE_SIZE, bold=True, box=False, wrap=False)
    labels = {SLUG_COLUMN: SLUG_LABEL, NAME_COLUMN: NAME_LABEL}
    labels |= dict(enumerate(form.columns.values(), start=FIRST_COLUMN))
    for column, label in labels.items():
        looks.put_text(sheet.cell(HEAD_ROW, column), label, bold=True, fill=looks.HEAD)
    for column in range(FIRST_COLUMN, FIRST_COLUMN + len(form.columns)):
        for row in range(1, HEAD_ROW):
            looks.put_paper(sheet.cell(row, column))
    sheet.row_dimensions[1].height, sheet.row_dimensions[HEAD_ROW].height = (
        looks.HEAD_HEIGHT,
        2 * looks.HEAD_HEIGHT,
    )


def _add_rules(sheet, form, levels):
    """One rule for a whole block of cells: a rule for each would make the file slow to open."""
    keys = list(form.columns)
    scores = looks.score_validation()
    scores.add(_block(sheet, FIRST_COLUMN + len(FACTS), FIRST_COLUMN + len(keys) - 1))
    sheet.add_data_validation(scores)
    if levels:
        rule = looks.level_validation(levels)
        column = FIRST_COLUMN + keys.index("official_rating")
        rule.add(_block(sheet, column, column))
        sheet.add_data_validation(rule)


def _block(sheet, first, last):
    return f"{get_column_letter(first)}{HEAD_ROW + 1}:{get_column_letter(last)}{sheet.max_row}"


def _finish(sheet, form):
    sheet.column_dimensions[get_column_letter(MARK_COLUMN)].hidden = True
    sheet.column_dimensions[get_column_letter(SLUG_COLUMN)].width = 18
    sheet.column_dimensions[get_column_letter(NAME_COLUMN)].width = NAME_WIDTH
    for column, key in enumerate(form.columns, start=FIRST_COLUMN):
        width = FACT_WIDTH if key in FACTS else SCORE_WIDTH
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.width = width
        looks.open_column(dimension, is_text=key in FACTS)
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, FIRST_COLUMN)
    sheet.protection.deleteRows = False  # False: allowed
    looks.protect(sheet)
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.print_title_cols = f"{get_column_letter(SLUG_COLUMN)}:{get_column_letter(NAME_COLUMN)}"
