"""How closely a text of a library fits a question or an indicator: exactly, by what continues it, or by its indicator."""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import IntEnum

from assessments.models import Indicator, Question


class Exactness(IntEnum):
    """How closely a text fits a subject, best first."""

    QUESTION = 0
    CONTINUED_QUESTION = 1
    INDICATOR = 2
    INDICATOR_OF_OTHER_YEAR = 3
    INSTRUMENT = 4
    GENERAL = 5


@dataclass(frozen=True)
class Wanted:
    """What a text is compared with: the subject's place in its framework."""

    indicator: Indicator
    year: int
    question_pk: int | None = None
    relatives: dict = field(default_factory=dict)  # pk of a question of another year → years between

    @property
    def question_pks(self):
        """The question and those of other years that continue it, or that it continues."""
        return {self.question_pk, *self.relatives} if self.question_pk else set()


def wanted_of(framework, subjects):
    """{subject: Wanted} of questions and indicators of a framework, in two queries."""
    indicators = {row.pk: row for row in framework.indicators.select_related("instrument")}
    relatives = _Relatives() if any(isinstance(subject, Question) for subject in subjects) else None
    wanted = {}
    for subject in subjects:
        if isinstance(subject, Question):
            indicator = indicators[subject.indicator_id]
            wanted[subject] = Wanted(indicator, framework.year, subject.pk, relatives.of(subject.pk))
        else:
            wanted[subject] = Wanted(indicators[subject.pk], framework.year)
    return wanted


def closeness(text, wanted):
    """(Exactness, years between) of a text for a question or an indicator, or None where it does not suit.

    `text` has `question_id` and `indicator` (with its framework at hand), one of which is set.
    """
    if text.question_id:
        if text.question_id == wanted.question_pk:
            return Exactness.QUESTION, 0
        years = wanted.relatives.get(text.question_id)
        return years and (Exactness.CONTINUED_QUESTION, years)
    if text.indicator_id is None:
        return None
    if text.indicator_id == wanted.indicator.pk:
        return Exactness.INDICATOR, 0
    if is_same_indicator(text.indicator, wanted.indicator):
        return Exactness.INDICATOR_OF_OTHER_YEAR, abs(text.indicator.framework.year - wanted.year)
    return None


def is_same_indicator(one, other):
    """True for an indicator of two years. Numbers are compared together with names: numbers alone mislead."""
    return (one.number, one.name) == (other.number, other.name)


class _Relatives:
    """The questions of all years by what continues what (one query)."""

    def __init__(self):
        self.older = dict(Question.objects.exclude(continues=None).values_list("pk", "continues_id"))
        self.newer = defaultdict(list)
        for pk, continued in self.older.items():
            self.newer[continued].append(pk)

    def of(self, pk):
        """The questions that this one continues, and those that continue it: {pk: years between}."""
        found = {}
        self._collect(pk, lambda one: [self.older[one]] if one in self.older else [], found)
        self._collect(pk, lambda one: self.newer.get(one, []), found)
        return found

    def _collect(self, pk, step, found):
        years, row = 0, [pk]
        while row := [other for one in row for other in step(one) if other != pk and other not in found]:
            years += 1
            found.update(dict.fromkeys(row, years))
