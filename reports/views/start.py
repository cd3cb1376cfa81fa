"""Where people begin: the page after the login, and the first hour of an organisation, step by step."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.models import Membership, Organization, Role
from organizations.models.people import ROLES_IN_AN_ORGANIZATION
from reports import first_hour
from reports.overview import latest_year


@require_safe
def home(request):
    """The way after the login: who works for one organisation goes to what is asked of it, others choose one."""
    roles = Membership.objects.current_of(request.user).filter(organization__isnull=False)
    roles = list(roles.select_related("organization"))
    if len({row.organization_id for row in roles}) != 1:
        return redirect("organizations:index")
    organization = roles[0].organization
    year = latest_year(organization, request.user)
    if year is None:
        return redirect("reports:start", organization.slug)
    if any(row.role == Role.EXECUTIVE for row in roles):
        return redirect("reports:executive", organization.slug)
    return redirect("reports:overview", organization.slug, year)


@require_safe
def start(request, slug):
    """What there is already, what is missing, and why each is asked; for people of the organisation."""
    organizations = Organization.objects.visible_to(request.user).select_related("province")
    organization = get_object_or_404(organizations, slug=slug)
    if not request.user.has_role(organization, *ROLES_IN_AN_ORGANIZATION):
        raise Http404("not a member here")
    hour = first_hour.of_organization(organization, request.user, timezone.localdate())
    return render(request, "reports/start.html", {"organization": organization, "hour": hour})
