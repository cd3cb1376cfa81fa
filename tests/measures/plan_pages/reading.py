"""Opening the pages of a plan, and typing a measure."""

from datetime import date

from django.urls import reverse

from measures.models import (
    Measure,
    MeasureOwner,
    MeasurePlan,
    MeasureTarget,
    MeasureTitle,
    PlanStatus,
)
from tests import builders


def address(name, plan, *args):
    return reverse(f"measures:{name}", args=[plan.organization.slug, plan.fiscal_year, *args])


def text_of(response):
    return response.content.decode()


def adopt(plan):
    MeasurePlan.objects.filter(pk=plan.pk).update(status=PlanStatus.ADOPTED)


def many_measures(plan, count):
    """So many measures more, each with a title, an owner and something it answers."""
    division = plan.organization.divisions.first() or builders.a_division(plan.organization)
    question = plan.source_assessment.framework.questions.first()
    first = plan.measures.count() + 1
    measures = Measure.objects.bulk_create(
        Measure(plan=plan, order=order, due_on=date(2026, 9, 30)) for order in range(first, first + count)
    )
    MeasureTitle.objects.bulk_create(MeasureTitle(measure=row, order=1, text="จัดทำคู่มือ") for row in measures)
    MeasureOwner.objects.bulk_create(MeasureOwner(measure=row, division=division, order=1) for row in measures)
    MeasureTarget.objects.bulk_create(
        MeasureTarget(measure=row, indicator=question.indicator, question=question, order=1) for row in measures
    )
