"""What the pages of the measures library say: which measures, for what, and how often they were used."""

from django.db.models import F, Q

from assessments import library_content
from assessments.library_content import IN_ORDER_OF_FRAMEWORKS, Usage
from measures.models import Measure, MeasurePlan, MeasureTemplate, PlanStatus

MOST_PLANS = 2  # draft plans to which a measure can be taken from the list


def templates_wanted(user, wanted):
    """The measures that this person may read and asked for (TemplateFilterForm.wanted), in the order of a framework."""
    rows = library_content.narrowed(MeasureTemplate.objects.visible_to(user), wanted, _CONDITIONS)
    return rows.order_by(*IN_ORDER_OF_FRAMEWORKS, F("organization").asc(nulls_last=True), "pk")


def subject_of(template):
    """What is the same for measures that stand together in the list."""
    return template.question_id, template.indicator_id


def draft_plans_of(user):
    """The draft plans that this person works on, latest first: where a measure can be taken to."""
    drafts = MeasurePlan.objects.editable_by(user).filter(status=PlanStatus.DRAFT)
    return drafts.select_related("organization").order_by("-fiscal_year", "organization")[:MOST_PLANS]


def usages_of(rows):
    """{pk of a template: Usage}, counted over all organisations without naming any; drafts are those of draft plans."""
    measures = Measure.objects.unscoped("counts over all organisations, which name none")
    return library_content.usages_in(measures, rows, Q(plan__status=PlanStatus.DRAFT))


def usage_of(template):
    """The Usage of one measure."""
    return usages_of([template]).get(template.pk, Usage())


_CONDITIONS = {
    "q": lambda words: library_content.says(words, "titles", "steps"),
    "year": library_content.of_year,
    "about": library_content.about,
    "owner": library_content.of_owner,
}
