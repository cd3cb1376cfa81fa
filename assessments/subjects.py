"""What an analysis can be about: the questions and indicators of an assessment that have a score, with their band."""

from dataclasses import dataclass
from decimal import Decimal

from assessments.bands import Band, lowest
from assessments.models import Indicator, Question


@dataclass(frozen=True)
class Subject:
    """A question with the scores of its parts, or an indicator with its one score; `score` decides over it."""

    row: Question | Indicator
    indicator: Indicator
    scores: tuple[Decimal, ...]
    band: Band

    @property
    def is_question(self):
        return isinstance(self.row, Question)

    @property
    def score(self):
        """The lowest of the scores (EIT: of both parts), 0–100."""
        return lowest(self.scores)


def subjects_of(assessment):
    """Every question and every indicator that has a score, in the order of the framework; two queries.

    An indicator stands before its questions; its score is the official one, else the computed one.
    """
    indicators = [_of_indicator(row, assessment) for row in _indicator_scores(assessment)]
    questions = _of_questions(assessment)
    return sorted([*indicators, *questions], key=_place)


def bands_of(assessment):
    """The band of every question and indicator that has a score: {row: Band}."""
    return {subject.row: subject.band for subject in subjects_of(assessment)}


def finest(subjects):
    """The questions, and the indicators none of whose questions has a score: the level at which a year is decided."""
    with_questions = {subject.indicator.pk for subject in subjects if subject.is_question}
    return [
        subject for subject in subjects if subject.is_question or subject.indicator.pk not in with_questions
    ]


def _indicator_scores(assessment):
    rows = assessment.indicator_scores.select_related("indicator__instrument")
    return [row for row in rows if row.official is not None or row.computed is not None]


def _of_indicator(row, assessment):
    score = row.official if row.official is not None else row.computed
    return Subject(row.indicator, row.indicator, (score,), assessment.band_limits.band_of(score))


def _of_questions(assessment):
    scores = {}
    rows = assessment.question_scores.filter(official__isnull=False)
    for row in rows.select_related("question__indicator__instrument", "question__group", "question__continues"):
        scores.setdefault(row.question, []).append(row.official)
    for question, values in scores.items():
        band = assessment.band_limits.band_of(lowest(values))
        yield Subject(question, question.indicator, tuple(values), band)


def _place(subject):
    return subject.indicator.number, subject.row.order if subject.is_question else -1
