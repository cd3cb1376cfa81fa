"""From the rows of a framework and an assessment to the figures of `scoring`: the one place that builds the tree."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from assessments import scoring
from assessments.models import (
    Framework,
    Indicator,
    IndicatorScore,
    InstrumentScore,
    Question,
    QuestionScore,
)
from assessments.scoring import Aggregation, Element, Figure, Level

SCORES = (
    (InstrumentScore, ("instrument", "part")),
    (IndicatorScore, ("indicator",)),
    (QuestionScore, ("question", "part")),
)


@dataclass(frozen=True)
class Figures:
    """What is known of one assessment: its framework with the tree, the official figures by element key, the total."""

    framework: Framework
    officials: dict[str, Decimal]
    total: Figure  # evaluated, with everything below it


def frameworks_with_tree():
    """Frameworks with everything a score tree reads, in a fixed number of queries."""
    questions = Question.objects.order_by("order").select_related("group", "continues")
    indicators = Indicator.objects.order_by("number").prefetch_related(
        Prefetch("questions", questions), "groups"
    )
    return Framework.objects.prefetch_related(
        "instruments__parts", Prefetch("instruments__indicators", indicators), "rating_levels"
    )


def tree_of(framework):
    """The score tree of a framework row: total → instruments → parts or indicators → groups → questions."""
    instruments = list(framework.instruments.all())
    return Element("total", Level.TOTAL, "คะแนนรวม", children=tuple(_instrument(row) for row in instruments))


def officials_of(assessment):
    """The official figures of an assessment by element key; absent where not published."""
    return _officials_of([assessment])[assessment.pk]


def _officials_of(assessments):
    """{pk: official figures by element key}, in as many queries for many as for one."""
    found = {row.pk: {"total": row.official_total} for row in assessments}
    for model, parts in SCORES:
        rows = model.objects.unscoped("the scores of assessments in hand").filter(assessment__in=found)
        for row in rows.select_related(*parts):
            found[row.assessment_id][row.key] = row.official
    return {
        pk: {key: value for key, value in figures.items() if value is not None} for pk, figures in found.items()
    }


def read_figures(*assessments):
    """{pk: Figures} of assessments in hand, in as many queries for many as for one."""
    frameworks = frameworks_with_tree().in_bulk({row.framework_id for row in assessments})
    officials, found = _officials_of(assessments), {}
    for row in assessments:
        framework, known = frameworks[row.framework_id], officials[row.pk]
        found[row.pk] = Figures(framework, known, scoring.evaluate(tree_of(framework), known))
    return found


def figures_of(assessment):
    """The evaluated tree of an assessment, from its total down."""
    return read_figures(assessment)[assessment.pk].total


def verdict_of(assessment, total):
    """The level of an evaluated total under the scheme of the assessment's year."""
    return scoring.judge(total, levels_of(assessment.framework))


def levels_of(framework):
    """The levels of a framework, best first."""
    return tuple(
        scoring.RatingLevel(row.name, row.minimum_total, row.minimum_instrument)
        for row in framework.rating_levels.all()
    )


def _instrument(row):
    parts = list(row.parts.all())
    indicators = tuple(_indicator(indicator, parts) for indicator in row.indicators.all())
    by_parts = row.aggregation == Aggregation.MEAN_OF_PARTS
    return Element(
        row.code,
        Level.INSTRUMENT,
        row.code,
        row.weight,
        children=tuple(_instrument_part(row, part) for part in parts) if by_parts else indicators,
        alternative=indicators if by_parts else (),
    )


def _instrument_part(row, part):
    questions = [question for indicator in row.indicators.all() for question in indicator.questions.all()]
    return Element(
        f"{row.code}/{part.number}",
        Level.PART,
        f"{row.code} {part.name}",
        part.weight,
        children=tuple(_question(question, part) for question in questions),
    )


def _indicator(row, parts):
    return Element(str(row.number), Level.INDICATOR, row.name, children=tuple(_indicator_children(row, parts)))


def _indicator_children(row, parts):
    questions = list(row.questions.all())
    if row.aggregation == Aggregation.MEAN_OF_PARTS:
        for part in parts:
            children = tuple(_question(question, part) for question in questions)
            yield Element(f"{row.number}/{part.number}", Level.INDICATOR_PART, part.name, part.weight, children)
    elif row.aggregation == Aggregation.MEAN_OF_GROUPS:
        for group in row.groups.all():
            children = tuple(_question(question) for question in questions if question.group_id == group.pk)
            yield Element(group.code, Level.GROUP, group.name, Decimal(1), children)
    else:
        yield from (_question(question) for question in questions)


def _question(row, part=None):
    key = f"{row.code}/{part.number}" if part else row.code
    return Element(key, Level.QUESTION, f"{row.code} {row.text}".strip())
