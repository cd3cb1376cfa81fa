"""The parent's side of reading a sheet: asks a guarded child, and checks what it answers.

A child that has read a hostile file may answer anything, so its answer is taken apart here: known keys, scores that are
scores, texts of limited length. What a figure may be in the end is said by the verb that stores it.
"""

import re
from dataclasses import asdict, astuple, dataclass
from datetime import date
from decimal import Decimal

from assessments.score_sheets import refusals
from assessments.score_sheets.bulk_reading import read_bulk
from assessments.score_sheets.container import refuse_other_files
from assessments.score_sheets.forms import FACTS
from assessments.score_sheets.reading import read_sheet
from assessments.score_sheets.refusals import SheetRefused
from ita_portal.guarded_child import GuardedChildError, run_guarded

LIMIT_BYTES = 8 * 1024 * 1024  # of an uploaded file
SECONDS = 12  # ten for the file, and what the start of a child may take on a busy machine
MEGABYTES = 512
LONGEST_TEXT = 400  # characters of anything the child says
SCORE = re.compile(r"(?:100\.00|[0-9]{1,2}\.[0-9]{2})")
REFERENCE = re.compile(r"[A-Z]{1,3}[0-9]{1,7}")


@dataclass(frozen=True)
class UnderstoodCell:
    """What a cell says: `value` is a score ('97.43'), or a fact as text (dates ISO)."""

    reference: str
    text: str  # as found
    key: str
    value: str


@dataclass(frozen=True)
class CellProblem:
    reference: str
    text: str
    name: str  # the code of the row, or what else tells which figure is meant
    sentence: str


@dataclass(frozen=True)
class UnderstoodSheet:
    """The sheet of one organisation. With a problem in it, nothing of it may be used."""

    title: str
    cells: tuple[UnderstoodCell, ...]
    problems: tuple[CellProblem, ...]
    problem_count: int

    @property
    def figures(self):
        return figures_of(self.cells)

    @property
    def facts(self):
        return facts_of(self.cells)


@dataclass(frozen=True)
class UnderstoodRow:
    """The row of one organisation in a sheet of many."""

    row: int
    slug: str
    name: str
    cells: tuple[UnderstoodCell, ...]


@dataclass(frozen=True)
class UnderstoodBulk:
    title: str
    rows: tuple[UnderstoodRow, ...]
    problems: tuple[CellProblem, ...]
    problem_count: int


def figures_of(cells):
    """{element key: score as text}."""
    return {cell.key: cell.value for cell in cells if cell.key not in FACTS}


def facts_of(cells):
    """{name of the fact: text}."""
    return {cell.key: cell.value for cell in cells if cell.key in FACTS}


def reading_of(title, cells):
    """What a page tells of how the cells were understood: [{"place", "text", "key", "value", "problem"}]."""
    return [
        {
            "place": place_of(title, cell.reference),
            "text": cell.text,
            "key": cell.key,
            "value": cell.value,
            "problem": "",
        }
        for cell in cells
    ]


def place_of(title, reference):
    """แผ่น “คะแนน” ช่อง D14."""
    return f"แผ่น “{title}” ช่อง {reference}"


def understand_sheet(content, form):
    """The UnderstoodSheet of an uploaded file (bytes). Raises SheetRefused; the file is opened in a child only."""
    return sheet_from_plain(_ask(read_sheet, content, form), form)


def sheet_from_plain(plain, form):
    """The UnderstoodSheet of what the child answered. Raises SheetRefused."""
    return _checked(lambda: UnderstoodSheet(cells=_cells(plain["cells"], form), **_common(plain)))


def understand_bulk(content, form):
    """The UnderstoodBulk of an uploaded file (bytes). Raises SheetRefused."""
    return bulk_from_plain(_ask(read_bulk, content, form), form)


def bulk_from_plain(plain, form):
    """The UnderstoodBulk of plain data (from the child, or as plain_bulk() gave it). Raises SheetRefused."""
    return _checked(
        lambda: UnderstoodBulk(rows=tuple(_row(row, form) for row in plain["rows"]), **_common(plain))
    )


def plain_bulk(understood):
    """An UnderstoodBulk as plain data, to be kept until it is sent."""
    return {
        **asdict(understood),
        "rows": [{**asdict(row), "cells": [astuple(cell) for cell in row.cells]} for row in understood.rows],
        "problems": [],
    }


def _ask(function, content, form):
    refuse_other_files(content)
    try:
        return run_guarded(
            function, content, form, seconds=SECONDS, megabytes=MEGABYTES, raises=(SheetRefused,)
        )
    except GuardedChildError as error:
        raise SheetRefused(str(error)) from None


def _checked(make):
    try:
        return make()
    except (KeyError, TypeError, ValueError):
        raise SheetRefused(refusals.BROKEN) from None


def _common(answer):
    return {
        "title": _text(answer["title"]),
        "problems": tuple(CellProblem(*map(_text, problem)) for problem in answer["problems"]),
        "problem_count": int(answer["problem_count"]),
    }


def _row(row, form):
    return UnderstoodRow(int(row["row"]), _text(row["slug"]), _text(row["name"]), _cells(row["cells"], form))


def _cells(cells, form):
    understood = tuple(UnderstoodCell(*map(_text, cell)) for cell in cells)
    for cell in understood:
        _check_cell(cell, form)
    return understood


def _check_cell(cell, form):
    """Raise ValueError for what read_sheet never answers."""
    if cell.key not in form.keys or not REFERENCE.fullmatch(cell.reference):
        raise ValueError(cell.key)
    if cell.key == "announced_on":
        date.fromisoformat(cell.value)
    elif cell.key == "official_rank":
        int(cell.value)
    elif cell.key not in FACTS and (not SCORE.fullmatch(cell.value) or Decimal(cell.value) > 100):
        raise ValueError(cell.value)


def _text(value):
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ValueError(type(value).__name__)
    return value
