"""Pasted text as rows of cells: one spelling of Thai, no invisible characters, cells of several lines on one."""

import re
from dataclasses import dataclass

from ita_portal import thai_text

LONGEST_TEXT = 120_000  # characters: a whole report of a municipality has about 35,000
LONGEST_CELL = (
    2_000  # characters that are read of a cell; scores stand at the start of a paragraph or in short cells
)
MOST_CELLS = 60  # of a row
LONGEST_QUOTE = 160  # of a line on the page that tells how it was read

INVISIBLE = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\u00ad]")
SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
# Word: \v breaks a line inside a cell, \x07 ends a cell, \f ends a page.
ENDS = str.maketrans({"\v": " ", "\f": "\n", "\x07": "\t", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
WIDE_LETTERS = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>|\*\*")
# Excel puts a cell of several lines in quotation marks.
QUOTED_CELL = re.compile(r'(?:(?<=\t)|^)"((?:[^"\n]|""|\n){0,2000})"(?=\t|$)', re.MULTILINE)
BREAK_IN_CELL = "\ue000"
# "e1 96.80 98.00 e2 …", "IIT 93.80 EIT 97.30": a score, then what the next one is about.
NEXT_PAIR = re.compile(
    r"(?<=[0-9๐-๙])\s+(?=(?:(?:ข้อ(?:ที่)?\s*)?[iIlLeEoO]\s?-?[0-9๐-๙]{1,2}(?![0-9๐-๙.A-Za-z])|[A-Z]IT(?![A-Za-z])"
    r"|ตัวชี้วัด(?:ที่)?\s*[0-9๐-๙]))"
)


@dataclass(frozen=True)
class Row:
    """A row with at least one filled cell; empty cells are kept, for a merged cell leaves one."""

    number: int  # of its first line, from 1
    cells: tuple[str, ...]

    @property
    def text(self):
        """The row as the reader recognises it, cut when long."""
        text = " · ".join(cell for cell in self.cells if cell)
        return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE].rpartition(' ')[0]} …"

    @property
    def place(self):
        return f"บรรทัดที่ {self.number}"


def rows_of(text):
    """The filled rows of a pasted text, in order; a line of several pairs of subject and score becomes several."""
    number, rows = 1, []
    for line in _plain(text).split("\n"):
        cells = tuple(SPACES.sub(" ", cell).strip(" ") for cell in re.split(r"[\t|]", line))
        if any(cells):
            rows += [Row(number, pair) for pair in _pairs(cells)]
        number += 1 + line.count(BREAK_IN_CELL)
    return rows


def _plain(text):
    text = thai_text.normalize(INVISIBLE.sub("", text.translate(ENDS)).translate(WIDE_LETTERS))
    return QUOTED_CELL.sub(_on_one_line, TAG.sub(" ", text))


def _on_one_line(cell):
    return cell.group(1).replace('""', '"').replace("\n", f"{BREAK_IN_CELL} ")


def _pairs(cells):
    cells = tuple(cell.replace(BREAK_IN_CELL, "").strip() for cell in cells)
    if len(cells) > 1:
        return [tuple(cell[:LONGEST_CELL] for cell in cells[:MOST_CELLS])]
    return [(pair[:LONGEST_CELL],) for pair in NEXT_PAIR.split(cells[0])]
