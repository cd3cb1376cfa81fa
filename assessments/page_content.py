"""What the pages of a result say: figures beside the rows they belong to, ready to print.

The arithmetic is `scoring`; here figures are only looked up, put in order and rounded.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from assessments import scoring
from assessments.models import Analysis, Indicator, Instrument, InstrumentPart, Question, QuestionGroup
from assessments.score_tree import Figures, levels_of, read_figures
from assessments.scoring import Figure, Level, Verdict, round_score
from organizations.history import Act

DEAREST_COUNT = 5
LONGEST_SUM = 6  # a longer mean is written as a sum and a count


@dataclass(frozen=True)
class PartReading:
    part: InstrumentPart
    figure: Figure


@dataclass(frozen=True)
class InstrumentReading:
    instrument: Instrument
    figure: Figure
    parts: list[PartReading]


@dataclass(frozen=True)
class QuestionReading:
    """A question with one figure, or one for each part, and what was written about it.

    An analysis of several questions stands with the first of them; `analysed_with` names that question for the others.
    """

    question: Question
    scores: list[tuple[str, Figure]]  # (name of the part or "", figure)
    analyses: list[Analysis]
    analysed_with: str
    history: tuple[Act, ...] = ()  # the acts on its figures, where the page tells them (year_history.py)

    @property
    def has_score(self):
        return any(figure.value is not None for _, figure in self.scores)


@dataclass(frozen=True)
class Working:
    """How one mean comes about: the values, their weights where these differ, and the result (two decimals)."""

    label: str
    values: list[Decimal]
    weights: list[Decimal]
    result: Decimal | None
    missing: list[str]

    @property
    def terms(self):
        """(value, weight) pairs, weight None in a plain mean; empty where the mean is better said as a sum."""
        if len(self.values) > LONGEST_SUM:
            return []
        return list(zip(self.values, self.weights or [None] * len(self.values), strict=True))

    @property
    def total(self):
        return sum(self.values, Decimal(0))

    @property
    def divisor(self):
        return sum(self.weights) if self.weights else len(self.values)


@dataclass(frozen=True)
class IndicatorReading:
    indicator: Indicator
    instrument: Instrument
    figure: Figure
    parts: list[InstrumentPart]
    questions: list[QuestionReading]
    analyses: list[Analysis]  # of the indicator as a whole
    workings: list[Working]
    history: tuple[Act, ...] = ()  # the acts on the figure of the indicator itself

    @property
    def questions_by_group(self):
        """[(group or None, its questions)] in printed order."""
        groups: dict[QuestionGroup | None, list[QuestionReading]] = {}
        for reading in self.questions:
            groups.setdefault(reading.question.group, []).append(reading)
        return list(groups.items())

    @property
    def has_question_scores(self):
        return any(reading.has_score for reading in self.questions)

    @property
    def has_analyses(self):
        return bool(self.analyses) or any(reading.analyses for reading in self.questions)

    @property
    def told_questions(self):
        """The questions of which more than the wording is known."""
        return [row for row in self.questions if row.has_score or row.analyses or row.analysed_with]


@dataclass(frozen=True)
class CostReading:
    """A figure below 100 and the points of the total it costs; the indicator to look at, where there is one."""

    figure: Figure
    points: Decimal  # exact
    question: Question | None
    part_name: str
    indicator: Indicator | None

    @property
    def rounded(self):
        return round_score(self.points)


@dataclass(frozen=True)
class ResultReading:
    total: Figure
    verdict: Verdict
    instruments: list[InstrumentReading]
    indicators: list[IndicatorReading]
    analyses: list[Analysis]
    dearest: list[CostReading]
    lines: list[Decimal]  # level limits drawn on the bars, best first
    differing: list[Figure]  # where an official figure is not what the figures below it give
    limitations: QuerySet  # read where they are printed

    @property
    def dearest_points(self):
        return round_score(sum((cost.points for cost in self.dearest), Decimal(0)))


def read_result(assessment, known: Figures | None = None):
    """Everything the page of one assessment says; `known` are its figures where they have been read."""
    known = known or read_figures(assessment)[assessment.pk]
    analyses = list(assessment.analyses.prefetch_related("questions"))
    framework, total = known.framework, known.total
    indicators = _read_indicators(known, analyses)
    return ResultReading(
        total=total,
        verdict=scoring.judge(total, levels_of(framework)),
        instruments=_read_instruments(framework, total, known.officials),
        indicators=indicators,
        analyses=analyses,
        dearest=read_costs(framework, total),
        lines=_lines(framework),
        differing=_differing(total, [reading.figure for reading in indicators]),
        limitations=assessment.limitations.all(),
    )


def read_indicators(assessment):
    """The indicators in official order, each with its figure, its questions and its analyses."""
    analyses = list(assessment.analyses.prefetch_related("questions"))
    return _read_indicators(read_figures(assessment)[assessment.pk], analyses)


def _read_indicators(known, analyses):
    rows = [
        (instrument, indicator)
        for instrument in known.framework.instruments.all()
        for indicator in instrument.indicators.all()
    ]
    return [
        _read_indicator(instrument, indicator, figure, analyses)
        for (instrument, indicator), figure in zip(rows, known.total.indicators(), strict=True)
    ]


def _read_indicator(instrument, indicator, figure, analyses):
    about = [analysis for analysis in analyses if analysis.indicator_id == indicator.pk]
    parts = {str(part.number): part for part in instrument.parts.all()}
    scores = {}
    for leaf in figure.walk():
        if leaf.element.level == Level.QUESTION:
            code, _, number = leaf.element.key.partition("/")
            scores.setdefault(code, []).append((parts[number].name if number else "", leaf))
    return IndicatorReading(
        indicator=indicator,
        instrument=instrument,
        figure=figure,
        parts=list(parts.values()) if _is_by_parts(figure) else [],
        questions=_read_questions(indicator, scores, about),
        analyses=[analysis for analysis in about if not analysis.questions.all()],
        workings=_workings(figure),
    )


def _is_by_parts(figure):
    return any(child.element.level == Level.INDICATOR_PART for child in figure.children)


def _read_questions(indicator, scores, analyses):
    questions = list(indicator.questions.all())
    first_of = {
        analysis.pk: next((row.code for row in questions if row in analysis.questions.all()), "")
        for analysis in analyses
    }
    return [_read_question(row, scores.get(row.code, []), analyses, first_of) for row in questions]


def _read_question(question, scores, analyses, first_of):
    about = [analysis for analysis in analyses if question in analysis.questions.all()]
    elsewhere = dict.fromkeys(first_of[analysis.pk] for analysis in about)
    return QuestionReading(
        question=question,
        scores=scores,
        analyses=[analysis for analysis in about if first_of[analysis.pk] == question.code],
        analysed_with=", ".join(code for code in elsewhere if code != question.code),
    )


def _code(figure):
    """The question's code in a key such as i4 or e1/2."""
    return figure.element.key.partition("/")[0]


def _workings(figure):
    """The means below the figure first, then its own."""
    _, *below = figure.walk()
    return [working_of(mean) for mean in (*below, figure) if mean.children]


def working_of(figure):
    """How the mean of a figure with children comes about."""
    used = [child.official if child.exact is None else child.computed for child in figure.children]
    weights = [child.element.weight for child in figure.children]
    return Working(
        label=figure.element.label,
        values=[value for value in used if value is not None],
        weights=weights if len(set(weights)) > 1 else [],
        result=figure.computed,
        missing=[_name(child) for child in figure.children if child.value is None],
    )


def _name(figure):
    return _code(figure) if figure.element.level == Level.QUESTION else figure.element.label


def _read_instruments(framework, total, officials):
    figures = {figure.element.key: figure for figure in total.children}
    return [
        InstrumentReading(row, figures[row.code], _read_parts(row, figures[row.code], officials))
        for row in framework.instruments.all()
    ]


def _read_parts(instrument, figure, officials):
    """The parts also where the figure came from the indicators, so that a part that is missing shows as missing."""
    elements = {child.key: child for child in figure.element.children}
    return [
        PartReading(part, scoring.evaluate(elements[f"{instrument.code}/{part.number}"], officials))
        for part in instrument.parts.all()
        if f"{instrument.code}/{part.number}" in elements
    ]


def read_costs(framework, total):
    """The dearest figures of an evaluated total, with the rows they belong to."""
    questions, indicators, parts = {}, {}, {}
    for instrument in framework.instruments.all():
        for indicator in instrument.indicators.all():
            indicators[str(indicator.number)] = indicator
            for question in indicator.questions.all():
                questions[question.code] = question
                parts[question.code] = {str(part.number): part.name for part in instrument.parts.all()}
    costs = []
    for cost in scoring.costs(total)[:DEAREST_COUNT]:
        code, _, part = cost.figure.element.key.partition("/")
        question = questions.get(code)
        costs.append(
            CostReading(
                figure=cost.figure,
                points=cost.points,
                question=question,
                part_name=parts.get(code, {}).get(part, ""),
                indicator=question.indicator if question else indicators.get(code),
            )
        )
    return costs


def _lines(framework):
    """The limits of the two best levels, each once."""
    limits = dict.fromkeys(level.minimum_total for level in framework.rating_levels.all())
    return [limit for limit in limits if limit > 0][:2]


def _differing(total, indicators):
    everything = [below for figure in (total, *indicators) for below in figure.walk()]
    return list({figure.element.key: figure for figure in everything if figure.difference is not None}.values())


@dataclass(frozen=True)
class Neighbours:
    """Other years of the same organisation, and the change of the total from the year before (None: not known)."""

    years: list[int]
    previous: object
    change: Decimal | None


def neighbours_of(assessment, user):
    """The other results of the organisation that the person may see."""
    others = type(assessment).objects.visible_to(user).for_page().filter(organization=assessment.organization)
    by_year = {row.year: row for row in others}
    previous = by_year.get(assessment.year - 1)
    known = previous and previous.total is not None and assessment.total is not None
    return Neighbours(
        years=sorted(by_year.keys() - {assessment.year}, reverse=True),
        previous=previous if known else None,
        change=assessment.total - previous.total if known else None,
    )
