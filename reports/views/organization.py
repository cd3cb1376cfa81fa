"""Pages that show an organisation across the years: what there is of each year, and its documents."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.views.access import may_assess
from measures.views.access import may_plan
from organizations.models import Organization
from organizations.models.people import ROLES_IN_AN_ORGANIZATION
from reports import years
from reports.forms import DocumentWordsForm
from reports.models import Document, Edition


@require_safe
def organization(request, slug):
    """The years of an organisation: result, plan and documents of each."""
    organization = _organization_or_404(request.user, slug)
    known = years.of_organization(organization, request.user)
    may_record = may_assess(request.user, organization)
    may_keep = Organization.objects.editable_by(request.user).filter(pk=organization.pk).exists()
    context = {
        "organization": organization,
        "years": known,
        "year_to_plan": years.next_to_plan(known) if may_plan(request.user, organization) else None,
        "may_record": may_record,
        "years_to_enter": years.without_result(known) if may_record else [],
        "may_keep": may_keep,
        "is_starting": (may_record or may_keep) and not any(year.plan for year in known),
    }
    return render(request, "reports/organization.html", context)


@require_safe
def documents(request, slug, year):
    """The documents of one year that this person can read, by kind."""
    organization = _organization_or_404(request.user, slug)
    found = {row.number: row for row in years.of_organization(organization, request.user)}
    if year not in found:
        raise Http404
    context = {
        "organization": organization,
        "year": year,
        "has_result": found[year].assessment is not None,
        "progress": years.progress_told(found[year], request.user, timezone.localdate()),
        "shelves": years.shelves(found[year], organization, request.user),
        "drafts": years.analysis_drafts(found[year], organization, request.user),
        "may_write": request.user.has_role(organization, *Document.objects.all().editing_roles),
        "is_member": request.user.has_role(organization, *ROLES_IN_AN_ORGANIZATION),
        "issued": Edition.objects.visible_to(request.user)
        .issued()
        .filter(organization=organization, fiscal_year=year)
        .order_by("kind", "-number"),
        "written_kinds": [kind.value for kind in DocumentWordsForm.FIELDS_OF],
    }
    return render(request, "reports/documents.html", context)


def _organization_or_404(user, slug):
    organizations = Organization.objects.visible_to(user).select_related("province")
    return get_object_or_404(organizations, slug=slug)
