"""What became of last year's questions, and what was written about them then: the start for this year's analysis.

Questions are paired by `Question.continues`, indicators by their names: numbers and codes mean other things each year.
"""

import re
from dataclasses import dataclass

from django.db.models import TextChoices

from assessments.models import Analysis, Indicator, Question
from ita_portal.thai_text import to_arabic_digits


class Continuity(TextChoices):
    SAME = "same", "สืบเนื่อง"
    REWORDED = "reworded", "ถ้อยคำเปลี่ยน"
    NEW = "new", "ใหม่"
    REMOVED = "removed", "ไม่มีแล้ว"


@dataclass(frozen=True)
class Counterpart:
    """A question (or an indicator as a whole) of this year beside that of last year; one of them may be missing.

    `analysis` is last year's, `written` whether this year has one already.
    """

    row: Question | Indicator | None
    before: Question | Indicator | None
    continuity: Continuity
    analysis: Analysis | None = None
    written: bool = False

    @property
    def can_be_copied(self):
        """Only where something was written then, and nothing stands there now."""
        return self.row is not None and self.analysis is not None and not self.written

    @property
    def is_question(self):
        return isinstance(self.row or self.before, Question)

    @property
    def title(self):
        """The subject in words; a question without words yet borrows last year's."""
        row = self.row or self.before
        if self.is_question and not row.text and self.before:
            return f"{row.code} {self.before.text}".strip()
        return str(row)

    @property
    def key(self):
        """The code of the question, or the number of the indicator, as forms name it; '' for what is gone."""
        if self.row is None:
            return ""
        return self.row.code if self.is_question else str(self.row.number)


def previous_of(assessment):
    """The assessment of the year before of the same organisation, or None."""
    rows = assessment.organization.assessments.select_related("framework", "organization")
    return rows.filter(framework__year=assessment.year - 1).first()


def counterparts(assessment, previous):
    """Each question of this year beside last year's, then what is gone; indicators with a text of their own first.

    A constant number of queries.
    """
    then, now = _written_about(previous), _written_about(assessment)
    return [
        *_indicators(assessment, previous, then, now),
        *_questions(assessment, previous, then, now),
    ]


def _written_about(assessment):
    """{question or indicator (as a whole): the analysis about it}."""
    found = {}
    for analysis in assessment.analyses.select_related("indicator").prefetch_related("questions"):
        questions = list(analysis.questions.all())
        for row in questions or [analysis.indicator]:
            found.setdefault(row, analysis)
    return found


def _indicators(assessment, previous, then, now):
    """Only indicators that were analysed as a whole: the others are compared by their questions."""
    by_name = {name: row for row in assessment.framework.indicators.all() for name in (row.name, *row.aliases)}
    for before in previous.framework.indicators.all():
        if before in then:
            row = by_name.get(before.name)
            continuity = Continuity.SAME if row else Continuity.REMOVED
            yield Counterpart(row, before, continuity, then[before], row in now)


def _questions(assessment, previous, then, now):
    before = {row.pk: row for row in previous.framework.questions.order_by("order")}
    for row in assessment.framework.questions.select_related("indicator").order_by("order"):
        old = before.pop(row.continues_id, None)
        yield Counterpart(row, old, _continuity(row, old), then.get(old), row in now)
    for old in before.values():
        yield Counterpart(None, old, Continuity.REMOVED, then.get(old))


def _continuity(row, old):
    """Only official wordings are compared; where one is not known yet, the question simply goes on."""
    if old is None:
        return Continuity.NEW
    if not (row.wording and old.wording) or _without_year(row.wording) == _without_year(old.wording):
        return Continuity.SAME
    return Continuity.REWORDED


def _without_year(wording):
    """The wording without spaces and years: every year asks for the report of another one."""
    return re.sub(r"\s|25\d\d", "", to_arabic_digits(wording))
