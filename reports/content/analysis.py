"""The annual analysis report by indicator and question (form `per_indicator`; the form of อบต.คลองเส 2568)."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from assessments.models import Analysis, Assessment, Limitation
from assessments.score_tree import figures_of, frameworks_with_tree
from measures.models import Measure, MeasurePlan
from reports.content import parts


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
    SHORT_ROWS, SHORT_TEXT = 10, 1500

    @property
    def is_short(self):
        return len(self.questions) <= self.SHORT_ROWS and sum(map(len, self.paragraphs)) <= self.SHORT_TEXT


@dataclass(frozen=True)
class IndicatorBlock:
    """An indicator with its questions and what the auditor says of them."""

    number: int
    name: str
    score: Decimal | None
    instrument: str
    part_labels: tuple[str, ...]
    paragraphs: tuple[str, ...]  # analyses of the indicator as a whole
    blocks: tuple[QuestionBlock, ...]


@dataclass(frozen=True)
class AnalysisReport:
    """Everything the annual analysis report prints, in its order."""

    style: parts.PaperStyle
    organization: str
    located_name: str
    organization_lines: tuple[str, ...]
    year: int
    plan_year: int
    total: Decimal | None
    rating: str
    instruments: tuple[parts.InstrumentLine, ...]
    charts: tuple[parts.Chart, ...]
    indicators: tuple[parts.IndicatorLine, ...]
    indicators_by_instrument: tuple[tuple[str, tuple[parts.IndicatorLine, ...]], ...]
    indicator_blocks: tuple[IndicatorBlock, ...]
    measures: tuple[parts.MeasureRow, ...]
    limitations: tuple[str, ...]

    @property
    def title(self):
        return (
            f"รายงานการวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ "
            f"ประจำปีงบประมาณ พ.ศ. {self.year} {self.organization}"
        )


def analysis_report(assessment, rows):
    """Make the content of the analysis report of an assessment.

    `rows(model)` gives the rows of a model that the reader may see.
    """
    organization, year = assessment.organization, assessment.year
    framework = frameworks_with_tree().get(pk=assessment.framework_id)
    total = figures_of(assessment)
    analyses = list(rows(Analysis).filter(assessment=assessment).in_print_order())
    indicators = parts.indicator_lines(framework, total)
    by_instrument = groupby(indicators, key=lambda line: line.instrument)
    return AnalysisReport(
        style=parts.PaperStyle.of(organization),
        organization=organization.name,
        located_name=organization.located_name,
        organization_lines=(organization.name, organization.district, organization.province_line),
        year=year,
        plan_year=year + 1,
        total=assessment.total,
        rating=assessment.rating,
        instruments=parts.instrument_lines(framework, total),
        charts=_charts(assessment, framework, total, rows),
        indicators=indicators,
        indicators_by_instrument=tuple((code, tuple(lines)) for code, lines in by_instrument),
        indicator_blocks=tuple(_indicator_blocks(framework, total, analyses)),
        measures=_measures(assessment, analyses, total, rows),
        limitations=tuple(row.text for row in rows(Limitation).filter(assessment=assessment)),
    )


def _measures(assessment, analyses, total, rows):
    plan = rows(MeasurePlan).filter(source_assessment=assessment).first()
    if plan is None:
        return ()
    return parts.measure_rows(rows(Measure).filter(plan=plan).in_print_order(), analyses, total)


# -- Charts ----------------------------------------------------------------------------------------


def _charts(assessment, framework, total, rows):
    """Overall and by instrument, each with the earlier years that are stored, and the ten indicators."""
    years = _with_earlier_years(assessment, rows)
    charts = [parts.Chart("ผลการประเมินในภาพรวม", (_year_bar(assessment),))]
    if len(years) > 1:
        charts.append(parts.Chart("ผลการประเมินในภาพรวมย้อนหลัง", tuple(map(_year_bar, years))))
    lines = parts.instrument_lines(framework, total)
    charts.append(parts.Chart("ผลการประเมินรายเครื่องมือ", tuple(_instrument_bar(line) for line in lines)))
    if len(years) > 1:
        charts.append(parts.Chart("ผลการประเมินรายเครื่องมือย้อนหลัง", tuple(_instrument_bars(years))))
    bars = tuple(
        parts.Bar(f"{line.number}. {line.name}", line.score, line.instrument)
        for line in parts.indicator_lines(framework, total)
    )
    charts.append(parts.Chart("ผลการประเมินรายตัวชี้วัด", bars))
    return tuple(charts)


def _with_earlier_years(assessment, rows):
    """The assessment and the earlier ones of the organisation, oldest first."""
    earlier = rows(Assessment).filter(
        organization=assessment.organization_id, framework__year__lte=assessment.year
    )
    return list(earlier.select_related("framework").order_by("framework__year"))


def _year_bar(assessment):
    return parts.Bar(f"ปี {assessment.year}", assessment.total, "total")


def _instrument_bar(line):
    return parts.Bar(line.code, line.score, line.code.partition(" ")[0])


def _instrument_bars(assessments):
    for assessment in assessments:
        framework = frameworks_with_tree().get(pk=assessment.framework_id)
        for line in parts.instrument_lines(framework, figures_of(assessment)):
            yield parts.Bar(f"{line.code} ปี {assessment.year}", line.score, line.code.partition(" ")[0])


# -- Indicators and their questions ----------------------------------------------------------------


def _indicator_blocks(framework, total, analyses):
    figures = {figure.element.key: figure for figure in total.indicators()}
    scores = parts.question_scores(total)
    for instrument in framework.instruments.all():
        part_labels = tuple(str(part) for part in instrument.parts.all())
        for indicator in instrument.indicators.all():
            own = [analysis for analysis in analyses if analysis.indicator_id == indicator.pk]
            questions = [row for row in indicator.questions.all() if _is_known(row, scores, own)]
            yield IndicatorBlock(
                number=indicator.number,
                name=indicator.name,
                score=figures[str(indicator.number)].value,
                instrument=instrument.code,
                part_labels=part_labels,
                paragraphs=_whole_indicator_paragraphs(own),
                blocks=tuple(_question_blocks(questions, scores, own)),
            )


def _is_known(question, scores, analyses):
    """True when the question has a score, or a word said about it."""
    has_score = any(score is not None for _, score in scores.get(question.code, ()))
    return has_score or any(question in analysis.questions.all() for analysis in analyses)


def _whole_indicator_paragraphs(analyses):
    return tuple(
        line
        for analysis in analyses
        if not analysis.questions.all()
        for line in parts.text_lines(analysis.text)
    )


def _question_blocks(questions, scores, analyses):
    """Runs of questions with the same analysis and group; a question without one stands alone."""
    analysis_of = {question.pk: analysis for analysis in analyses for question in analysis.questions.all()}

    def run_of(question):
        analysis = analysis_of.get(question.pk)
        return (question.group_id, analysis.pk if analysis else f"none-{question.pk}")

    heading_before = None
    for _, run in groupby(questions, key=run_of):
        run = list(run)
        group, analysis = run[0].group, analysis_of.get(run[0].pk)
        yield QuestionBlock(
            heading=group.name if group and group != heading_before else "",
            questions=tuple(_question_line(question, scores) for question in run),
            paragraphs=parts.text_lines(analysis.text) if analysis else (),
        )
        heading_before = group


def _question_line(question, scores):
    return QuestionLine(
        question.code, question.text, tuple(score for _, score in scores.get(question.code, ()))
    )
