"""Figures that several documents show: instruments, indicators, scores of questions."""

from dataclasses import dataclass
from decimal import Decimal

from assessments.scoring import Figure, Level


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
