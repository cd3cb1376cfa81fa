"""Where every page of an assessment starts: the row, if it is this person's to read or to change."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.models import Assessment
from organizations.models import Organization
from organizations.models.people import ROLES_IN_AN_ORGANIZATION


def assessment_or_404(user, slug, year):
    """The assessment of an organisation and year, if the person may read it."""
    return _only(Assessment.objects.visible_to(user), slug, year)


def assessment_of_member_or_404(user, slug, year):
    """The same for members of the organisation only: an overseer reads results, not work."""
    assessment = assessment_or_404(user, slug, year)
    if not user.has_role(assessment.organization, *ROLES_IN_AN_ORGANIZATION):
        raise Http404("not a member here")
    return assessment


def editable_assessment_or_404(user, slug, year):
    """The assessment of an organisation and year, if the person works on it (also while it is confirmed)."""
    return _only(Assessment.objects.editable_by(user), slug, year)


def assessed_organization_or_404(user, slug):
    """The organisation, if the person records its assessments, also those of years that have none yet."""
    organizations = Organization.objects.visible_to(user).select_related("province")
    organization = get_object_or_404(organizations, slug=slug)
    if not may_assess(user, organization):
        raise Http404("records no scores here")
    return organization


def may_assess(user, organization):
    """True for the people who record the assessments of the organisation."""
    return user.has_role(organization, *Assessment.objects.all().editing_roles)


def _only(assessments, slug, year):
    return get_object_or_404(assessments.for_page(), organization__slug=slug, framework__year=year)


def frame_of(assessment):
    """What the page frame says about where we are."""
    return {"organization": assessment.organization, "year": assessment.year, "has_result": True}
