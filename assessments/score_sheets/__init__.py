"""Spreadsheets of scores: the only reader and writer of them (openpyxl).

A template is an export without figures. Rows and columns are found by what they are called, never by where they stand.
Files come from strangers, so they are read in a guarded child only (`understood.py`), from a copy that holds nothing
but checked XML (`container.py`).

    forms.py         what a year's sheet asks for, as plain data: for one organisation, and for many in one sheet
    writing.py       the sheet of one organisation     bulk_writing.py   the sheet of many     looks.py   how both look
    container.py     the zip file: limits, and what may not be in it     xml_scan.py   one of its XML parts
    grid.py          from the workbook to cells        cell_values.py    from a cell to a score, a date, a rank
    reading.py       from cells to figures by key      bulk_reading.py   the same for many organisations
    understood.py    the parent's side: asks the child and checks what it answers
"""

from assessments.score_sheets.bulk_reading import MOST_ORGANIZATIONS
from assessments.score_sheets.bulk_writing import write_bulk_template
from assessments.score_sheets.finding import bare
from assessments.score_sheets.forms import bulk_form_of, sheet_form_of
from assessments.score_sheets.refusals import SheetRefused
from assessments.score_sheets.understood import (
    LIMIT_BYTES,
    CellProblem,
    UnderstoodBulk,
    UnderstoodCell,
    UnderstoodRow,
    UnderstoodSheet,
    bulk_from_plain,
    facts_of,
    figures_of,
    place_of,
    plain_bulk,
    reading_of,
    understand_bulk,
    understand_sheet,
)
from assessments.score_sheets.writing import write_sheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

__all__ = [
    "CONTENT_TYPE",
    "LIMIT_BYTES",
    "MOST_ORGANIZATIONS",
    "CellProblem",
    "SheetRefused",
    "UnderstoodBulk",
    "UnderstoodCell",
    "UnderstoodRow",
    "UnderstoodSheet",
    "bare",
    "bulk_form_of",
    "bulk_from_plain",
    "facts_of",
    "figures_of",
    "place_of",
    "plain_bulk",
    "reading_of",
    "sheet_form_of",
    "understand_bulk",
    "understand_sheet",
    "write_bulk_template",
    "write_sheet",
]
