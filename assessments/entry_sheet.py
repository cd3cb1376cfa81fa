"""What the entry sheet shows: every box with what is stored, computed and known from last year, in reading order.

The arithmetic is `scoring`; here figures are looked up and put beside their boxes. What changes while somebody types is
a `Painted` text: the page prints it, and the answer to a saved row carries the same texts again.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from assessments import scoring, workflow
from assessments.entry_forms import header_fields, text_of
from assessments.last_year import figures_of_last_year
from assessments.models import Indicator, Instrument, InstrumentPart, Question, QuestionGroup
from assessments.score_tree import frameworks_with_tree, levels_of, tree_of
from assessments.scoring import Figure, Level
from ita_portal.fields import ScoreField
from ita_portal.template_filters import score, signed_score, thai

WHOLE = "above"  # the chain of the boxes above the questions


@dataclass(frozen=True)
class Painted:
    """A text that the server writes anew when figures change; `tone` is '', 'good' or 'warn'."""

    id: str
    text: str
    tone: str = ""


@dataclass(frozen=True)
class Clash:
    """Another person's value in a box: both values as texts, and who stored theirs when."""

    mine: str
    theirs: str
    told: str


@dataclass(frozen=True)
class Box:
    """An input of the sheet. Enter goes from box to box of one `chain`; `text` is what it shows, typed or stored."""

    key: str
    label: str
    version: int
    stored: str
    text: str
    chain: str = ""
    part: str = ""
    choices: list = field(default_factory=list)
    hint: str = ""
    value: Decimal | None = None
    last: Decimal | None = None
    error: str = ""
    clash: Clash | None = None

    @property
    def id(self):
        return f"box-{self.key.replace('/', '-')}"

    @property
    def seen(self):
        return f"{self.version}|{self.stored}"

    @property
    def is_score(self):
        return bool(self.chain)

    @property
    def change(self):
        """The change from last year beside the box."""
        if self.value is None or self.last is None:
            return Painted(f"change:{self.key}", "")
        change = self.value - self.last
        sign = "▲ " if change > 0 else "▼ " if change < 0 else ""
        return Painted(f"change:{self.key}", f"{sign}{signed_score(change)}" if change else "เท่าเดิม")


def _state_of(boxes):
    if any(box.error or box.clash for box in boxes):
        return "ยังไม่บันทึก"
    return "บันทึกแล้ว" if any(box.stored for box in boxes) else ""


@dataclass(frozen=True)
class FigureLine:
    """A figure that has others below it: its box, what these give, and whether both agree."""

    name: str
    box: Box
    figure: Figure
    weight: Decimal | None = None
    is_part: bool = False

    @property
    def state(self):
        return _state_of([self.box])

    @property
    def computed(self):
        return Painted(f"computed:{self.box.key}", score(self.figure.computed))

    @property
    def agreement(self):
        mark = f"agreement:{self.box.key}"
        if self.figure.official is None or self.figure.expected is None:
            return Painted(mark, "")
        if self.figure.difference is None:
            return Painted(mark, "ตรงกัน", "good")
        return Painted(mark, f"ต่าง {signed_score(self.figure.difference)}", "warn")


@dataclass(frozen=True)
class QuestionRow:
    question: Question
    boxes: list[Box]  # one, or one for each part

    @property
    def state(self):
        return _state_of(self.boxes)

    @property
    def wording(self):
        """The text of the question; while this year's is not known, that of the question it continues."""
        return self.question.text or (self.question.continues.text if self.question.continues else "")


@dataclass(frozen=True)
class IndicatorBlock:
    indicator: Indicator
    line: FigureLine
    rows: list[QuestionRow]

    @property
    def boxes(self):
        return [box for row in self.rows for box in row.boxes]

    @property
    def rows_by_group(self):
        """[(group or None, its rows)] in printed order."""
        groups: dict[QuestionGroup | None, list[QuestionRow]] = {}
        for row in self.rows:
            groups.setdefault(row.question.group, []).append(row)
        return list(groups.items())

    @property
    def filled(self):
        return Painted(f"filled:{self.line.box.key}", _filled(self.boxes))


@dataclass(frozen=True)
class InstrumentBlock:
    instrument: Instrument
    parts: list[InstrumentPart]
    indicators: list[IndicatorBlock]


@dataclass(frozen=True)
class Sheet:
    announced: list[Box]
    lines: list[FigureLine]  # total, instruments, parts
    instruments: list[InstrumentBlock]
    total: Figure
    verdict: scoring.Verdict
    last_year: int | None  # the year the scores are compared with

    @property
    def blocks(self):
        return [block for instrument in self.instruments for block in instrument.indicators]

    @property
    def figure_lines(self):
        return [*self.lines, *(block.line for block in self.blocks)]

    @property
    def scores(self):
        """All boxes of figures, in reading order."""
        below = [box for block in self.blocks for box in (block.line.box, *block.boxes)]
        return [*(line.box for line in self.lines), *below]

    @property
    def boxes(self):
        return [*self.announced, *self.scores]

    @property
    def wrong(self):
        return [box for box in self.boxes if box.error]

    @property
    def clashing(self):
        return [box for box in self.boxes if box.clash]

    @property
    def counted(self):
        """The boxes that make a sheet complete: the questions, or the indicators of a year without questions."""
        questions = [box for block in self.blocks for box in block.boxes]
        return questions or [block.line.box for block in self.blocks]

    @property
    def is_complete(self):
        return all(box.value is not None for box in self.counted)

    @property
    def filled(self):
        return Painted("filled", f"กรอกแล้ว {_filled(self.counted)}")

    @property
    def computed_total(self):
        return Painted("total", score(self.total.computed))

    @property
    def level(self):
        if self.total.computed is None:
            return Painted("level", "คำนวณได้เมื่อกรอกครบ")
        return Painted("level", self.verdict.level.name if self.verdict.level else "ยังบอกระดับไม่ได้")

    def painted(self):
        """Everything the server writes anew, by its mark on the page: {id: [text, tone]}."""
        whole = [self.filled, self.computed_total, self.level]
        lines = [text for line in self.figure_lines for text in (line.computed, line.agreement)]
        blocks = [block.filled for block in self.blocks]
        changes = [box.change for box in self.scores]
        return {text.id: [text.text, text.tone] for text in (*whole, *lines, *blocks, *changes)}


def _filled(boxes):
    filled = sum(box.value is not None for box in boxes)
    return thai(f"{filled} จาก {len(boxes)}")


def read_sheet(assessment):
    """The entry sheet of an assessment, in a number of queries that does not grow with its questions."""
    framework = frameworks_with_tree().get(pk=assessment.framework_id)
    rows = workflow.rows_of(assessment)
    officials = {key: row.official_total if key == "total" else row.official for key, row in rows.items()}
    total = scoring.evaluate(tree_of(framework), officials)
    last_year, last = figures_of_last_year(assessment, framework)
    maker = _BoxMaker(rows, officials, last)
    figures = {figure.element.key: figure for figure in total.walk()}
    return Sheet(
        announced=_announced(assessment),
        lines=_lines(framework, figures, maker),
        instruments=[_instrument(row, figures, maker) for row in framework.instruments.all()],
        total=total,
        verdict=scoring.judge(total, levels_of(framework)),
        last_year=last_year,
    )


class _BoxMaker:
    """Boxes of figures: stored value and version by key, last year's beside them."""

    def __init__(self, rows, officials, last):
        self.rows, self.officials, self.last = rows, officials, last
        self.field = ScoreField(required=False)

    def box(self, key, label, chain=WHOLE):
        value = self.officials.get(key)
        text = text_of(self.field, value)
        return Box(
            key=key,
            label=label,
            version=self.rows[key].version if key in self.rows else 0,
            stored=text,
            text=text,
            chain=chain,
            value=value,
            last=self.last.get(key),
        )


def _lines(framework, figures, maker):
    lines = [FigureLine("คะแนนรวม", maker.box("total", "คะแนนรวมที่ประกาศ"), figures["total"])]
    for row in framework.instruments.all():
        box = maker.box(row.code, f"คะแนน {row.code} ที่ประกาศ")
        lines.append(FigureLine(f"{row.code} {row.name}", box, figures[row.code], row.weight))
        for part in row.parts.all():
            key = f"{row.code}/{part.number}"
            box = maker.box(key, f"คะแนน {row.code} {part.name} ที่ประกาศ")
            figure = figures.get(key) or _bare(key, maker.officials.get(key))
            lines.append(FigureLine(f"{row.code} {part.name}", box, figure, part.weight, is_part=True))
    return lines


def _bare(key, official):
    """A part of an instrument that is not the mean of its parts: nothing below it, nothing computed."""
    return Figure(scoring.Element(key, Level.PART, key), official, None, None)


def _instrument(row, figures, maker):
    parts = list(row.parts.all())
    blocks = [_indicator(row, indicator, parts, figures, maker) for indicator in row.indicators.all()]
    return InstrumentBlock(row, parts, blocks)


def _indicator(instrument, indicator, parts, figures, maker):
    key = str(indicator.number)
    name = thai(f"{indicator.number}. {indicator.name}")
    box = maker.box(key, f"คะแนนตัวชี้วัดที่ {indicator.number} {indicator.name} ที่ประกาศ")
    rows = [_question(instrument, question, parts, maker) for question in indicator.questions.all()]
    return IndicatorBlock(indicator, FigureLine(name, box, figures[key]), rows)


def _question(instrument, question, parts, maker):
    boxes = [
        replace(
            maker.box(
                f"{question.code}/{part.number}",
                f"{question.code} {part.name}",
                f"{instrument.code}/{part.number}",
            ),
            part=thai(part.name),
        )
        for part in parts
    ]
    return QuestionRow(question, boxes or [maker.box(question.code, f"คะแนน {question.code}", instrument.code)])


# -- What was announced beside the figures ---------------------------------------------------------

HINTS = {
    "announced_on": "เช่น ๑๕ ส.ค. ๒๕๖๘",
    "source": "เช่น ประกาศสำนักงาน ป.ป.ช. หรือระบบ ITAS",
    "official_rank": "ลำดับที่ เช่น ๑๓๗",
    "rank_scope": "เช่น องค์การบริหารส่วนตำบล",
}


def _announced(assessment):
    boxes = []
    for name, form_field in header_fields(assessment).items():
        text = text_of(form_field, getattr(assessment, name))
        choices = list(getattr(form_field, "choices", ()))
        hint = HINTS.get(name, "")
        boxes.append(
            Box(name, str(form_field.label), assessment.version, text, text, choices=choices, hint=hint)
        )
    return boxes
