"""A measure to begin with: for a weak question from its analysis, or from a text of the library."""

import re

from assessments.models import Question
from assessments.recommendations import fill
from ita_portal.sent_numbers import whole_number
from ita_portal.thai_dates import fiscal_year_end, fiscal_year_start
from ita_portal.thai_text import normalize
from measures.measure_content import MeasureContent, StepContent, TargetContent

# What comes after "the office should" is what it is going to do.
ADVICE = re.compile(r"(?:ควร|เห็นควร)(?!ได้รับ)\s*(?P<deed>[^\n]+)")


def blank(plan, **values):
    """A measure over the whole fiscal year of the plan."""
    days = {"starts_on": fiscal_year_start(plan.fiscal_year), "due_on": fiscal_year_end(plan.fiscal_year)}
    return MeasureContent(**{"titles": (), **days, **values})


def drafted_for(plan, target):
    """A measure for an indicator or question of the plan's source: finding and title from its analysis, if any."""
    analysis = _analysis_of(plan, target)
    if analysis is None:
        return blank(plan, targets=(target,))
    title = title_from(analysis.recommendation or analysis.finding)
    return blank(plan, targets=(target,), finding=analysis.text, titles=(title,) if title else ())


def drafted_from(plan, template, target=None):
    """A measure from a text of the library, for its own question where the plan's source has it, or for `target`."""
    target = target or _target_of(plan, template)
    begun = drafted_for(plan, target) if target else blank(plan)
    steps = tuple(StepContent(line) for line in filled_lines(template.steps, plan))
    return blank(
        plan,
        titles=tuple(filled_lines(template.titles, plan)),
        kind=template.kind,
        targets=begun.targets,
        finding=begun.finding,
        steps=steps,
        target="\n".join(filled_lines(template.target, plan)),
        follow_up="\n".join(filled_lines(template.follow_up, plan)),
        drafted_from=template,
    )


def target_at(plan, *, question="", indicator=""):
    """The question of this code, or the indicator of this number, of the year the plan grew out of; else None."""
    if plan.source_assessment is None:
        return None
    framework = plan.source_assessment.framework
    if question:
        row = framework.questions.filter(code=normalize(question)).select_related("indicator").first()
        return row and TargetContent(row.indicator, row)
    row = framework.indicators.filter(number=whole_number(indicator)).first()
    return row and TargetContent(row)


def title_from(advice):
    """What an advice asks for, as a title to begin with: 'หน่วยงานควรจัดทำคู่มือ' gives 'จัดทำคู่มือ'; '' without one."""
    match = ADVICE.search(advice)
    return match["deed"].strip(" .") if match else ""


def _analysis_of(plan, target):
    analyses = plan.source_assessment.analyses.filter(indicator=target.indicator)
    if target.question:
        return analyses.filter(questions=target.question).first() or analyses.filter(questions=None).first()
    return analyses.filter(questions=None).first()


def _target_of(plan, template):
    """What a template serves in the year of the plan's source: its question, or the one beside it in next or last year."""
    if plan.source_assessment is None or not (template.question_id or template.indicator_id):
        return None
    framework = plan.source_assessment.framework
    if template.indicator_id:
        row = framework.indicators.filter(
            number=template.indicator.number, name=template.indicator.name
        ).first()
        return row and TargetContent(row)
    same = Question.objects.filter(pk=template.question_id)
    beside = same | Question.objects.filter(continues=template.question_id)
    beside |= Question.objects.filter(continued_by=template.question_id)
    row = beside.filter(framework=framework).select_related("indicator").first()
    return row and TargetContent(row.indicator, row)


def filled_lines(text, plan):
    """The lines of a text of the library, with the name of the plan's organisation filled in."""
    return [line.strip() for line in fill(text, plan.organization).splitlines() if line.strip()]
