"""Where every page of a plan starts: the rows, if they are this person's to read or to change."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.models import Assessment
from measures.models import Measure, MeasurePlan
from organizations.models import Organization
from organizations.models.people import ROLES_IN_AN_ORGANIZATION


def plan_or_404(user, slug, year):
    """The plan of an organisation and fiscal year, if the person may read it."""
    return _only(MeasurePlan.objects.visible_to(user), slug, year)


def plan_with_measures_or_404(user, slug, year):
    """The same, with what the workbench reads."""
    return _only(MeasurePlan.objects.visible_to(user).with_measures(), slug, year)


def editable_plan_or_404(user, slug, year):
    """The plan of an organisation and fiscal year, if the person works on it (also after it is adopted)."""
    return _only(MeasurePlan.objects.editable_by(user), slug, year)


def _only(plans, slug, year):
    return get_object_or_404(plans.for_page(), organization__slug=slug, fiscal_year=year)


def planning_organization_or_404(user, slug):
    """The organisation, if the person makes its plans, also those of years that have none yet."""
    organizations = Organization.objects.visible_to(user).select_related("province")
    organization = get_object_or_404(organizations, slug=slug)
    if not may_plan(user, organization):
        raise Http404("makes no plans here")
    return organization


def may_plan(user, organization):
    """True for the people who make the plans of the organisation."""
    return user.has_role(organization, *MeasurePlan.objects.all().editing_roles)


def reads_work(user, organization):
    """True for its members: others read what is confirmed and adopted, not how it came about."""
    return user.has_role(organization, *ROLES_IN_AN_ORGANIZATION)


def measure_or_404(user, slug, year, pk):
    """A measure with its parts and its plan, if the person may read it."""
    return _only_measure(Measure.objects.visible_to(user), slug, year, pk)


def editable_measure_or_404(user, slug, year, pk):
    """A measure with its parts and its plan, if the person works on the plan."""
    return _only_measure(Measure.objects.editable_by(user), slug, year, pk)


def _only_measure(measures, slug, year, pk):
    measures = measures.in_print_order().select_related(
        "topic",
        "drafted_from",
        "carried_from",
        "plan__organization__province",
        "plan__source_assessment__framework",
    )
    return get_object_or_404(measures, plan__organization__slug=slug, plan__fiscal_year=year, pk=pk)


def frame_of(plan, user):
    """What the page frame says about where we are."""
    return frame(plan.organization, plan.fiscal_year, user)


def frame(organization, year, user):
    """The same for a year that has no plan yet."""
    results = Assessment.objects.visible_to(user).filter(organization=organization, framework__year=year)
    return {"organization": organization, "year": year, "has_result": results.exists()}
