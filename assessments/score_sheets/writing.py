"""The sheet of one organisation: a template to fill in, or an export of what is stored. Both are the same format."""

import io

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from assessments.score_sheets import looks
from assessments.score_sheets.forms import (
    CODE_LABEL,
    NAME_LABEL,
    SLUG_LABEL,
    WORDING_LABEL,
    YEAR_LABEL,
    LineKind,
)
from assessments.score_sheets.instructions import FOR_ONE, add_instructions
from ita_portal.thai_dates import short_date
from ita_portal.thai_text import to_thai_digits

TITLE = "คะแนน"
MARK_COLUMN, CODE_COLUMN, WORDING_COLUMN, FIRST_SCORE_COLUMN = 1, 2, 3, 4
HEAD_ROW = 5
LEVEL = "official_rating"
WIDE = 44  # the width of the score columns together, in characters: a fact is written across them
CODE_WIDTH, WORDING_WIDTH = 16, 62


def write_sheet(form, figures=None, facts=None):
    """The bytes of a workbook for a SheetForm.

    figures: official scores by element key (Decimal); facts: announced values by name, as Assessment holds them.
    """
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = TITLE
    levels = add_instructions(workbook, FOR_ONE, form.levels)
    places = {column: FIRST_SCORE_COLUMN + place for place, column in enumerate(form.columns)}
    _write_heading(sheet, form)
    _write_head(sheet, form, places)
    rules = {"score": looks.score_validation(), "level": looks.level_validation(levels) if levels else None}
    for row, line in enumerate(form.lines, start=HEAD_ROW + 1):
        _write_name(sheet, row, line)
        if line.kind == LineKind.FACT:
            _write_fact(sheet, row, line, places, (facts or {}).get(line.key), rules)
        else:
            _write_scores(sheet, row, line, places, figures or {}, rules)
    _finish(sheet, form, places, rules)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def fact_as_typed(value):
    """An announced fact as people type it: a date in Thai, a rank in digits; '' for none."""
    if value is None:
        return ""
    return short_date(value) if hasattr(value, "month") else str(value)


def _write_heading(sheet, form):
    sheet.cell(1, MARK_COLUMN).value = form.mark
    looks.put_text(
        sheet.cell(1, CODE_COLUMN),
        f"คะแนน ITA ปี {to_thai_digits(str(form.year))}",
        size=looks.TITLE_SIZE,
        bold=True,
        box=False,
        wrap=False,
    )
    facts = ((NAME_LABEL, form.organization), (SLUG_LABEL, form.slug), (YEAR_LABEL, str(form.year)))
    for row, (label, text) in enumerate(facts, start=2):
        looks.put_text(sheet.cell(row, CODE_COLUMN), label, box=False, colour=looks.MUTED)
        looks.put_text(sheet.cell(row, WORDING_COLUMN), text, box=False)
        looks.set_height(sheet, row, [(text, WORDING_WIDTH)])
    sheet.row_dimensions[1].height = sheet.row_dimensions[HEAD_ROW].height = looks.HEAD_HEIGHT


def _write_head(sheet, form, places):
    labels = {CODE_COLUMN: CODE_LABEL, WORDING_COLUMN: WORDING_LABEL}
    labels |= {places[column]: label for column, label in form.columns.items()}
    for column, label in labels.items():
        horizontal = "right" if column >= FIRST_SCORE_COLUMN else None
        looks.put_text(sheet.cell(HEAD_ROW, column), label, bold=True, fill=looks.HEAD, horizontal=horizontal)


def _write_name(sheet, row, line):
    sheet.cell(row, MARK_COLUMN).value = line.key
    heads = line.kind in (LineKind.TOTAL, LineKind.INSTRUMENT, LineKind.INDICATOR)
    for column, text in ((CODE_COLUMN, line.code), (WORDING_COLUMN, line.wording)):
        looks.put_text(sheet.cell(row, column), text, bold=heads, fill=looks.GROUP if heads else None)
    looks.set_height(sheet, row, [(line.wording, WORDING_WIDTH), (line.code, CODE_WIDTH)])


def _write_fact(sheet, row, line, places, value, rules):
    first, last = min(places.values()), max(places.values())
    for column in range(first, last + 1):
        looks.put_fact(sheet.cell(row, column), "")
    text = fact_as_typed(value)
    looks.put_fact(sheet.cell(row, first), text)
    if last > first:
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    looks.set_height(sheet, row, [(text, WIDE), (line.wording, WORDING_WIDTH)])
    if line.key == LEVEL and rules["level"]:
        rules["level"].add(sheet.cell(row, first))


def _write_scores(sheet, row, line, places, figures, rules):
    for column, place in places.items():
        cell = sheet.cell(row, place)
        if column in line.cells:
            looks.put_score(cell, figures.get(line.cells[column]))
            rules["score"].add(cell)
        else:
            looks.put_closed(cell)


def _finish(sheet, form, places, rules):
    for rule in rules.values():
        if rule:
            sheet.add_data_validation(rule)
    sheet.column_dimensions[get_column_letter(MARK_COLUMN)].hidden = True
    widths = {CODE_COLUMN: CODE_WIDTH, WORDING_COLUMN: WORDING_WIDTH}
    widths |= {place: WIDE / len(places) for place in places.values()}
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, FIRST_SCORE_COLUMN)
    looks.protect(sheet)
    looks.print_on_a4(
        sheet,
        head_rows=f"{HEAD_ROW}:{HEAD_ROW}",
        columns=f"{get_column_letter(CODE_COLUMN)}:{get_column_letter(max(places.values()))}",
        footer=f"{form.organization} · ปี {to_thai_digits(str(form.year))}",
    )
