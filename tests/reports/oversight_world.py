"""Organisations at every step of a year, for the tests of what a province sees."""

from assessments.models import Assessment, AssessmentStatus
from measures.models import PlanStatus, ProgressState
from organizations.models import Role
from reports.oversight.scope import scope_of
from tests import builders

YEAR = 2568
TOTAL = "91.00"


def an_overseer(province=None):
    return builders.a_user(role=Role.OVERSEER, province=province or builders.a_province())


def a_result(organization, total=TOTAL, *, is_confirmed=True, year=YEAR, **fields):
    """A result of which only the announced total is known, stored as it stands: the pages read no other score."""
    return Assessment.objects.create(
        organization=organization,
        framework=builders.a_framework(year),
        status=AssessmentStatus.CONFIRMED if is_confirmed else AssessmentStatus.DRAFT,
        official_total=total,
        **{"official_rating": "ผ่านดี", **fields},
    )


def an_organization_after(step_count, **fields):
    """An organisation that has done the first so many of the seven steps."""
    organization = builders.an_organization(**fields)
    if step_count >= 1:
        result = a_result(organization, is_confirmed=step_count >= 2)
    if step_count >= 3:
        builders.an_analysis(result)
    if step_count >= 4:
        plan = builders.a_plan(organization, YEAR + 1, source_assessment=result, status=PlanStatus.ADOPTED)
        state = ProgressState.UNDER_WAY if step_count >= 5 else ProgressState.NOT_STARTED
        builders.a_measure(plan, state=state)
    if step_count >= 6:
        edition = builders.an_edition(builders.a_document(organization, fiscal_year=YEAR))
        (builders.publish if step_count >= 7 else builders.issue)(edition)
    return organization


def the_scope(user=None, **asked):
    """The Scope of an overseer of the builders' province, or of the user."""
    return scope_of(user or an_overseer(), {name: str(value) for name, value in asked.items()})
