"""What stands in the way of a plan, from its rows: the one list for page, button and refusal."""

from ita_portal.thai_dates import fiscal_year_end
from measures.coverage import coverage_of
from measures.measure_content import content_of
from measures.plan_checks import CheckedMeasure, CheckedPlan, findings_in
from measures.rounds import WHOLE_YEAR


def missing_before_adoption(plan, today=None, round_month=WHOLE_YEAR):
    """What to look at before the plan is adopted, what blocks first; in a constant number of queries.

    Of an adopted plan it is what to look at before its documents are signed, with what was reported on the measures up
    to a round of the year.
    Empty: nothing is amiss. Without `today` nothing is said of a year that is over.
    """
    return findings_in(read_for_checks(plan, today, round_month))


def read_for_checks(plan, today=None, round_month=WHOLE_YEAR):
    """The plan in hand as the rules see it; cancelled measures are not looked at."""
    rows = plan.measures.in_print_order().select_related("topic", "drafted_from", "carried_from")
    numbered = enumerate(rows.prefetch_related("progress_summaries__results"), start=1)
    measures = tuple(_checked(row, number, round_month) for number, row in numbered if row.cancelled_on is None)
    coverage = coverage_of(plan.source_assessment) if plan.source_assessment else None
    is_over = today is not None and not plan.is_adopted and today > fiscal_year_end(plan.fiscal_year)
    return CheckedPlan(plan.fiscal_year, measures, coverage, own_names_of(plan.organization), is_over)


def own_names_of(organization):
    """The ways to write the name of an organisation, and its web domain where it is known."""
    kind = organization.get_kind_display()
    place = organization.place_name
    abbreviation = organization.short_name.removesuffix(place).strip()
    names = (organization.name, *(f"{word}{gap}{place}" for word in (kind, abbreviation) for gap in ("", " ")))
    sites = (f"www.{organization.domain}", organization.domain) if organization.domain else ()
    return tuple(dict.fromkeys((*names, *sites)))


def _checked(row, number, round_month):
    """A measure with what is printed of its results."""
    summary = row.summary_up_to(round_month)
    if summary is None:
        return CheckedMeasure(row.pk, number, content_of(row))
    results = tuple(result.text for result in summary.results.all())
    return CheckedMeasure(row.pk, number, content_of(row), results, summary.outcome)
