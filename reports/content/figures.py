"""Figures that several documents show: charts, instruments, indicators, scores of questions."""

from dataclasses import dataclass
from decimal import Decimal

from assessments.scoring import Figure, Level

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
