"""The sections documents are built from: frozen dataclasses, each with the template that prints it.

A document is a list of sections; its form decides which and in what order. Texts are as written (Arabic or Thai digits);
the printer gives them the document's digits. `heading` and `anchor` put a section into the contents and the bookmarks.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from reports.charts import Chart
from reports.content.figures import IndicatorLine, InstrumentLine
from reports.content.style import PaperStyle


@dataclass(frozen=True)
class Report:
    """A document ready to print: its sections in order, and what its file says of itself."""

    title: str
    organization: str
    style: PaperStyle
    sections: tuple["Section", ...]

    def section(self, kind):
        """The first section of a kind, or None."""
        return next((section for section in self.sections if isinstance(section, kind)), None)


@dataclass(frozen=True)
class Section:
    """The common part: a heading (may be empty) and the anchor by which contents and bookmarks find it."""

    template: ClassVar[str]

    def contents(self):
        """Lines for the contents page: (level, heading, anchor)."""
        heading, anchor = getattr(self, "heading", ""), getattr(self, "anchor", "")
        return [(1, heading, anchor)] if heading and anchor else []


@dataclass(frozen=True)
class Cover(Section):
    """The front page: title, year, and who issues it."""

    template = "reports/pdf/sections/cover.html"

    title_lines: tuple[str, ...]
    organization_lines: tuple[str, ...]
    english_line: str = ""
    division: str = ""


@dataclass(frozen=True)
class Contents(Section):
    """The contents page of a long report; page numbers are the printer's."""

    template = "reports/pdf/sections/contents.html"

    lines: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True)
class Prose(Section):
    """Paragraphs under an optional heading; `signed_by` closes them at the right (คำนำ)."""

    template = "reports/pdf/sections/prose.html"

    paragraphs: tuple[str, ...]
    heading: str = ""
    anchor: str = ""
    is_centered: bool = False
    on_new_page: bool = False
    signed_by: str = ""


@dataclass(frozen=True)
class Result(Section):
    """The result in one sentence, with the figures of the instruments."""

    template = "reports/pdf/sections/result.html"

    heading_lines: tuple[str, ...]
    total: Decimal | None
    rating: str
    sentence: str
    instruments: tuple[InstrumentLine, ...]
    anchor: str = "result"

    @property
    def heading(self):
        return " ".join(self.heading_lines)


@dataclass(frozen=True)
class Charts(Section):
    """Bar charts with their numbers."""

    template = "reports/pdf/sections/charts.html"

    charts: tuple[Chart, ...]


@dataclass(frozen=True)
class IndicatorTable(Section):
    """The ten indicators: plain, or under their instruments."""

    template = "reports/pdf/sections/indicator_table.html"

    heading_lines: tuple[str, ...]
    indicators: tuple[IndicatorLine, ...]
    by_instrument: tuple[tuple[str, tuple[IndicatorLine, ...]], ...] = ()
    anchor: str = "indicators"
    on_new_page: bool = False

    @property
    def heading(self):
        return " ".join(self.heading_lines)


@dataclass(frozen=True)
class QuestionLine:
    """A question with its score, or its score in each part."""

    code: str
    wording: str
    scores: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class QuestionBlock:
    """Consecutive questions that share one analysis; `heading` opens a new group of OIT items."""

    heading: str
    questions: tuple[QuestionLine, ...]
    paragraphs: tuple[str, ...]

    # A cell over several rows must not meet a page end; blocks that fit well within a page are kept on one.
    SHORT_ROWS: ClassVar[int] = 10
    SHORT_TEXT: ClassVar[int] = 1500

    @property
    def is_short(self):
        return len(self.questions) <= self.SHORT_ROWS and sum(map(len, self.paragraphs)) <= self.SHORT_TEXT


@dataclass(frozen=True)
class IndicatorBlock(Section):
    """An indicator with its questions and what the auditor says of them."""

    template = "reports/pdf/sections/indicator_block.html"

    number: int
    name: str
    score: Decimal | None
    instrument: str
    part_labels: tuple[str, ...]
    paragraphs: tuple[str, ...]  # analyses of the indicator as a whole
    blocks: tuple[QuestionBlock, ...]

    @property
    def anchor(self):
        return f"indicator-{self.number}"

    def contents(self):
        return [(2, f"ตัวชี้วัดที่ {self.number} {self.name}", self.anchor)]


@dataclass(frozen=True)
class TopicText:
    """What is said under one topic: each text is one paragraph, led by the questions it speaks of."""

    number: int
    name: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Topics(Section):
    """The analysis by the topics of the filing item (the seven of 2567–68)."""

    template = "reports/pdf/sections/topics.html"

    topics: tuple[TopicText, ...]
    heading: str = ""
    anchor: str = "topics"


@dataclass(frozen=True)
class Guideline:
    """How the finding on one indicator is put into practice: numbered heading and its items."""

    number: str
    name: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Guidelines(Section):
    """The guidelines of one instrument (๑.๑, ๑.๒, ๑.๓ of the form of 2564–66)."""

    template = "reports/pdf/sections/guidelines.html"

    number: str
    heading: str
    guidelines: tuple[Guideline, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Band:
    """A band of the summary: its title with the threshold, and the indicators in it, best first."""

    title: str
    indicators: tuple[IndicatorLine, ...]


@dataclass(frozen=True)
class Bands(Section):
    """The summary in three bands: strengths, to develop, to mend at once."""

    template = "reports/pdf/sections/bands.html"

    bands: tuple[Band, ...]
    heading: str = "สรุปผลการวิเคราะห์"
    anchor: str = "bands"


# -- Tables ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A column: its head, its width in percent, and the head it shares with its neighbours ("" for none)."""

    title: str
    width: int
    shared_title: str = ""


@dataclass(frozen=True)
class Cell:
    """Lines of a cell, numbered, dashed or plain. A line may hold further lines of sub-items."""

    lines: tuple[str, ...]
    marker: str = ""  # "", "number" or "dash"
    is_centered: bool = False

    @property
    def length(self):
        return sum(len(line) + 20 * (1 + line.count("\n")) for line in self.lines)


@dataclass(frozen=True)
class Row:
    """A row; `label` names it where it goes on over a page end («… (ต่อ)»)."""

    cells: tuple[Cell, ...]
    label: str = ""
    measure: int | None = None  # key of the measure it prints: the same in the plan and in the report on it

    # About what a landscape page holds of its longest cell. A row kept whole must fit a page, or it loses its header.
    SHORT_CELL: ClassVar[int] = 620

    @property
    def is_short(self):
        """True when the row surely fits one page and is better kept whole."""
        return all(cell.length <= self.SHORT_CELL for cell in self.cells)


@dataclass(frozen=True)
class Table(Section):
    """A table whose head repeats on every page; long cells run over page ends."""

    template = "reports/pdf/sections/table.html"

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    heading_lines: tuple[str, ...] = ()
    introduction: tuple[str, ...] = ()
    anchor: str = "measures"
    is_landscape: bool = True
    on_new_page: bool = True

    @property
    def heading(self):
        return " ".join(self.heading_lines)

    @property
    def head_cells(self):
        """The upper head: (title, how many columns, how many rows)."""
        cells = []
        for column in self.columns:
            if column.shared_title and cells and cells[-1][0] == column.shared_title:
                cells[-1][1] += 1
            else:
                cells.append(
                    [column.shared_title or column.title, 1, 1 if column.shared_title else self.head_rows]
                )
        return cells

    @property
    def head_rows(self):
        return 2 if any(column.shared_title for column in self.columns) else 1

    @property
    def lower_columns(self):
        return [column for column in self.columns if column.shared_title]


@dataclass(frozen=True)
class NumberedList(Section):
    """A heading, a lead-in and numbered lines (ข้อจำกัด)."""

    template = "reports/pdf/sections/numbered_list.html"

    heading: str
    introduction: str
    lines: tuple[str, ...]
    anchor: str = "limitations"


# -- Signatures and memos --------------------------------------------------------------------------


@dataclass(frozen=True)
class SignatureBlock:
    """Where somebody signs: rank above, name in brackets, title lines below."""

    name: str
    title_lines: tuple[str, ...]
    military_rank: str = ""
    heading: str = ""  # ผู้จัดทำ, ความเห็น, ข้อพิจารณา
    comment: str = ""
    field_name: str = ""  # of a reserved box: all but the heading comes with the digital signature
    asks_for_words: bool = True  # room for a comment


@dataclass(frozen=True)
class Closing(Section):
    """The end of a report: last paragraphs, date, signature; never a signature without text above it."""

    template = "reports/pdf/sections/closing.html"

    paragraphs: tuple[str, ...]
    date_line: str = ""
    signature: SignatureBlock | None = None


@dataclass(frozen=True)
class Memo(Section):
    """บันทึกข้อความ: head, body, author's signature, then the routing blocks."""

    template = "reports/pdf/sections/memo.html"

    office: str  # ส่วนราชการ
    number: str  # ที่
    date: str  # วันที่
    subject: str  # เรื่อง
    addressee: str  # เรียน
    paragraphs: tuple[str, ...]
    closing: str
    author: SignatureBlock
    routing: tuple[SignatureBlock, ...] = ()
    emblem_key: str = ""  # of the stored official emblem; "" for the portal's own simple drawing
    seal_field: str = ""


# -- The one-page summary --------------------------------------------------------------------------


@dataclass(frozen=True)
class SummaryFact:
    """A fact of the executive page: what, the figure, and a word about it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Summary(Section):
    """One landscape page for the executive: level, strongest, weakest, late measures."""

    template = "reports/pdf/sections/summary.html"

    heading: str
    facts: tuple[SummaryFact, ...]
    strongest: tuple[IndicatorLine, ...]
    weakest: tuple[IndicatorLine, ...]
    overdue: tuple[str, ...]
    overdue_title: str
    chart: Chart = field(default=None)
    anchor: str = "summary"
