"""Finding the sheet, its head and its rows by what they are called. Runs in the guarded child."""

import re
from dataclasses import dataclass

from assessments.score_sheets import refusals
from assessments.score_sheets.forms import SLUG_LABEL, YEAR_LABEL
from assessments.score_sheets.refusals import SheetRefused
from ita_portal.thai_text import normalize, to_arabic_digits, to_thai_digits

MARK = re.compile(r"ita-(?P<kind>scores|bulk) (?P<version>\d{1,6})(?: (?P<slug>[-\w]{1,60}))? (?P<year>\d{4})")


@dataclass(frozen=True)
class Identity:
    """What a sheet says of itself: its kind, and for which organisation and year it is."""

    kind: str
    version: int
    slug: str
    year: int


@dataclass(frozen=True)
class Head:
    """The row with the names of the columns: {name without spaces: column}."""

    row: int
    columns: dict

    def column_of(self, label):
        return self.columns.get(bare(label))


def bare(text):
    """A name as it is compared: one spelling, Arabic digits, small letters, no spaces."""
    return "".join(to_arabic_digits(normalize(str(text))).casefold().split())


def words_of(cell):
    """The text of a cell; '' for none."""
    return "" if cell is None else cell.text


def the_sheet(sheets, kind):
    """(sheet, its Identity) of the one sheet of this kind. Raises SheetRefused."""
    found = [(sheet, identity) for sheet in sheets if (identity := _identity_of(sheet, kind))]
    other = "bulk" if kind == "scores" else "scores"
    if not found and any(_identity_of(sheet, other) for sheet in sheets):
        raise SheetRefused(_wrong_kind(kind))
    if len(found) != 1:
        raise SheetRefused(refusals.TWO_SHEETS if found else refusals.NO_SHEET)
    return found[0]


def refuse_other_year(identity, year):
    if identity.year != year:
        theirs, ours = to_thai_digits(str(identity.year)), to_thai_digits(str(year))
        raise SheetRefused(
            f"แฟ้มนี้เป็นแบบคะแนนของปี {theirs} แต่ท่านกำลังนำเข้าปี {ours} โปรดเลือกแฟ้มของปี {ours} หรือเปลี่ยนปีของหน้านี้"
        )


def head_of(sheet, *labels):
    """The first row that has all these names. Raises SheetRefused, also when a name stands there twice."""
    for number, row in sheet.rows.items():
        names = [(bare(cell.text), column) for column, cell in row.items()]
        columns = dict(names)
        if all(bare(label) in columns for label in labels):
            if len(columns) != len(names):
                raise SheetRefused(refusals.NO_HEAD)
            return Head(number, columns)
    raise SheetRefused(refusals.NO_HEAD)


def _identity_of(sheet, kind):
    """From the hidden mark; from the words above the table where somebody took the mark away. None: another sheet."""
    marks = {cell.text for cell in sheet.cells() if cell.text.startswith("ita-")}
    said = {
        Identity(m["kind"], int(m["version"]), m["slug"] or "", int(m["year"]))
        for m in map(MARK.fullmatch, marks)
        if m
    }
    said = {identity for identity in said if identity.kind == kind}
    if len(said) > 1:
        raise SheetRefused(refusals.TWO_SHEETS)
    written = _written_identity(sheet) if kind == "scores" else None
    if said and written:
        _refuse_contradiction(*said, written)
    return next(iter(said), written)


def _written_identity(sheet):
    slug, year = _beside(sheet, SLUG_LABEL), to_arabic_digits(_beside(sheet, YEAR_LABEL))
    if re.fullmatch(r"[-\w]{1,60}", slug) and re.fullmatch("[0-9]{4}", year):
        return Identity("scores", 1, slug, int(year))
    return None


def _beside(sheet, label):
    """The first text to the right of a label."""
    for row in sheet.rows.values():
        columns = sorted(row)
        for place, column in enumerate(columns[:-1]):
            if bare(row[column].text) == bare(label):
                return row[columns[place + 1]].text
    return ""


def _refuse_contradiction(said, written):
    if (said.slug, said.year) != (written.slug, written.year):
        raise SheetRefused(
            "รหัสหน่วยงานหรือปีที่พิมพ์ไว้ในแผ่นคะแนนถูกแก้จากที่ระบบออกให้ โปรดดาวน์โหลดแบบของหน่วยงานและปีที่ต้องการ แล้วกรอกใหม่"
        )


def _wrong_kind(kind):
    if kind == "scores":
        return "แฟ้มนี้เป็นแบบรวมหลายหน่วยงาน ซึ่งผู้ดูแลระบบส่วนกลางเป็นผู้นำเข้า โปรดใช้แบบของหน่วยงานที่ดาวน์โหลดจากหน้านี้"
    return "แฟ้มนี้เป็นแบบของหน่วยงานเดียว ซึ่งผู้ตรวจสอบภายในของหน่วยงานเป็นผู้นำเข้า โปรดใช้แบบรวมที่ดาวน์โหลดจากหน้านี้"
