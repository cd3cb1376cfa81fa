"""Open data as a workbook: one sheet per table and the dictionary. The only writer of it (openpyxl)."""

import io

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from assessments.score_sheets import looks
from reports.open_data import FACTS, facts_of, tables_of

DICTIONARY = "พจนานุกรมข้อมูล"
DICTIONARY_HEAD = ("ตาราง", "ชื่อคอลัมน์", "คำเรียก", "ความหมาย")
WIDEST = 60  # characters
LONGEST_SHEET_NAME = 31


def as_xlsx(edition):
    """The tables of an edition as the bytes of a workbook; b"" where it has none."""
    tables = tables_of(edition.data)
    if not tables:
        return b""
    workbook = Workbook()
    workbook.remove(workbook.active)
    facts = tuple(facts_of(edition).values())
    for table in tables:
        head = [column.title for column in (*FACTS, *table.columns)]
        _write_sheet(workbook, table.name, head, [(*facts, *row) for row in table.rows])
    meanings = [
        (table.title, column.name, column.title, column.meaning)
        for table in tables
        for column in (*FACTS, *table.columns)
    ]
    _write_sheet(workbook, DICTIONARY, DICTIONARY_HEAD, meanings)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _write_sheet(workbook, name, head, rows):
    sheet = workbook.create_sheet(name[:LONGEST_SHEET_NAME])
    for place, title in enumerate(head, start=1):
        looks.put_text(sheet.cell(1, place), title, bold=True, fill=looks.HEAD)
        longest = max([len(title), *(len(line) for row in rows for line in row[place - 1].split("\n"))])
        sheet.column_dimensions[get_column_letter(place)].width = min(longest + 2, WIDEST)
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row, start=1):
            looks.put_text(sheet.cell(number, place), value)
    sheet.freeze_panes = "A2"
