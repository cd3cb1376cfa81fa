"""What a sheet of scores asks for, as plain data: the writers draw it, the readers look for it.

It is made from the framework's rows, in the portal's process, and travels to the child that reads a file.
"""

from dataclasses import dataclass
from enum import StrEnum

from assessments.score_tree import frameworks_with_tree
from ita_portal.thai_text import to_thai_digits

FORMAT_VERSION = 1
SCORE_COLUMN = 0  # the column of plain figures; the columns of parts go by the part's number
CODE_LABEL, WORDING_LABEL, SCORE_LABEL = "รหัส", "รายการ", "คะแนน"
SLUG_LABEL, NAME_LABEL, YEAR_LABEL = "รหัสหน่วยงาน", "หน่วยงาน", "ปี"


class LineKind(StrEnum):
    FACT = "fact"  # announced beside the figures: a date, a level, a rank
    TOTAL = "total"
    INSTRUMENT = "instrument"
    INDICATOR = "indicator"
    QUESTION = "question"


@dataclass(frozen=True)
class Line:
    """A row of the sheet: its key, what it is called, and which figure stands in which of its columns."""

    key: str
    code: str
    wording: str
    kind: LineKind
    cells: dict  # {column: element key, or name of the fact}


@dataclass(frozen=True)
class SheetForm:
    """The sheet of one organisation and year."""

    slug: str
    organization: str
    year: int
    columns: dict  # {column: label}
    lines: tuple[Line, ...]
    levels: tuple[str, ...]

    @property
    def mark(self):
        """What the sheet says of itself in a hidden cell, so that it is known again under any title."""
        return f"ita-scores {FORMAT_VERSION} {self.slug} {self.year}"

    @property
    def keys(self):
        return {key for line in self.lines for key in line.cells.values()}


@dataclass(frozen=True)
class BulkForm:
    """One sheet for many organisations: a row for each, a column for each fact and figure."""

    year: int
    columns: dict  # {element key, or name of the fact: label}
    levels: tuple[str, ...]

    @property
    def mark(self):
        return f"ita-bulk {FORMAT_VERSION} {self.year}"

    @property
    def keys(self):
        return set(self.columns)


# What is announced beside the figures: a field of Assessment, its code in the sheet and what to type.
FACTS = {
    "announced_on": ("ประกาศเมื่อ", "วันที่ประกาศผล พิมพ์แบบ 15 ส.ค. 2568"),
    "source": ("ที่มา", "ที่มาของตัวเลข เช่น ระบบ ITAS หรือชื่อรายงาน"),
    "official_rating": ("ระดับ", "ระดับที่ประกาศ เลือกจากรายการ"),
    "official_rank": ("ลำดับ", "ลำดับที่ประกาศ เป็นจำนวนเต็ม"),
    "rank_scope": ("กลุ่มลำดับ", "ลำดับนั้นนับในกลุ่มใด เช่น หน่วยงานประเภทเทศบาลตำบล"),
}


def sheet_form_of(framework, organization):
    """The form of an organisation's sheet for a framework row."""
    framework = frameworks_with_tree().get(pk=framework.pk)
    instruments = list(framework.instruments.all())
    lines = [
        Line(name, code, wording, LineKind.FACT, {SCORE_COLUMN: name})
        for name, (code, wording) in FACTS.items()
    ]
    lines.append(Line("total", "รวม", "คะแนนรวมที่ประกาศ", LineKind.TOTAL, {SCORE_COLUMN: "total"}))
    for instrument in instruments:
        lines += _lines_of(instrument)
    return SheetForm(
        slug=organization.slug,
        organization=organization.name,
        year=framework.year,
        columns={SCORE_COLUMN: SCORE_LABEL, **_part_columns(instruments)},
        lines=tuple(lines),
        levels=_levels(framework),
    )


def bulk_form_of(framework):
    """The form of the sheet that holds many organisations: the same keys, side by side."""
    framework = frameworks_with_tree().get(pk=framework.pk)
    columns = {name: code for name, (code, _) in FACTS.items()} | {"total": "รวม"}
    for instrument in framework.instruments.all():
        names = {part.number: part.name for part in instrument.parts.all()}
        for line in _lines_of(instrument):
            for column, key in line.cells.items():
                columns[key] = f"{line.code} {names[column]}" if column else line.code
    return BulkForm(framework.year, columns, _levels(framework))


def _lines_of(instrument):
    parts = [part.number for part in instrument.parts.all()]
    cells = {SCORE_COLUMN: instrument.code, **{number: f"{instrument.code}/{number}" for number in parts}}
    yield Line(instrument.code, instrument.code, instrument.name, LineKind.INSTRUMENT, cells)
    for indicator in instrument.indicators.all():
        number = str(indicator.number)
        code = f"ตัวชี้วัด {to_thai_digits(number)}"
        yield Line(number, code, indicator.name, LineKind.INDICATOR, {SCORE_COLUMN: number})
        for question in indicator.questions.all():
            cells = {number: f"{question.code}/{number}" for number in parts} or {SCORE_COLUMN: question.code}
            yield Line(question.code, question.code, question.text, LineKind.QUESTION, cells)


def _part_columns(instruments):
    """{number: label} of the parts that any instrument has: EIT ส่วนที่ ๑, EIT ส่วนที่ ๒."""
    labels = {}
    for instrument in instruments:
        for part in instrument.parts.all():
            labels.setdefault(part.number, []).append(f"{instrument.code} {part.name}")
    return {number: " / ".join(labels[number]) for number in sorted(labels)}


def _levels(framework):
    return tuple(level.name for level in framework.rating_levels.all())
