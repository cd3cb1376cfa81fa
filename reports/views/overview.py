"""Where an organisation stands: the overview of a year, the executive's page for the phone, the page for a meeting."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.models import Organization
from organizations.models.people import ROLES_IN_AN_ORGANIZATION
from reports.executive import executive_page
from reports.meeting import meeting_page
from reports.overview import latest_year, read_overview
from reports.to_do import to_do_of


@require_safe
def overview(request, slug, year):
    """One look at a year: the result, the year's steps, the measures, the documents, and what to do now."""
    organization = _organization_or_404(request.user, slug)
    today = timezone.localdate()
    is_member = _is_member(request.user, organization)
    page = read_overview(organization, year, request.user, today, is_member=is_member)
    if page.is_empty:
        raise Http404("nothing of this year")
    context = {
        "organization": organization,
        "year": year,
        "has_result": page.standing is not None,
        "page": page,
        "is_member": is_member,
        "to_do": to_do_of(request.user, organization, today) if is_member else None,
    }
    return render(request, "reports/overview.html", context)


@require_safe
def latest(request, slug):
    """The way to the overview of the latest year; to the list of years where there is none yet."""
    organization = _organization_or_404(request.user, slug)
    year = latest_year(organization, request.user)
    if year is None:
        return redirect("reports:organization", slug)
    return redirect("reports:overview", slug, year)


@require_safe
def executive(request, slug):
    """Ten seconds on a phone: where we stand, what moved, what is late, what waits for a signature."""
    organization = _organization_of_member_or_404(request.user, slug)
    page = executive_page(organization, request.user, timezone.localdate())
    context = {
        "organization": organization,
        "year": page.year,
        "has_result": page.overview is not None and page.overview.standing is not None,
        "page": page,
    }
    return render(request, "reports/executive.html", context)


@require_safe
def meeting(request, slug, year):
    """One A4 landscape to lie on the table of a meeting; only of a year with a result."""
    organization = _organization_of_member_or_404(request.user, slug)
    page = meeting_page(organization, year, request.user, timezone.localdate())
    if page is None:
        raise Http404("no result of this year")
    context = {"organization": organization, "year": year, "has_result": True, "page": page}
    return render(request, "reports/meeting.html", context)


def _organization_or_404(user, slug):
    organizations = Organization.objects.visible_to(user).select_related("province")
    return get_object_or_404(organizations, slug=slug)


def _organization_of_member_or_404(user, slug):
    """For members only: an overseer reads results, not work."""
    organization = _organization_or_404(user, slug)
    if not _is_member(user, organization):
        raise Http404("not a member here")
    return organization


def _is_member(user, organization):
    return user.has_role(organization, *ROLES_IN_AN_ORGANIZATION)
