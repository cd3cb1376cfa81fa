"""The first hour of an organisation, step by step."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.models import Organization
from organizations.models.people import ROLES_IN_AN_ORGANIZATION
from reports import first_hour


@require_safe
def start(request, slug):
    """What there is already, what is missing, and why each is asked; for people of the organisation."""
    organizations = Organization.objects.visible_to(request.user).select_related("province")
    organization = get_object_or_404(organizations, slug=slug)
    if not request.user.has_role(organization, *ROLES_IN_AN_ORGANIZATION):
        raise Http404("not a member here")
    hour = first_hour.of_organization(organization, request.user, timezone.localdate())
    return render(request, "reports/start.html", {"organization": organization, "hour": hour})
