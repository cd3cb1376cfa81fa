"""From a workbook to the cells of its sheets. Runs in the guarded child."""

import datetime
import warnings
from dataclasses import dataclass, field
from enum import StrEnum

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from assessments.score_sheets import container, refusals, xml_scan
from assessments.score_sheets.refusals import SheetRefused


class CellKind(StrEnum):
    NUMBER = "number"
    PERCENT = "percent"  # a number shown with %: 0.97 stands for 97
    TEXT = "text"
    DATE = "date"
    TRUTH = "truth"
    ERROR = "error"
    FORMULA = "formula"  # calculated by nobody yet


@dataclass(frozen=True)
class Cell:
    """A cell that is not empty. `value` is a number, a text, a date, a bool, or the name of an error."""

    row: int
    column: int
    kind: CellKind
    value: object

    @property
    def reference(self):
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def text(self):
        """What stands in the cell, in one line, as far as a page shows it."""
        if self.kind == CellKind.FORMULA:
            return "(สูตรที่ยังไม่มีค่า)"
        shown = self.value.isoformat() if hasattr(self.value, "isoformat") else str(self.value)
        return " ".join(shown.split())[:200]


@dataclass
class Sheet:
    """The cells of a sheet that are not empty, by row and column."""

    title: str
    rows: dict = field(default_factory=dict)  # {row: {column: Cell}}

    def cells(self):
        for row in self.rows.values():
            yield from row.values()

    def put(self, cell):
        self.rows.setdefault(cell.row, {})[cell.column] = cell


def read_workbook(content, *, most_columns):
    """The sheets of an uploaded workbook (bytes). Raises SheetRefused."""
    copy, scan = container.checked_copy(content, most_columns=most_columns)
    sheets = _read(copy, most_columns, data_only=True)
    if scan.has_formulas:
        for sheet, formulas in zip(sheets, _read(copy, most_columns, data_only=False), strict=True):
            _add_formulas_without_value(sheet, formulas)
    return sheets


def _add_formulas_without_value(sheet, formulas):
    for cell in formulas.cells():
        if cell.kind == CellKind.FORMULA and cell.column not in sheet.rows.get(cell.row, {}):
            sheet.put(cell)


def _read(copy, most_columns, *, data_only):
    copy.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells what it leaves out: colours, rules, extensions
            workbook = load_workbook(copy, read_only=True, data_only=data_only, keep_links=False)
            if len(workbook.worksheets) > container.MOST_SHEETS:
                raise SheetRefused(refusals.TOO_MANY_SHEETS)
            return [_sheet(worksheet, most_columns) for worksheet in workbook.worksheets]
    except (SheetRefused, MemoryError):
        raise
    except Exception:  # openpyxl raises many kinds on broken files; all mean the same to the user
        raise SheetRefused(refusals.BROKEN) from None


def _sheet(worksheet, most_columns):
    sheet = Sheet(" ".join(worksheet.title.split())[:60])
    worksheet.reset_dimensions()  # what a file says of its own size is not relied on
    rows = worksheet.iter_rows(max_row=xml_scan.MOST_ROWS, max_col=most_columns)
    for row, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells, start=1):
            kind = _kind(cell)
            if kind:
                value = cell.value if kind != CellKind.FORMULA else ""
                sheet.put(Cell(row, column, kind, value))
    return sheet


def _kind(cell):
    """What a cell of openpyxl holds; None when it is empty."""
    if cell.data_type == "f":
        return CellKind.FORMULA
    if cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()):
        return None
    if cell.data_type == "e":
        return CellKind.ERROR
    if isinstance(cell.value, bool):
        return CellKind.TRUTH
    if isinstance(cell.value, int | float):
        return CellKind.PERCENT if "%" in (cell.number_format or "") else CellKind.NUMBER
    if isinstance(cell.value, datetime.date | datetime.time | datetime.timedelta):
        return CellKind.DATE
    return CellKind.TEXT
