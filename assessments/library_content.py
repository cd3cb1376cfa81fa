"""What the pages of a library say, whatever its rows hold (texts of analyses, measures to start from).

Which rows, for what, how often they were used. recommendation_page.py of this app and template_page.py of the app above
add what is special to theirs.
"""

from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import Count, F, Model, Q

from assessments.library_forms import SHARED
from assessments.models import Framework, Indicator, Recommendation
from ita_portal.thai_text import to_arabic_digits, to_thai_digits
from organizations.models import Membership, Organization

ROWS_PER_PAGE = 20
IN_ORDER_OF_FRAMEWORKS = (
    F("question__framework__year").desc(nulls_last=True),
    F("question__order").asc(nulls_last=True),
    F("indicator__framework__year").desc(nulls_last=True),
    F("indicator__number").asc(nulls_last=True),
)


@dataclass(frozen=True)
class Usage:
    """How often a row was taken by a person, in how many organisations, and in how many drafts it still waits."""

    used: int = 0
    organizations: int = 0
    drafted: int = 0


@dataclass(frozen=True)
class Reading:
    """A row of a library with what this person may do with it."""

    row: Model
    usage: Usage
    may_edit: bool
    may_adapt: bool


# -- Who writes, and for which year ----------------------------------------------------------------


def organizations_kept_by(user):
    """The organisations whose own rows this person writes, by name."""
    own = Membership.objects.current_of(user).filter(role__in=Recommendation.objects.all().editing_roles)
    return list(Organization.objects.visible_to(user).filter(pk__in=own.values("organization_id")))


def owners_for(user, organizations):
    """Where this person may keep a new row, as choices; [] for readers."""
    shared = [(SHARED, "คลังที่ใช้ร่วมกันทุกหน่วยงาน")] if user.is_platform_administrator else []
    return [*shared, *((str(row.pk), f"คลังของ{row.name}") for row in organizations)]


def framework_for_writing(row, year):
    """The year whose questions a row can be for: its own, else the one asked for, else the latest confirmed one."""
    about = row.question or row.indicator
    if about:
        return about.framework
    frameworks = list(frameworks_with_questions())
    asked = [framework for framework in frameworks if str(framework.year) == year]
    confirmed = [framework for framework in frameworks if not framework.is_provisional]
    return next(iter([*asked, *confirmed, *frameworks]), None)


def frameworks_with_questions():
    """The years a row can be written for, latest first."""
    return Framework.objects.filter(questions__isnull=False).distinct()


def latest_indicators():
    """The indicators of the latest year that has some, in official order."""
    framework = Framework.objects.filter(indicators__isnull=False).order_by("-year").first()
    return list(Indicator.objects.filter(framework=framework).select_related("instrument"))


# -- The list --------------------------------------------------------------------------------------


def years_of(rows):
    """The years that rows are for, latest first."""
    years = rows.values_list("question__framework__year", "indicator__framework__year").distinct()
    return sorted({year for pair in years for year in pair if year}, reverse=True)


def narrowed(rows, wanted, conditions):
    """The rows that were asked for (LibraryFilterForm.wanted), with all that their list shows."""
    rows = rows.filter(is_retired="state" in wanted)
    for name, condition in conditions.items():
        if name in wanted:
            rows = rows.filter(condition(wanted[name]))
    return rows.select_related(
        "organization", "question__framework", "question__indicator", "indicator__framework"
    )


def read_page(rows, number, *, usages_of, subject_of, user, organizations):
    """A page of the list, and what is on it by what the rows are for: (page, [[Reading, …], …]).

    `usages_of(rows)` gives {pk: Usage}, `subject_of(row)` what is the same for rows that stand together.
    """
    page = Paginator(rows, ROWS_PER_PAGE).get_page(number)
    usages = usages_of(page.object_list)
    may_edit_shared, own = user.is_platform_administrator, {row.pk for row in organizations}
    readings = [
        Reading(
            row,
            usages.get(row.pk, Usage()),
            may_edit=may_edit_shared if row.is_shared else row.organization_id in own,
            may_adapt=row.is_shared and bool(own),
        )
        for row in page.object_list
    ]
    return page, [list(group) for _, group in groupby(readings, key=lambda reading: subject_of(reading.row))]


def usages_in(made, rows, is_draft):
    """{pk of a library's row: Usage} from what was made of them; `is_draft` is the condition of what still waits."""
    counts = (
        made.filter(drafted_from__in=[row.pk for row in rows])
        .order_by()
        .values("drafted_from")
        .annotate(
            used=Count("pk", filter=~is_draft),
            organizations=Count("organization", filter=~is_draft, distinct=True),
            drafted=Count("pk", filter=is_draft),
        )
    )
    return {row.pop("drafted_from"): Usage(**row) for row in counts}


# -- Conditions ------------------------------------------------------------------------------------


def says(words, *fields):
    """Rows with the words in one of the fields (either kind of digits), or about the question with them or this code."""
    condition = Q(question__code__iexact=to_arabic_digits(words))
    for spelling in {words, to_thai_digits(words), to_arabic_digits(words)}:
        for field in (*fields, "question__wording"):
            condition |= Q(**{f"{field}__icontains": spelling})
    return condition


def about(subject):
    """Rows for an indicator (its number) and its questions, or for all of an instrument (its code)."""
    if subject.isdecimal():
        return Q(question__indicator__number=subject) | Q(indicator__number=subject)
    return Q(question__indicator__instrument__code=subject) | Q(indicator__instrument__code=subject)


def of_year(year):
    return Q(question__framework__year=year) | Q(indicator__framework__year=year)


def of_owner(owner):
    return Q(organization__isnull=True) if owner == SHARED else Q(organization=owner)
