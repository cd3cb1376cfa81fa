"""From a subject and the numbers found for it to figures at element keys, or to the reason why not."""

from dataclasses import dataclass, field

from assessments.pasted_scores.codes import Surroundings, Unclear, question_of
from assessments.pasted_scores.numbers import Found
from assessments.pasted_scores.rows import Row
from assessments.pasted_scores.subjects import Kind, Subject


@dataclass
class Pending:
    """A subject whose scores are being collected, from its row and from those below it.

    `texts` is what stands between the subject and its scores: the wording, not what somebody wrote about the score.
    """

    subject: Subject
    row: Row
    around: Surroundings
    texts: list[str] = field(default_factory=list)
    scores: list[Found] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)  # of the scores
    label: int | None = None  # ส่วนที่ of the next score

    def take(self, score, row):
        part = score.part or self.label
        self.scores.append(Found(score.text, score.value, score.problem, part))
        self.rows.append(row)
        self.label = None

    @property
    def text(self):
        return " ".join(self.texts)


def settled(pending, framework):
    """[(key, Decimal, note)] of what was collected. Raises Unclear with the reason why it has no place."""
    wrong = next((score for score in pending.scores if score.value is None), None)
    if wrong:
        raise Unclear(wrong.problem)
    settle = {
        Kind.TOTAL: lambda: [("total", _only(pending.scores), "")],
        Kind.INSTRUMENT: lambda: _instrument(pending, framework),
        Kind.INDICATOR: lambda: _indicator(pending, framework),
        Kind.QUESTION: lambda: _question(pending, framework),
    }
    return settle[pending.subject.kind]()


def parts_of(pending, framework):
    """The parts in which the subject's figure is published, () without; None when the code fits no question."""
    if pending.subject.kind != Kind.QUESTION:
        return ()
    try:
        question, _ = question_of(pending.subject, pending.text, pending.around, framework)
    except Unclear:
        return None
    return framework.parts_of(question.instrument)


def is_complete(pending, framework):
    """True when no further score is expected."""
    parts = parts_of(pending, framework) or ()
    wanted = len(parts) if parts and not pending.subject.part and not pending.around.part else 1
    return len(pending.scores) >= wanted


def _only(scores):
    """The one value; the same value twice is what a merged cell leaves."""
    values = list(dict.fromkeys(score.value for score in scores))
    if len(values) > 1:
        told = ", ".join(score.text for score in scores)
        raise Unclear(f"พบ {len(scores)} ค่าในแถวเดียว ({told}) ไม่ทราบว่าค่าใดเป็นคะแนน")
    return values[0]


def _instrument(pending, framework):
    code, part = pending.subject.instrument, pending.subject.part
    if not code:
        code = framework.instrument_with_part(part)
    if not code:
        raise Unclear(f"ไม่ทราบว่า “{pending.subject.text}” เป็นส่วนของเครื่องมือใด")
    columns = pending.around.columns
    if part is None and columns and len(pending.scores) == len(columns):
        return [
            (f"{code}/{column}", score.value, "") for column, score in zip(columns, pending.scores, strict=True)
        ]
    return [(f"{code}/{part}" if part else code, _only(pending.scores), "")]


def _indicator(pending, framework):
    subject = pending.subject
    if subject.unknown_name:
        raise Unclear(f"ไม่รู้จักตัวชี้วัดชื่อ “{subject.unknown_name}” เลขอย่างเดียวไม่พอ เพราะบางเอกสารเรียงเลขใหม่")
    indicator = framework.indicator(subject.indicator)
    if indicator is None:
        raise Unclear(f"ไม่มีตัวชี้วัดที่ {subject.indicator} ในเกณฑ์ปี {framework.year}")
    if pending.around.part and framework.parts_of(indicator.instrument):
        raise Unclear("เป็นคะแนนของตัวชี้วัดเฉพาะส่วนเดียว ซึ่งไม่ได้ประกาศแยก จึงไม่มีที่เก็บ")
    note = subject.remark
    if not note and subject.typed_number not in (None, indicator.number):
        note = f"พิมพ์เลข {subject.typed_number} แต่ชื่อนี้คือตัวชี้วัดที่ {indicator.number} จึงใช้ชื่อ"
    return [(str(indicator.number), _only(pending.scores), note)]


def _question(pending, framework):
    question, note = question_of(pending.subject, pending.text, pending.around, framework)
    parts = framework.parts_of(question.instrument)
    if not parts:
        if pending.subject.part or any(score.part for score in pending.scores):
            raise Unclear(f"{question.code} ไม่มีคะแนนแยกส่วน")
        return [(question.code, _only(pending.scores), note)]
    by_part = _by_part(pending, question, parts)
    return [(f"{question.code}/{part}", value, note) for part, value in by_part.items()]


def _by_part(pending, question, parts):
    """{part: value} of a question with parts: as labelled, by the order of the columns, or under a part's heading."""
    scores, said = pending.scores, pending.subject.part
    if said:
        if said not in parts:
            raise Unclear(f"{question.code} ไม่มีส่วนที่ {said}")
        return {said: _only(scores)}
    labels = [score.part for score in scores]
    if all(labels):
        is_beside = all(row is pending.row for row in pending.rows)
        if (
            set(labels) - set(parts)
            or len(set(labels)) < len(labels)
            or not (is_beside or len(labels) == len(parts))
        ):
            raise Unclear(f"คะแนนของ {question.code} ไม่ครบหรือซ้ำส่วน โปรดวางคะแนนทุกส่วนในแถวเดียวกัน")
        return {label: score.value for label, score in zip(labels, scores, strict=True)}
    if len(scores) == 1 and pending.around.part in parts:
        return {pending.around.part: scores[0].value}
    if len(scores) == 1:
        raise Unclear(f"{question.code} มี {len(parts)} ส่วน แต่พบค่าเดียว ไม่ทราบว่าเป็นส่วนใด")
    if len(scores) != len(parts) or any(labels) or pending.around.part:
        told = ", ".join(score.text for score in scores)
        raise Unclear(f"พบ {len(scores)} ค่า ({told}) ไม่ทราบว่าค่าใดเป็นคะแนนส่วนใดของ {question.code}")
    columns = pending.around.columns if set(pending.around.columns) == set(parts) else parts
    return {part: score.value for part, score in zip(columns, scores, strict=True)}
