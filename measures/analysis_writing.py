"""What stands beside the boxes while one analysis is written: figures over the years, texts to start from, measures."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from assessments.counterparts import counterparts, previous_of
from assessments.models import Analysis, Indicator, Question
from assessments.recommendations import fill, placeholders_left, suggestions
from assessments.workflow.drafts import DISPOSITION_OF_BAND, filing_topics, is_served
from ita_portal.sent_numbers import whole_number
from ita_portal.thai_text import normalize, to_thai_digits
from measures.analysis_page import Row, read_workspace

LAST_YEAR = "last-year"


@dataclass(frozen=True)
class Suggestion:
    """A text to start from, filled; `key` names it in the form."""

    key: str
    source: str
    finding: str
    recommendation: str

    @property
    def placeholders(self):
        """What a person still has to write in it."""
        return placeholders_left(f"{self.finding}\n{self.recommendation}")


@dataclass(frozen=True)
class HistoryLine:
    """The figures of one question (or part of one, or an indicator) over the years; None where there is none."""

    name: str
    scores: tuple[Decimal | None, ...]


class Writing:
    """One analysis, stored or new, with what its page shows. `question` is what a new one starts with, or None."""

    def __init__(self, analysis, question=None):
        self.analysis, self.assessment = analysis, analysis.assessment
        stored = list(analysis.questions.order_by("order")) if analysis.pk else []
        self.questions = stored or ([question] if question else [])
        self.workspace = read_workspace(self.assessment)

    @property
    def about(self) -> list[Question | Indicator]:
        return self.questions or [self.analysis.indicator]

    @property
    def name(self):
        """ข้อ O1, O2; or the indicator."""
        if self.questions:
            return f"ข้อ {', '.join(question.code for question in self.questions)}"
        return str(self.analysis.indicator)

    @cached_property
    def rows(self) -> list[Row]:
        """What has a score of all that the analysis is about."""
        about = {*self.about, self.analysis.indicator}
        rows = [row for row in self.workspace.rows if row.subject.indicator == self.analysis.indicator]
        return [row for row in rows if row.subject.row in about or not self.questions]

    @property
    def measures(self):
        """The measures that answer any of it, each once."""
        return list(dict.fromkeys(measure for row in self.rows for measure in row.decision.measures))

    @property
    def warnings(self):
        return [row.decision.warning for row in self.rows if row.decision.warning]

    @cached_property
    def elsewhere(self):
        """{question of the indicator: the codes it is analysed with now}, where that is another analysis."""
        found = {}
        analyses = self.assessment.analyses.filter(indicator=self.analysis.indicator).prefetch_related(
            "questions"
        )
        for other in analyses.exclude(pk=self.analysis.pk):
            codes = ", ".join(question.code for question in other.questions.all())
            found.update({question.pk: codes for question in other.questions.all()})
        return found

    @cached_property
    def topics(self):
        """The topics that next year's filing item asks for."""
        return filing_topics(self.assessment)

    @property
    def initial(self):
        """What the form starts with: the stored texts, else what this year's band and filing item suggest."""
        analysis = self.analysis
        if analysis.pk:
            names = ("finding", "recommendation", "disposition", "reason_without_measure", "version")
            stored = {name: getattr(analysis, name) for name in names}
            return {**stored, "questions": self.questions, "topics": list(analysis.topics.all())}
        served = [topic for topic in self.topics if is_served(topic, analysis.indicator, self.about)]
        band = self.rows[0].subject.band if self.rows else None
        disposition = DISPOSITION_OF_BAND.get(band)
        return {"questions": self.questions, "topics": served, "disposition": disposition, "version": 0}

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """Texts to start from, best first: of the library for the first question, then last year's own."""
        organization = self.assessment.organization
        found = [
            Suggestion(
                str(text.pk),
                "คลังข้อความของหน่วยงาน" if text.organization_id else text.source or "คลังข้อความส่วนกลาง",
                fill(text.finding, organization),
                fill(text.recommendation, organization),
            )
            for text in self._library_texts
        ]
        return [*self._of_last_year(), *found]

    def _of_last_year(self):
        previous = previous_of(self.assessment)
        if previous is None:
            return []
        about = {*self.about}
        texts = dict.fromkeys(
            row.analysis for row in counterparts(self.assessment, previous) if row.row in about and row.analysis
        )
        source = f"ที่หน่วยงานเขียนไว้ปี {to_thai_digits(str(previous.year))}"
        return [Suggestion(LAST_YEAR, source, one.finding, one.recommendation) for one in list(texts)[:1]]

    def suggestion(self, key):
        """The suggestion of this key, or None."""
        return next((one for one in self.suggestions if one.key == key), None)

    def library_text(self, key):
        """The text of the library behind a suggestion that was offered here; None for last year's, and for others."""
        return next((text for text in self._library_texts if str(text.pk) == key), None)

    @cached_property
    def _library_texts(self):
        return suggestions(self.assessment, self.rows[0].subject.row) if self.rows else []

    @cached_property
    def history(self):
        """(years oldest first, lines): the figures up to this year, followed through what each question continues."""
        figures = _question_figures(self.assessment, self.questions) if self.questions else {}
        figures = figures or _indicator_figures(self.assessment, self.analysis.indicator)
        years = sorted({year for by_year in figures.values() for year in by_year})
        lines = [
            HistoryLine(name, tuple(by_year.get(year) for year in years)) for name, by_year in figures.items()
        ]
        return years, lines


def start_writing(assessment, question_code, indicator_number):
    """The Writing of a question or of an indicator as a whole: of the analysis there is, else of a new one.

    None where the framework has neither.
    """
    if question_code:
        questions = assessment.framework.questions.select_related("indicator")
        question = questions.filter(code=normalize(question_code)).first()
        if question is None:
            return None
        there = assessment.analyses.filter(questions=question).select_related("indicator").first()
        return Writing(there or Analysis(assessment=assessment, indicator=question.indicator), question)
    number = whole_number(indicator_number or "")
    indicator = assessment.framework.indicators.filter(number=number).first()
    return indicator and Writing(Analysis(assessment=assessment, indicator=indicator))


def _question_figures(assessment, questions):
    """{name of the line: {year: score}}, the lines in the order of the questions and their parts."""
    older = dict(Question.objects.exclude(continues=None).values_list("pk", "continues_id"))
    code_of = {}
    for question in questions:
        pk = question.pk
        while pk and pk not in code_of:
            code_of[pk], pk = question.code, older.get(pk)
    scores = assessment.organization.question_scores.filter(
        question__in=code_of, official__isnull=False, assessment__framework__year__lte=assessment.year
    ).select_related("part", "assessment__framework")
    figures = {}
    for score in scores:
        name = f"ข้อ {code_of[score.question_id]}{f' {score.part.name}' if score.part else ''}"
        figures.setdefault(name, {})[score.assessment.year] = score.official
    return dict(sorted(figures.items(), key=lambda pair: _place(pair[0], questions)))


def _place(name, questions):
    codes = [question.code for question in questions]
    return codes.index(name.split()[1]), name


def _indicator_figures(assessment, indicator):
    """The indicator over the years: by its name, because numbers move."""
    scores = assessment.organization.indicator_scores.filter(
        indicator__name=indicator.name, assessment__framework__year__lte=assessment.year
    ).select_related("assessment__framework")
    values = {
        score.assessment.year: score.computed if score.official is None else score.official for score in scores
    }
    return {str(indicator): {year: value for year, value in values.items() if value is not None}}
