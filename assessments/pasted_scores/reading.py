"""Rows one after another: which score belongs to what, and what could not be placed and why."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from assessments.pasted_scores.codes import Surroundings, Unclear, listed_subject, question_of
from assessments.pasted_scores.known import KnownFramework
from assessments.pasted_scores.rows import rows_of
from assessments.pasted_scores.settling import Pending, is_complete, parts_of, settled
from assessments.pasted_scores.subjects import CellReader, Kind, Subject
from ita_portal.thai_text import to_arabic_digits

HEADINGS = {
    "running": ("ลำดับ", "ลำดับที่", "ที่", "no", "no."),
    "indicator": ("ตัวชี้วัดที่", "ตัวชี้วัด"),
    "question": ("ข้อ", "ข้อที่", "ข้อคำถาม", "ข้อคำถามที่", "ข้อความ", "ข้อความคำถาม", "รหัส", "รหัสข้อ", "คำถาม"),
    "": ("คะแนน", "คะแนนที่ได้", "เครื่องมือ", "เครื่องมือการประเมิน", "รายละเอียดตัวชี้วัด", "ผลการประเมิน", "ระดับ"),
}
MEANING = {heading: meaning for meaning, headings in HEADINGS.items() for heading in headings}
# Not every year is the result's: a report item carries the year before in its title.
RESULT_YEAR = re.compile(r"(?:ปีงบประมาณ|ITA)\s*(?:ประจำปี|ปี)?\s*(?:พ\.?\s?ศ\.?)?\s*(25\d\d)(?!\d|[.,]\d)")
WHOLE_TEXT = "ทั้งข้อความ"
MOST_TEXTS = 6  # lines of wording between a code and its score

A_HEADING = "หัวข้อหรือข้อความ ไม่มีคะแนน"
A_RUNNING_NUMBER = "เลขลำดับหรือเลขหน้า ไม่ใช่คะแนน ถ้าเป็นคะแนน โปรดพิมพ์ทศนิยมด้วย เช่น 98.00"
NO_SCORE = "ไม่พบคะแนนของข้อนี้ จึงคงค่าเดิมไว้"
WHOSE_SCORE = "ไม่ทราบว่าเป็นคะแนนของข้อใด โปรดใส่รหัสหรือชื่อไว้ในแถวเดียวกัน"


@dataclass(frozen=True)
class Line:
    """How one row was read: a figure, a problem, or only a note on why it holds no score."""

    place: str
    text: str
    key: str = ""
    value: str = ""
    problem: str = ""
    note: str = ""


@dataclass(frozen=True)
class PastedScores:
    """`figures` maps element keys to Decimals; `lines` tells of every row, in order."""

    figures: Mapping[str, Decimal]
    lines: tuple[Line, ...]

    @property
    def problems(self):
        return [line for line in self.lines if line.problem]


def read_pasted(text: str, framework: KnownFramework) -> PastedScores:
    """Understand pasted text for the framework of one year. Raises for no text, and guesses nothing silently."""
    reading = _Reading(framework)
    rows = rows_of(text)
    for row in rows:
        reading.take(row)
    read = reading.finish()
    warning = _of_another_year(rows, framework.year) if read.figures else None
    return replace(read, lines=(warning, *read.lines)) if warning else read


def _of_another_year(rows, year):
    """A warning where a text speaks of years, and the framework's is not among them; else None."""
    cells = (to_arabic_digits(cell) for row in rows for cell in row.cells)
    years = sorted({int(found) for cell in cells for found in RESULT_YEAR.findall(cell)})
    if not years or year in years:
        return None
    told = ", ".join(map(str, years))
    return Line(WHOLE_TEXT, told, problem=f"ข้อความกล่าวถึงปี {told} แต่ไม่กล่าวถึงปี {year} โปรดตรวจว่าเป็นผลของปีใด")


class _Reading:
    """Goes through the rows with one subject in hand, whose scores may stand in the same row or in rows below."""

    def __init__(self, framework):
        self.framework = framework
        self.cells = CellReader(framework)
        self.around = Surroundings()
        self.pending = None
        self.open_row = None  # the row in which the subject in hand was named, or labelled with a part
        self.told = []  # (row, Line)

    def take(self, row):
        cells = [self.cells.read(cell) for cell in row.cells if cell]
        count, self.open_row, before = len(self.told), None, self.pending
        if any(_heading(cell) is not None for cell in cells) and not any(cell.numbers.scores for cell in cells):
            self._heading_row(cells)
        elif len(row.cells) == 1:
            self._single(row, cells[0])
        else:
            self._table_row(row, cells)
        is_used = self.open_row is row or (
            self.pending is before and before is not None and before.rows[-1:] == [row]
        )
        if not is_used and not any(told is row for told, _ in self.told[count:]):
            self._tell(
                row, note="; ".join(dict.fromkeys(r for c in cells for r in c.numbers.remarks)) or A_HEADING
            )

    def finish(self):
        self._close()
        return _without_contradictions([line for _, line in sorted(self.told, key=lambda told: told[0].number)])

    def _tell(self, row, **said):
        self.told.append((row, Line(row.place, row.text, **said)))

    # -- rows --------------------------------------------------------------------------------------

    def _heading_row(self, cells):
        """The head of a table, or a line of it: what plain numbers mean below, and in which order the parts stand."""
        meanings = [meaning for meaning in map(_heading, cells) if meaning]
        labels = [subject for cell in cells for subject in cell.subjects if subject.is_part_label]
        if len(cells) > 1:
            self._close()
        if labels:
            self._enter_parts(labels)
        if meanings:
            self.around = replace(self.around, meaning=meanings[0])

    def _single(self, row, cell):
        """A line that is one cell: subject and score, or one of them."""
        is_waiting = self.pending is not None and not is_complete(self.pending, self.framework)
        if cell.subjects:
            self._open_all(row, cell)
        elif cell.is_integer:
            self._tell(row, note=A_RUNNING_NUMBER)
        elif is_waiting and cell.is_scores and not (cell.listed and self.pending.subject.kind != Kind.QUESTION):
            self._collect(row, cell.numbers.scores)
        elif self._opens_unnamed(row, cell):
            return
        elif is_waiting and self.pending.subject.kind == Kind.TOTAL and cell.numbers.first_marked:
            self._collect(row, [cell.numbers.first_marked])
        elif any("." in score.text or "," in score.text for score in cell.numbers.scores):
            self._close()
            self._tell(row, problem=WHOSE_SCORE)
        elif is_waiting:
            self._text(row, cell)

    def _table_row(self, row, cells):
        """A row of a table: what stands before its last subject and is no decimal is a running number."""
        typed, texts, loose = None, [], []
        last = max((place for place, cell in enumerate(cells) if cell.subjects), default=-1)
        for place, cell in enumerate(cells):
            if cell.is_integer and (place < last or (last < 0 and typed is None and not loose)):
                typed = cell
            elif cell.subjects:
                self._open_all(row, cell, typed)
                typed = None
            elif cell.is_scores and self.open_row is row:
                self._collect(row, cell.numbers.scores)
            elif cell.is_scores:
                loose += cell.numbers.scores
            elif self.open_row is row and not self.pending.scores:
                self.pending.texts.append(cell.text)
            else:
                texts.append(cell)
        if loose or (typed and self.open_row is not row):
            self._unnamed_row(row, typed, texts, loose)

    def _unnamed_row(self, row, typed, texts, loose):
        """A row of a table that names nothing: told by its wording, its plain number, or the merged cell above it."""
        if self.open_row is row:
            self._tell(row, problem="มีตัวเลขอยู่หน้ารหัสหรือชื่อ ไม่ทราบว่าเป็นคะแนนของข้อใด")
        elif typed and not loose and not texts:
            self._tell(row, note=A_RUNNING_NUMBER)
        elif (
            loose and not typed and not texts and self.pending and not is_complete(self.pending, self.framework)
        ):
            self._collect(row, loose)
        elif not self._opens_by_wording(row, texts, loose) and not self._opens_by_number(row, typed, loose):
            numbers = loose or [score for cell in texts for score in cell.numbers.scores]
            self._close()
            if any(not score.is_bare_integer for score in numbers):
                self._tell(row, problem=WHOSE_SCORE)

    def _opens_unnamed(self, row, cell):
        """A line without a code or a name: told by its wording or its plain number. True when it was."""
        if self._opens_by_wording(row, [cell], cell.numbers.scores):
            return True
        if cell.listed is None or not cell.listed[1].scores:
            return False
        return self._opens_by_number(row, cell, cell.listed[1].scores)

    def _opens_by_wording(self, row, texts, scores):
        is_wording_of_pending = self.pending is not None and self.pending.subject.kind == Kind.QUESTION
        if not scores and is_wording_of_pending and not self.pending.scores:
            return False
        worded = next(filter(None, (self.framework.worded(cell.text) for cell in texts)), None)
        if worded is None:
            return False
        subject = Subject(Kind.QUESTION, worded.code, letter=worded.letter, digits=worded.code[1:])
        self._open(subject, row, worded.wording)
        self._collect(row, scores)
        return True

    def _opens_by_number(self, row, cell, scores):
        if cell is None or not scores:
            return False
        digits = cell.listed[0].digits if cell.listed else cell.text.strip(" .)")
        subject = cell.listed[0] if cell.listed else Subject(Kind.QUESTION, digits, digits=digits)
        try:
            subject = listed_subject(subject, self.around, self.framework)
        except Unclear as unclear:
            self._close()
            self._tell(row, problem=str(unclear))
            return True
        if subject is not None:
            self._open(subject, row, " ".join(row.cells))
            self._collect(row, scores)
        return subject is not None

    def _text(self, row, cell):
        """A line between a subject and its score: the wording of a question may stand there, nothing else may."""
        if self.pending.subject.kind != Kind.QUESTION or len(self.pending.texts) >= MOST_TEXTS:
            self._close()
        elif not self.pending.scores:
            self.pending.texts.append(cell.text)
            self.open_row = row

    # -- the subject in hand -----------------------------------------------------------------------

    def _open_all(self, row, cell, typed=None):
        for subject in cell.subjects:
            if typed is not None and subject.kind == Kind.INDICATOR and subject.typed_number is None:
                subject = replace(subject, typed_number=int(typed.numbers.scores[0].text))
            self._open(subject, row, cell.text)
        self._collect(row, cell.numbers.scores)

    def _open(self, subject, row, text):
        """Take a subject in hand; one without scores before it becomes part of it, or a heading above it."""
        before, self.open_row = self.pending, row
        if before is not None and self._is_label(subject, before):
            before.label = subject.part
            return
        if before is not None and not before.scores:
            if before.row is row and subject.kind < before.subject.kind:
                self._enter(subject)
                before.around = self.around
                return
            subject = _merged(before.subject, subject, is_same_row=before.row is row)
            if before.subject.is_part_label and subject.is_part_label and before.subject.part != subject.part:
                self.pending = None
                self._enter_parts([before.subject, subject])
                return
        self._close(is_merged=before is not None and not before.scores and before.subject.kind == subject.kind)
        self._enter(subject)
        self.pending = Pending(subject, row, self.around, [text])

    def _is_label(self, subject, before):
        """True for "ส่วนที่ ๒" beside or below the question in hand, whose score of that part is still missing."""
        if not subject.is_part_label or before.subject.kind != Kind.QUESTION:
            return False
        parts = parts_of(before, self.framework) or ()
        missing = set(parts) - {score.part for score in before.scores}
        is_labelled = all(score.part for score in before.scores)
        return subject.part in missing and is_labelled and len(before.scores) < len(parts)

    def _enter_parts(self, labels):
        """One part named without a score is the heading of a block; several are the heads of columns."""
        parts = tuple(dict.fromkeys(label.part for label in labels))
        code = labels[0].instrument or self.framework.instrument_with_part(parts[0])
        self.around = self.around.with_parts(code, parts)

    def _enter(self, subject):
        if subject.kind == Kind.INSTRUMENT and subject.instrument:
            self.around = self.around.with_instrument(subject.instrument)
        elif subject.kind == Kind.INDICATOR:
            indicator = self.framework.indicator(subject.indicator)
            self.around = self.around.with_indicator(indicator) if indicator else Surroundings()

    def _collect(self, row, scores):
        for score in scores:
            self.pending.take(score, row)

    def _close(self, is_merged=False):
        """Settle the subject in hand: figures, a problem, or nothing where it was only a heading."""
        pending, self.pending = self.pending, None
        if pending is None:
            return
        if not pending.scores:
            self._heading_or_gap(pending, is_merged)
            return
        try:
            for key, value, note in settled(pending, self.framework):
                self._tell(pending.row, key=key, value=f"{value:.2f}", note=note)
        except Unclear as unclear:
            self._tell(pending.row, problem=str(unclear))
        self._leave(pending)

    def _leave(self, pending):
        """What the rows after a settled subject stand under."""
        if pending.subject.is_part_label:
            self.around = replace(self.around, part=None)
        if pending.subject.kind != Kind.QUESTION:
            return
        try:
            question, _ = question_of(pending.subject, pending.text, pending.around, self.framework)
        except Unclear:
            return
        self.around = self.around.after_question(question)

    def _heading_or_gap(self, pending, is_merged):
        subject = pending.subject
        if subject.is_part_label:
            self._enter_parts([subject])
        if subject.kind == Kind.QUESTION and subject.letter:
            self._tell(pending.row, note=NO_SCORE)
        elif not is_merged:
            self._tell(pending.row, note=A_HEADING)


def _heading(cell):
    """What a cell says as the head of a column; None when it is none."""
    if any(not subject.is_part_label for subject in cell.subjects) and not cell.text.startswith("ตัวชี้วัด"):
        return None
    return MEANING.get(cell.text.replace(" ", "").strip("().:*").lower())


def _merged(before, after, is_same_row):
    """One subject in two cells: "ตัวชี้วัดที่ ๒" and then "การใช้อำนาจ"; "EIT" and then "ส่วนที่ ๑"."""
    if before.kind != after.kind:
        return after
    if after.kind == Kind.INSTRUMENT and before.instrument and not after.instrument:
        return replace(after, instrument=before.instrument)
    if after.kind != Kind.INDICATOR:
        return after
    if not before.is_named and after.is_named and after.typed_number is None:
        return replace(after, typed_number=before.typed_number)
    is_slip = before.is_named and after.is_mention and before.indicator != after.indicator
    if is_same_row and is_slip and before.indicator == after.typed_number:
        remark = f"ในข้อความเขียนชื่ออื่น แต่ทั้งแถวและเลข {after.typed_number} เป็นของตัวชี้วัดนี้"
        return replace(before, remark=remark)
    return after


def _without_contradictions(lines):
    """The figures of all lines; where two lines disagree neither counts, and both say so."""
    first, rival = {}, {}  # by key: its first line, and the first line that has another value
    for line in lines:
        if line.key and first.setdefault(line.key, line).value != line.value:
            rival.setdefault(line.key, line)
    told, figures = [], {}
    for line in lines:
        if line.key in rival:
            other = rival[line.key] if line.value == first[line.key].value else first[line.key]
            problem = f"{line.key} มีค่าอื่นที่{other.place} ({other.value}) ไม่ทราบว่าค่าใดถูก"
            told.append(replace(line, key="", value="", problem=problem))
            continue
        if line.key in figures:
            line = replace(line, note=line.note or f"ซ้ำกับ{first[line.key].place} ค่าเดียวกัน")
        if line.key:
            figures[line.key] = Decimal(line.value)
        told.append(line)
    return PastedScores(figures, tuple(told))
