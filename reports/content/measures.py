"""Measures as printed tables: one builder of rows, and the columns of each form."""

from assessments.models import DocumentForm
from ita_portal.thai_dates import long_date
from reports.content.figures import question_scores
from reports.content.sections import Cell, Column, Row, Table
from reports.content.style import text_lines

DEVELOPMENT = "การนำผลการประเมิน ITA ไปสู่การพัฒนาองค์กร"


class MeasureCells:
    """The cells of one measure, made when a form asks for them."""

    def __init__(self, measure, number, analyses=(), total=None, reporting_round=None):
        self.measure, self.number, self.analyses = measure, number, analyses
        self.round = reporting_round
        self.scores = question_scores(total) if total else {}
        self.indicators = {figure.element.key: figure.value for figure in total.indicators()} if total else {}

    @property
    def titles(self):
        return tuple(title.text for title in self.measure.titles.all())

    def title(self):
        return Cell(self.titles, "dash" if len(self.titles) > 1 else "")

    def numbered_title(self):
        return Cell((f"{self.number}. {self.titles[0]}", *self.titles[1:]))

    def topic(self):
        topic = self.measure.topic
        return Cell((f"{topic.number}. {topic.name}",) if topic else ())

    def aims(self):
        lines = []
        for target in self.measure.targets.all():
            heading = f"ตัวชี้วัดที่ {target.indicator.number} {target.indicator.name}"
            lines += [heading] if heading not in lines else []
            lines += [f"ข้อ {target.question.code} {target.question.text}".strip()] if target.question else []
        return Cell(tuple(lines))

    def results(self):
        lines = []
        for target in self.measure.targets.all():
            if target.question is None:
                lines.append(_figure(self.indicators.get(str(target.indicator.number))))
                continue
            for part, score in self.scores.get(target.question.code, ()):
                lines += [f"EIT ส่วนที่ {part}"] if part else []
                lines.append(_figure(score))
        return Cell(tuple(lines), is_centered=True)

    def finding(self):
        return Cell(text_lines(self.measure.finding) or self._findings_of_targets())

    def steps(self):
        return Cell(tuple(step.text for step in self.measure.steps.all()), "number")

    def dashed_steps(self):
        return Cell(self.steps().lines, "dash")

    def period(self):
        return Cell((self.measure.period_line,) if self.measure.period_line else (), is_centered=True)

    def owners(self):
        lines = tuple(self.measure.owner_lines)
        return Cell(lines, "number") if len(lines) > 1 else Cell(lines, is_centered=True)

    def follow_up(self):
        return Cell(text_lines(self.measure.follow_up), "dash")

    def progress(self):
        if summary := self.measure.summary_up_to(self.round.month):
            return Cell(tuple(result.text for result in summary.results.all()), "number")
        measure = self.measure
        if measure.cancelled_on and self.round.tells_of(measure.cancelled_on):
            return Cell((f"ยกเลิกเมื่อ {long_date(measure.cancelled_on)}", measure.cancel_reason))
        if measure.starts_on and not self.round.tells_of(measure.starts_on):
            return Cell(("ยังไม่ถึงกำหนดเริ่มดำเนินการ",))
        return Cell((), "number")

    def outcome(self):
        summary = self.measure.summary_up_to(self.round.month)
        return Cell(text_lines(summary.outcome) if summary else ())

    def _findings_of_targets(self):
        """The analyses of what the measure answers: of its questions, else of its indicators."""
        lines = ()
        for target in self.measure.targets.all():
            for analysis in self.analyses:
                codes = {question.code for question in analysis.questions.all()}
                if analysis.indicator_id == target.indicator_id and (
                    target.question is None or target.question.code in codes
                ):
                    lines += text_lines(analysis.text)
        return tuple(dict.fromkeys(lines))


def _figure(score):
    return "–" if score is None else f"{score:.2f}"


# The columns of each form, as its documents head them: (column, the cell that fills it).
LAYOUTS = {
    DocumentForm.PER_INDICATOR: (
        (Column("ตัวชี้วัด", 14), MeasureCells.aims),
        (Column("ผลการประเมิน (คะแนน)", 8), MeasureCells.results),
        (Column("มาตรการ/โครงการ/กิจกรรม", 15, DEVELOPMENT), MeasureCells.title),
        (Column("ผลการวิเคราะห์ตัวชี้วัดตามหลักเกณฑ์การประเมิน ITA", 23, DEVELOPMENT), MeasureCells.finding),
        (Column("ขั้นตอน/วิธีการดำเนินการ", 22, DEVELOPMENT), MeasureCells.steps),
        (Column("ช่วงระยะเวลาในการดำเนินการ", 10, DEVELOPMENT), MeasureCells.period),
        (Column("ผู้รับผิดชอบ", 8, DEVELOPMENT), MeasureCells.owners),
    ),
    DocumentForm.INDICATOR_TABLE: (
        (Column("ตัวชี้วัด ITA", 12), MeasureCells.aims),
        (Column("มาตรการ หรือโครงการ หรือกิจกรรม", 17), MeasureCells.title),
        (Column("ผลการวิเคราะห์", 31), MeasureCells.finding),
        (Column("ขั้นตอนหรือวิธีปฏิบัติการ", 22), MeasureCells.steps),
        (Column("ช่วงระยะเวลาการดำเนินการ", 10), MeasureCells.period),
        (Column("ผู้รับผิดชอบ", 8), MeasureCells.owners),
    ),
    DocumentForm.SEVEN_TOPICS: (
        (Column("ประเด็นการวิเคราะห์", 18), MeasureCells.topic),
        (Column("มาตรการ/โครงการ/กิจกรรม นำผลการวิเคราะห์ไปสู่การปฏิบัติ", 28), MeasureCells.title),
        (Column("ผู้รับผิดชอบ", 10), MeasureCells.owners),
        (Column("ขั้นตอนหรือวิธีการปฏิบัติ", 33), MeasureCells.dashed_steps),
        (Column("ช่วงเวลาในการดำเนินการ", 11), MeasureCells.period),
    ),
    DocumentForm.THREE_BANDS: (
        (Column("มาตรการ/แนวทาง", 18), MeasureCells.numbered_title),
        (Column("วิธีดำเนินการ", 28), MeasureCells.dashed_steps),
        (Column("ผู้รับผิดชอบ", 13), MeasureCells.owners),
        (Column("ระยะเวลาดำเนินการ", 12), MeasureCells.period),
        (Column("การติดตามผล", 29), MeasureCells.follow_up),
    ),
    DocumentForm.PROGRESS: (
        (Column("มาตรการ/โครงการ/กิจกรรม", 15), MeasureCells.numbered_title),
        (Column("ขั้นตอนหรือวิธีการปฏิบัติ", 20), MeasureCells.steps),
        (Column("ผู้รับผิดชอบ", 9), MeasureCells.owners),
        (Column("ระยะเวลาดำเนินการ", 9), MeasureCells.period),
        (Column("ผลการดำเนินการ", 28), MeasureCells.progress),
        (Column("ผลลัพธ์หรือความสำเร็จของการดำเนินการ", 19), MeasureCells.outcome),
    ),
}
# A plan that stands alone has no result to show: the report's columns without what was done.
STANDALONE = (
    (Column("มาตรการ/โครงการ/กิจกรรม", 28), MeasureCells.numbered_title),
    (Column("ขั้นตอนหรือวิธีการปฏิบัติ", 42), MeasureCells.steps),
    (Column("ผู้รับผิดชอบ", 14), MeasureCells.owners),
    (Column("ระยะเวลาดำเนินการ", 16), MeasureCells.period),
)


def measure_table(measures, layout, *, analyses=(), total=None, reporting_round=None, **section):
    """A table of measures in a layout of LAYOUTS; that of reports shows them as they were at the end of a Round.

    Further arguments are those of `Table`.
    """
    rows = []
    for number, measure in enumerate(measures, start=1):
        cells = MeasureCells(measure, number, analyses, total, reporting_round)
        row = tuple(make(cells) for _, make in layout)
        rows.append(Row(row, label=_label(cells, layout), measure=measure.pk))
    return Table(columns=tuple(column for column, _ in layout), rows=tuple(rows), **section)


def _label(cells, layout):
    """How the row is named where it goes on over a page end: by its first cell."""
    lines = layout[0][1](cells).lines
    return lines[0] if lines else cells.measure.title
