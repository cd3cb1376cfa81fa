"""One XML part of a workbook, read through once before openpyxl sees it: what would be dangerous, dear or lost.

openpyxl builds trees of what it reads, passes over rows and cells that are out of order, and stops at the size it is
told. So a part with a document type, with too much in it, or with cells that would be lost is refused here.
"""

import re
from xml.parsers import expat

from assessments.score_sheets import refusals
from assessments.score_sheets.refusals import SheetRefused

MOST_ELEMENTS = 1_500_000  # of all parts together
DEEPEST = 64
MOST_ATTRIBUTES = 200  # of one element
MOST_ROWS = 5_000
STRICT_NAMESPACE = "http://purl.oclc.org/ooxml/"
CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class Scan:
    """Counts what all parts of one file hold together.

    `has_formulas` is True as soon as a cell was seen that is calculated.
    """

    def __init__(self, most_columns):
        self.most_columns = most_columns
        self.elements = 0
        self.has_formulas = False

    def read(self, content):
        """Scan one part (bytes). Raises SheetRefused."""
        part = _Part(self)
        try:
            part.parser.Parse(content, True)
        except (
            expat.ExpatError,
            LookupError,
            ValueError,
        ):  # the last two: an encoding that Python has not, or not so
            raise SheetRefused(refusals.BROKEN) from None


class _Part:
    def __init__(self, scan):
        self.scan = scan
        self.depth = self.rows = self.row = self.column = 0
        self.is_worksheet = self.is_in_value = False
        parser = self.parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_document_type
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def _refuse_document_type(self, *declared):
        raise SheetRefused(refusals.UNSAFE)

    def _start(self, name, attributes):
        self.depth += 1
        self.scan.elements += 1
        if self.scan.elements > MOST_ELEMENTS:
            raise SheetRefused(refusals.TOO_LARGE)
        if self.depth > DEEPEST or len(attributes) > MOST_ATTRIBUTES:
            raise SheetRefused(refusals.UNSAFE)
        name = name.rpartition(":")[2]
        if self.depth == 1:
            self._start_part(name, attributes)
        elif self.is_worksheet:
            self._start_in_worksheet(name, attributes)

    def _start_part(self, name, attributes):
        if any(str(value).startswith(STRICT_NAMESPACE) for value in attributes.values()):
            raise SheetRefused(refusals.STRICT)
        self.is_worksheet = name == "worksheet"

    def _start_in_worksheet(self, name, attributes):
        if name == "row":
            self._start_row(attributes.get("r"))
        elif name == "c":
            self._start_cell(attributes.get("r"))
        elif name in ("v", "t"):
            self.is_in_value = True
        elif name == "f":
            self.scan.has_formulas = True

    def _start_row(self, number):
        """Rows come in order; one without a number follows the last."""
        if number is not None and not re.fullmatch("[1-9][0-9]{0,6}", number):
            raise SheetRefused(refusals.BROKEN)
        row = int(number) if number else self.row + 1
        if row <= self.row:
            raise SheetRefused(refusals.BROKEN)
        self.row, self.column = row, 0
        self.rows += 1
        if self.rows > MOST_ROWS:
            raise SheetRefused(refusals.TOO_LONG)

    def _start_cell(self, reference):
        row, column = self.row, self.column + 1
        if reference is not None:
            match = CELL.fullmatch(reference)
            if not match:
                raise SheetRefused(refusals.BROKEN)
            row, column = int(match[2]), _number_of(match[1])
        if row != self.row or column <= self.column:
            raise SheetRefused(refusals.BROKEN)
        self.column = column

    def _end(self, name):
        self.depth -= 1
        self.is_in_value = False

    def _text(self, text):
        is_outside = self.row > MOST_ROWS or self.column > self.scan.most_columns
        if is_outside and self.is_in_value and self.is_worksheet and text.strip():
            raise SheetRefused(refusals.TOO_LONG)


def _number_of(letters):
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
