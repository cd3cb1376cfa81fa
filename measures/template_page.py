"""What the pages of the measures library say: which measures, for what, and how often they were used."""

from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import Count, F, Q

from assessments.library_content import Usage
from assessments.library_forms import SHARED
from ita_portal.thai_text import to_arabic_digits, to_thai_digits
from measures.models import Measure, MeasurePlan, MeasureTemplate, PlanStatus

TEMPLATES_PER_PAGE = 20
MOST_PLANS = 2  # draft plans to which a measure can be taken from the list


@dataclass(frozen=True)
class TemplateReading:
    """A measure of the library with what this person may do with it."""

    template: MeasureTemplate
    usage: Usage
    may_edit: bool
    may_adapt: bool

    @property
    def titles(self):
        return self.template.titles.splitlines()

    @property
    def steps(self):
        return self.template.steps.splitlines()


def years_with_templates(user):
    """The years for which the library holds measures, latest first."""
    rows = MeasureTemplate.objects.visible_to(user)
    years = rows.values_list("question__framework__year", "indicator__framework__year").distinct()
    return sorted({year for pair in years for year in pair if year}, reverse=True)


def templates_wanted(user, wanted):
    """The measures that this person may read and asked for (TemplateFilterForm.wanted), in the order of a framework."""
    rows = MeasureTemplate.objects.visible_to(user).filter(is_retired="state" in wanted)
    for name, condition in _CONDITIONS.items():
        if name in wanted:
            rows = rows.filter(condition(wanted[name]))
    return rows.select_related(
        "organization", "question__framework", "question__indicator", "indicator__framework"
    ).order_by(
        F("question__framework__year").desc(nulls_last=True),
        F("question__order").asc(nulls_last=True),
        F("indicator__framework__year").desc(nulls_last=True),
        F("indicator__number").asc(nulls_last=True),
        F("organization").asc(nulls_last=True),
        "pk",
    )


def read_page(rows, number, *, user, organizations):
    """A page of the list, and what is on it by what the measures are for: (page, [[TemplateReading, …], …])."""
    page = Paginator(rows, TEMPLATES_PER_PAGE).get_page(number)
    usages = usages_of(page.object_list)
    may_edit_shared, own = user.is_platform_administrator, {row.pk for row in organizations}
    readings = [
        TemplateReading(
            row,
            usages.get(row.pk, Usage()),
            may_edit=may_edit_shared if row.is_shared else row.organization_id in own,
            may_adapt=row.is_shared and bool(own),
        )
        for row in page.object_list
    ]
    return page, [list(group) for _, group in groupby(readings, key=lambda reading: _subject(reading.template))]


def draft_plans_of(user):
    """The draft plans that this person works on, latest first: where a measure can be taken to."""
    drafts = MeasurePlan.objects.editable_by(user).filter(status=PlanStatus.DRAFT)
    return drafts.select_related("organization").order_by("-fiscal_year", "organization")[:MOST_PLANS]


def usages_of(rows):
    """{pk of a template: Usage}, counted over all organisations without naming any; drafts are those of draft plans."""
    measures = Measure.objects.unscoped("counts over all organisations, which name none")
    is_draft = Q(plan__status=PlanStatus.DRAFT)
    counts = (
        measures.filter(drafted_from__in=[row.pk for row in rows])
        .order_by()
        .values("drafted_from")
        .annotate(
            used=Count("pk", filter=~is_draft),
            organizations=Count("organization", filter=~is_draft, distinct=True),
            drafted=Count("pk", filter=is_draft),
        )
    )
    return {row.pop("drafted_from"): Usage(**row) for row in counts}


def usage_of(template):
    """The Usage of one measure."""
    return usages_of([template]).get(template.pk, Usage())


def _subject(template):
    return template.question_id, template.indicator_id


def _says(words):
    """Measures with the words in them (either kind of digits), or for the question with this code."""
    condition = Q(question__code__iexact=to_arabic_digits(words))
    for spelling in {words, to_thai_digits(words), to_arabic_digits(words)}:
        condition |= Q(titles__icontains=spelling) | Q(steps__icontains=spelling)
        condition |= Q(question__wording__icontains=spelling)
    return condition


def _of_year(year):
    return Q(question__framework__year=year) | Q(indicator__framework__year=year)


def _about(subject):
    """Measures for an indicator and its questions, or for all of an instrument."""
    if subject.isdecimal():
        return Q(question__indicator__number=subject) | Q(indicator__number=subject)
    return Q(question__indicator__instrument__code=subject) | Q(indicator__instrument__code=subject)


def _of_owner(owner):
    return Q(organization__isnull=True) if owner == SHARED else Q(organization=owner)


_CONDITIONS = {"q": _says, "year": _of_year, "about": _about, "owner": _of_owner}
