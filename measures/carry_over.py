"""What was left unfinished last year, and what becomes of it in the new plan."""

from dataclasses import dataclass, replace
from datetime import timedelta

from assessments.closeness import is_same_indicator
from ita_portal.thai_dates import fiscal_year_end, fiscal_year_start
from measures.measure_content import MeasureContent, TargetContent, content_of
from measures.models import Measure, PlanStatus


@dataclass(frozen=True)
class Unfinished:
    """A measure of last year that is still open, and what it says in the new plan."""

    measure: Measure
    content: MeasureContent

    @property
    def age(self):
        """For how many years it has been left over, when it is carried now."""
        return self.content.age


def unfinished_before(plan):
    """The open measures of the adopted plan of the year before that were not carried yet, in print order.

    In a constant number of queries.
    """
    rows = Measure.objects.unscoped("measures of the plan's own organisation").open()
    rows = rows.filter(
        organization=plan.organization_id,
        plan__fiscal_year=plan.fiscal_year - 1,
        plan__status=PlanStatus.ADOPTED,
        carried_to=None,
    )
    rows = rows.in_print_order().select_related("drafted_from", "carried_from")
    offered = _offered_targets(plan)
    return [Unfinished(row, carried(row, plan, offered)) for row in rows]


def carried(measure, plan, offered):
    """What a measure of last year says in this plan: its text, steps and owners; its days a year later.

    How far it was and what proved it stay behind, and what was printed for its year: the period and the topic.
    """
    content = content_of(measure)
    return replace(
        content,
        targets=_targets_of(content, offered),
        topic=None,
        steps=tuple(replace(step, pk=None, **_next_year(step)) for step in content.steps),
        **_span(content, plan.fiscal_year),
        period_text="",
        carried_from=measure,
        age=measure.age + 1,
    )


def _offered_targets(plan):
    """(indicators, {key of the question of last year: the question that continues it}) of the plan's source."""
    if plan.source_assessment is None:
        return [], {}
    framework = plan.source_assessment.framework
    questions = framework.questions.exclude(continues=None).select_related("indicator")
    return list(framework.indicators.all()), {row.continues_id: row for row in questions}


def _targets_of(content, offered):
    """What the measure answered, in the new year; what has no counterpart there is left out, and nothing comes twice."""
    indicators, questions = offered
    found = []
    for target in content.targets:
        if target.question:
            question = questions.get(target.question.pk)
            found += [TargetContent(question.indicator, question)] if question else []
        else:
            found += [TargetContent(row) for row in indicators if is_same_indicator(row, target.indicator)]
    return tuple(dict.fromkeys(found))


def _span(content, fiscal_year):
    """The days of the measure in the new fiscal year; the whole year where it had none, or would not touch it."""
    whole = {"starts_on": fiscal_year_start(fiscal_year), "due_on": fiscal_year_end(fiscal_year)}
    moved = _next_year(content)
    first, last = moved["starts_on"], moved["due_on"]
    if first is None or last is None or last < whole["starts_on"] or first > whole["due_on"]:
        return whole
    return moved


def _next_year(span):
    return {"starts_on": _a_year_later(span.starts_on), "due_on": _a_year_later(span.due_on)}


def _a_year_later(day):
    """The same day of the next year; 29 February becomes the 28th."""
    if day is None:
        return None
    if (day.month, day.day) == (2, 29):
        day -= timedelta(days=1)
    return day.replace(year=day.year + 1)
