"""How the sheets look in Excel, LibreOffice and Google Sheets; and texts that stay texts."""

import math
import unicodedata
from functools import cache

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation

from ita_portal.thai_text import normalize

FONT = "TH Sarabun New"
SIZE = 16  # points; Thai text of this font is as large as that of other fonts at 11
TITLE_SIZE = 20
LINE_HEIGHT = 24  # points
HEAD_HEIGHT = 30
HIGHEST_ROW = 409  # points; Excel knows no higher one
ROOM = 1.0  # of a column that a drawn character takes, on average, with some to spare
LONGEST_TEXT = 32_767  # characters of a cell
FORMULA_STARTS = ("=", "+", "-", "@")
NOT_IN_XML = dict.fromkeys(map(ord, "\ufffe\uffff"))

TEXT, MUTED = "1B2430", "566273"
_LINE = Side(style="thin", color="B8C0CC")
UNLOCKED = Protection(locked=False)
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
HEAD, GROUP, CLOSED, OPEN, PAPER = (
    PatternFill("solid", start_color=colour) for colour in ("CFE3E7", "EAF2F4", "E4E8EE", "FFFDF0", "FFFFFF")
)


def put_text(
    cell, text, *, size=SIZE, bold=False, fill=None, box=True, horizontal=None, colour=TEXT, wrap=True
):
    """Write a text that no program takes for a formula, whatever it begins with."""
    cell.value = safe_text(text)
    if cell.data_type == "f":
        cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_STARTS)
    cell.font = font(size, bold, colour)
    cell.alignment = _alignment(horizontal, wrap)
    if fill:
        cell.fill = fill
    if box:
        cell.border = BOX


def put_score(cell, score):
    """An open cell for a score, with one (a Decimal) or empty."""
    _open(cell)
    cell.value = score
    cell.number_format = "0.00"
    cell.alignment = _alignment("right", False)


def put_fact(cell, text):
    """An open cell for what is announced beside the figures, kept as text: programs must not guess at dates."""
    put_text(cell, text, horizontal="left")
    _open(cell)
    cell.number_format = "@"


def open_column(dimension, *, is_text):
    """Open all cells of a column that hold nothing yet. Written cell by cell, a sheet of many rows takes minutes."""
    dimension.font, dimension.fill, dimension.border, dimension.protection = font(), OPEN, BOX, UNLOCKED
    dimension.number_format = "@" if is_text else "0.00"


def put_closed(cell):
    """A locked cell: here nothing is asked for."""
    cell.fill = CLOSED
    cell.border = BOX


def put_paper(cell):
    """A locked cell beside the table, in a column that is open below."""
    cell.fill = PAPER


def safe_text(text):
    """A text as a cell can hold it: one spelling, no control characters, not too long."""
    return ILLEGAL_CHARACTERS_RE.sub("", normalize(text).translate(NOT_IN_XML))[:LONGEST_TEXT]


def set_height(sheet, row, texts):
    """Make a row as high as its longest text needs. `texts` are (text, width of its column in characters).

    LibreOffice does not measure wrapped cells when it opens a file, and no program measures merged ones.
    """
    lines = max(_line_count(text, width) for text, width in texts)
    sheet.row_dimensions[row].height = min(LINE_HEIGHT * max(lines, 1), HIGHEST_ROW)


def _line_count(text, width):
    return sum(math.ceil(_drawn_length(line) * ROOM / width) or 1 for line in text.split("\n"))


def _drawn_length(text):
    """Characters that take room: marks stand above or below another."""
    return sum(unicodedata.category(char) != "Mn" for char in text)


def protect(sheet):
    """Lock all but the open cells, without a password: it guards against slips, not against intent."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False  # False: allowed
    sheet.protection.formatRows = False


def print_on_a4(sheet, *, head_rows, columns, footer):
    """Upright, as wide as the paper, the head on each page. `columns` as in "B:F"."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = head_rows
    first, last = columns.split(":")
    sheet.print_area = f"{first}1:{last}{sheet.max_row}"
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = footer.replace("&", "&&"), "หน้า &P จาก &N"


def score_validation():
    """Only a number from 0 to 100 can be typed."""
    return DataValidation(
        type="decimal",
        operator="between",
        formula1="0",
        formula2="100",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="ไม่ใช่คะแนน",
        error="พิมพ์ตัวเลขอารบิกตั้งแต่ 0 ถึง 100 ทศนิยมไม่เกิน 2 ตำแหน่ง เช่น 97.43",
    )


def level_validation(cells):
    """Only a level of the year can be chosen; `cells` is the range that lists them."""
    return DataValidation(
        type="list",
        formula1=cells,
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="ไม่มีระดับนี้",
        error="เลือกระดับจากรายการ",
    )


def _open(cell):
    cell.font, cell.fill, cell.border, cell.protection = font(), OPEN, BOX, UNLOCKED


@cache
def font(size=SIZE, bold=False, colour=TEXT):
    """The font of the sheets. One object for each look: openpyxl compares the looks of every cell."""
    return Font(name=FONT, size=size, bold=bold, color=colour)


@cache
def _alignment(horizontal, wrap):
    return Alignment(vertical="top", horizontal=horizontal, wrap_text=wrap)
