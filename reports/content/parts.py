"""Parts that several documents share: style, charts, tables of figures, rows of measures."""

import re
from dataclasses import dataclass
from decimal import Decimal

from assessments.scoring import Figure, Level


@dataclass(frozen=True)
class PaperStyle:
    """How a document prints its texts: one digit setting, and the names that a line end never splits."""

    uses_thai_digits: bool = True
    place_names: tuple[str, ...] = ()

    @classmethod
    def of(cls, organization, uses_thai_digits=True):
        district = re.sub(r"^(?:อำเภอ|เขต)", "", organization.district)
        names = {organization.place_name, district, organization.province.name} - {""}
        return cls(uses_thai_digits, tuple(sorted(names, key=len, reverse=True)))


# One hue per instrument everywhere, told apart in grey as well. Colours stand in the drawing itself, because the
# printer does not apply stylesheets inside drawings.
HUES = {"total": "#1b2430", "IIT": "#0b5a6b", "EIT": "#6f76c9", "OIT": "#d9a441"}


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: a label, a score 0–100 or None, and what it belongs to (total, IIT, EIT, OIT)."""

    label: str
    value: Decimal | None
    subject: str

    @property
    def hue(self):
        return HUES.get(self.subject, HUES["total"])


@dataclass(frozen=True)
class Chart:
    """A bar chart with its numbers beside it."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class IndicatorLine:
    """A row of the tables of indicators."""

    number: int
    name: str
    instrument: str
    score: Decimal | None


@dataclass(frozen=True)
class InstrumentLine:
    """An instrument, or a part of one, with its figure."""

    code: str
    name: str
    score: Decimal | None


@dataclass(frozen=True)
class MeasureRow:
    """A printed row of a plan. Lists are in print order; `aims` say what the row answers, with the scores."""

    number: int
    titles: tuple[str, ...]
    aims: tuple["Aim", ...]
    findings: tuple[str, ...]
    steps: tuple[str, ...]
    period: str
    owners: tuple[str, ...]
    follow_up: tuple[str, ...] = ()

    # About what a landscape page holds of its longest cell. A row kept whole must fit a page, or it loses its header.
    SHORT_CELL = 760

    @property
    def is_short(self):
        """True when the row surely fits one page and is better kept whole."""
        cells = (self.findings, self.steps, self.titles, self.follow_up)
        return all(sum(len(text) + 20 for text in cell) <= self.SHORT_CELL for cell in cells)


@dataclass(frozen=True)
class Aim:
    """What a measure answers: an indicator, possibly one question of it, and the scores it had."""

    indicator_number: int
    indicator_name: str
    code: str
    wording: str
    scores: tuple[tuple[str, Decimal | None], ...]  # (label of the part or "", score)


def text_lines(text):
    """The non-empty lines of a text as a tuple: its paragraphs or list items."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def instrument_lines(framework, total: Figure):
    """The instruments as published: parts separately where an instrument has parts with figures."""
    figures = {figure.element.key: figure for figure in total.walk()}
    lines = []
    for instrument in framework.instruments.all():
        parts = [
            InstrumentLine(str(part), part.full_name, figures[f"{instrument.code}/{part.number}"].value)
            for part in instrument.parts.all()
        ]
        if parts and all(line.score is not None for line in parts):
            lines += parts
        else:
            figure = figures[instrument.code]
            lines.append(InstrumentLine(instrument.code, instrument.full_name, figure.value))
    return tuple(lines)


def indicator_lines(framework, total: Figure):
    """The ten indicators in official order with their figures."""
    figures = {figure.element.key: figure for figure in total.indicators()}
    return tuple(
        IndicatorLine(indicator.number, indicator.name, instrument.code, figures[str(indicator.number)].value)
        for instrument in framework.instruments.all()
        for indicator in instrument.indicators.all()
    )


def question_scores(total: Figure):
    """Scores by question code: [(label of the part or "", score)], in the order of the parts."""
    scores = {}
    for figure in total.walk():
        if figure.element.level == Level.QUESTION:
            code, _, part = figure.element.key.partition("/")
            scores.setdefault(code, {})[part] = figure.value
    return {code: tuple(sorted(by_part.items())) for code, by_part in scores.items()}


def measure_rows(measures, analyses, total):
    """Printed rows of measures. `analyses` give the finding where a measure writes none of its own."""
    scores = question_scores(total) if total else {}
    indicators = {figure.element.key: figure.value for figure in total.indicators()} if total else {}
    return tuple(
        MeasureRow(
            number=number,
            titles=tuple(title.text for title in measure.titles.all()),
            aims=tuple(_aim(target, scores, indicators) for target in measure.targets.all()),
            findings=text_lines(measure.finding) or _findings_of_targets(measure, analyses),
            steps=tuple(step.text for step in measure.steps.all()),
            period=measure.period_line,
            owners=tuple(measure.owner_lines),
            follow_up=text_lines(measure.follow_up),
        )
        for number, measure in enumerate(measures, start=1)
    )


def _aim(target, scores, indicators):
    indicator, question = target.indicator, target.question
    if question is None:
        own = (("", indicators.get(str(indicator.number))),)
    else:
        own = tuple((_part_label(part), score) for part, score in scores.get(question.code, ()))
    return Aim(
        indicator.number,
        indicator.name,
        question.code if question else "",
        question.text if question else "",
        own,
    )


def _part_label(part):
    return f"EIT ส่วนที่ {part}" if part else ""


def _findings_of_targets(measure, analyses):
    """The analyses of what the measure answers: of its questions, else of its indicators."""
    lines = ()
    for target in measure.targets.all():
        for analysis in analyses:
            codes = {question.code for question in analysis.questions.all()}
            if analysis.indicator_id == target.indicator_id and (
                target.question is None or target.question.code in codes
            ):
                lines += text_lines(analysis.text)
    return tuple(dict.fromkeys(lines))
