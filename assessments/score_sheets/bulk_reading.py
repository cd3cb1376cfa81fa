"""From the cells of a sheet of many organisations to figures by organisation and key. Runs in the guarded child."""

from assessments.score_sheets import refusals
from assessments.score_sheets.cell_values import value_of
from assessments.score_sheets.finding import head_of, refuse_other_year, the_sheet, words_of
from assessments.score_sheets.forms import FORMAT_VERSION, NAME_LABEL, SLUG_LABEL
from assessments.score_sheets.grid import read_workbook
from assessments.score_sheets.reading import answer_of
from assessments.score_sheets.refusals import SheetRefused

MOST_ORGANIZATIONS = 1_000
MOST_COLUMNS = 150  # the years with many questions have a hundred figures


def read_bulk(content, form):
    """Read an uploaded workbook (bytes) against a BulkForm.

    Returns {"title", "rows": [{"row", "slug", "name", "cells": [[reference, text, key, value]]}], "problems",
    "problem_count"} as read_sheet does; rows without figures are left out. Raises SheetRefused.
    """
    sheet, identity = the_sheet(read_workbook(content, most_columns=MOST_COLUMNS), "bulk")
    refuse_other_year(identity, form.year)
    if identity.version != FORMAT_VERSION:
        raise SheetRefused("แฟ้มนี้เป็นแบบรุ่นที่ระบบไม่รู้จัก โปรดดาวน์โหลดแบบใหม่จากหน้านี้แล้วกรอกอีกครั้ง")
    reading = _BulkReading(sheet, form)
    reading.read()
    if len(reading.rows) > MOST_ORGANIZATIONS:
        raise SheetRefused("แฟ้มหนึ่งมีได้ไม่เกิน ๑,๐๐๐ หน่วยงาน โปรดแบ่งเป็นหลายแฟ้ม เช่น จังหวัดละแฟ้ม")
    if not reading.rows and not reading.problems:
        raise SheetRefused(refusals.NOTHING)
    return answer_of(sheet.title, reading.problems, rows=reading.rows)


class _BulkReading:
    """One pass over the rows under the head."""

    def __init__(self, sheet, form):
        self.sheet, self.form = sheet, form
        self.head = head_of(sheet, SLUG_LABEL, NAME_LABEL, *form.columns.values())
        self.keys = {self.head.column_of(label): key for key, label in form.columns.items()}
        self.rows, self.problems, self.seen = [], [], {}

    def read(self):
        for number, row in self.sheet.rows.items():
            if number > self.head.row:
                self._read_row(number, row)

    def _read_row(self, number, row):
        filled = [row[column] for column in sorted(row) if column in self.keys]
        if not filled:
            return
        slug = words_of(row.get(self.head.column_of(SLUG_LABEL)))
        if not slug or slug in self.seen:
            problem = (
                f"หน่วยงานรหัส {slug[:60]} มีอยู่แล้วที่แถว {self.seen[slug]} โปรดเหลือไว้แถวเดียว"
                if slug
                else "แถวนี้ไม่มีรหัสหน่วยงาน จึงไม่ทราบว่าเป็นคะแนนของหน่วยงานใด"
            )
            self.problems.append([filled[0].reference, filled[0].text, slug[:60], problem])
            return
        self.seen[slug] = number
        cells = [read for cell in filled if (read := self._read_cell(slug, cell))]
        if cells:
            name = words_of(row.get(self.head.column_of(NAME_LABEL)))
            self.rows.append({"row": number, "slug": slug[:60], "name": name, "cells": cells})

    def _read_cell(self, slug, cell):
        key = self.keys[cell.column]
        try:
            value = value_of(cell, key, self.form.levels)
        except ValueError as error:
            self.problems.append(
                [cell.reference, cell.text, f"{slug[:60]} {self.form.columns[key]}", str(error)]
            )
            return None
        return None if value is None else [cell.reference, cell.text, key, value]
