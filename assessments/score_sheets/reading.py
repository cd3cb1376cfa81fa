"""From the cells of one organisation's sheet to figures by key. Runs in the guarded child."""

from assessments.score_sheets import refusals
from assessments.score_sheets.cell_values import value_of
from assessments.score_sheets.finding import bare, head_of, refuse_other_year, the_sheet, words_of
from assessments.score_sheets.forms import CODE_LABEL, FORMAT_VERSION
from assessments.score_sheets.grid import read_workbook
from assessments.score_sheets.refusals import SheetRefused

MOST_COLUMNS = 100
MOST_PROBLEMS = 200  # told in full; of more, the number


def read_sheet(content, form):
    """Read an uploaded workbook (bytes) against a SheetForm.

    Returns {"title", "cells": [[reference, text, key, value]], "problems": [[reference, text, key, sentence]],
    "problem_count"}; a value is text as cell_values gives it. Raises SheetRefused when the file as a whole is no use.
    """
    sheet, identity = the_sheet(read_workbook(content, most_columns=MOST_COLUMNS), "scores")
    _refuse_other_sheet(identity, form)
    reading = _SheetReading(sheet, form)
    reading.read()
    if not reading.cells and not reading.problems:
        raise SheetRefused(refusals.NOTHING)
    return answer_of(sheet.title, reading.problems, cells=reading.cells)


def answer_of(title, problems, **found):
    """What the child answers; problems beyond a page are only counted."""
    return {**found, "title": title, "problems": problems[:MOST_PROBLEMS], "problem_count": len(problems)}


def _refuse_other_sheet(identity, form):
    if identity.slug != form.slug:
        raise SheetRefused(
            f"แฟ้มนี้เป็นแบบคะแนนของหน่วยงานรหัส “{identity.slug}” แต่ท่านกำลังนำเข้าของ{form.organization} โปรดเลือกแฟ้มของหน่วยงานนี้"
        )
    refuse_other_year(identity, form.year)
    if identity.version != FORMAT_VERSION:
        raise SheetRefused("แฟ้มนี้เป็นแบบรุ่นที่ระบบไม่รู้จัก โปรดดาวน์โหลดแบบใหม่จากหน้านี้แล้วกรอกอีกครั้ง")


class _SheetReading:
    """One pass over the rows under the head."""

    def __init__(self, sheet, form):
        self.sheet, self.form = sheet, form
        self.head = head_of(sheet, CODE_LABEL, *form.columns.values())
        self.columns = {self.head.column_of(label): column for column, label in form.columns.items()}
        self.lines = {bare(name): line for line in form.lines for name in (line.code, line.key)}
        self.cells, self.problems, self.seen = [], [], {}

    def read(self):
        for number, row in self.sheet.rows.items():
            if number > self.head.row:
                self._read_row(row)

    def _read_row(self, row):
        filled = [row[column] for column in sorted(row) if column in self.columns]
        if not filled:
            return
        code, mark = words_of(row.get(self.head.column_of(CODE_LABEL))), self._mark_of(row)
        line = self.lines.get(bare(code)) if code else mark
        problem = self._problem_of_row(code, mark, line)
        if problem:
            self.problems += [[cell.reference, cell.text, code[:40], problem] for cell in filled]
            return
        self.seen[line.key] = filled[0].row
        for cell in filled:
            self._read_cell(line, cell)

    def _mark_of(self, row):
        """The line that the hidden cell at the beginning of the row names; None where it is gone."""
        first = min(row)
        if first >= min(self.head.columns.values()):
            return None
        return self.lines.get(bare(row[first].text))

    def _problem_of_row(self, code, mark, line):
        if line is None:
            return f"ไม่มีรหัส “{code[:40]}” ในเกณฑ์ของปีนี้" if code else "แถวนี้ไม่มีรหัส จึงไม่ทราบว่าเป็นคะแนนของข้อใด"
        if mark is not None and mark is not line:
            return f"รหัสในแถวนี้ถูกเปลี่ยนจาก {mark.code} เป็น {line.code} หรือเรียงลำดับไม่ครบทุกคอลัมน์ โปรดกรอกในแบบที่ดาวน์โหลดใหม่"
        if line.key in self.seen:
            return f"{line.code} มีคะแนนอยู่แล้วที่แถว {self.seen[line.key]} โปรดเหลือไว้แถวเดียว"
        return ""

    def _read_cell(self, line, cell):
        column = self.columns[cell.column]
        key = line.cells.get(column)
        if key is None:
            right = " หรือ ".join(f"“{self.form.columns[place]}”" for place in line.cells)
            self.problems.append(
                [cell.reference, cell.text, line.code, f"{line.code} ไม่มีคะแนนในคอลัมน์นี้ โปรดย้ายไปที่คอลัมน์ {right}"]
            )
            return
        try:
            value = value_of(cell, key, self.form.levels)
        except ValueError as error:
            self.problems.append([cell.reference, cell.text, line.code, str(error)])
        else:
            if value is not None:
                self.cells.append([cell.reference, cell.text, key, value])
