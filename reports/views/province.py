"""Pages for those who oversee organisations, and an organisation's place among its peers."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.models import Framework
from assessments.views.score_files import workbook_response
from organizations.models import Organization
from reports import workflow
from reports.oversight.form import RowFilterForm
from reports.oversight.page import read_page, rows_with_details
from reports.oversight.place import place_of
from reports.oversight.scope import NothingOverseen, scope_of
from reports.oversight.sheet import write_oversight_sheet


@require_safe
def province(request):
    """The organisations of a province, or of the nation: how far each is with a year, and its result."""
    scope = _scope_or_404(request)
    context = {
        "reading": read_page(scope, request.GET.get("page")),
        "scope": scope,
        "form": RowFilterForm(scope),
    }
    return render(request, "reports/province.html", context)


@require_safe
def export_province(request):
    """The same organisations as a sheet. What leaves the portal is on the trail."""
    scope = _scope_or_404(request)
    rows = list(rows_with_details(scope))
    content = write_oversight_sheet(scope, rows, timezone.localdate())
    if request.method == "GET":
        workflow.record_oversight_export(
            scope.framework, words=f"{scope.place_name} {scope.words}", count=len(rows), by=request.user
        )
    return workbook_response(content, f"ผล ITA ปี {scope.year} {scope.place_name}")


@require_safe
def place(request, slug, year):
    """Where an organisation stands among those of its kind, without telling which are the others."""
    organizations = Organization.objects.visible_to(request.user).select_related("province")
    organization = get_object_or_404(organizations, slug=slug)
    framework = get_object_or_404(Framework, year=year)
    context = {
        "organization": organization,
        "year": year,
        "place": place_of(organization, framework),
    }
    return render(request, "reports/place.html", context)


def _scope_or_404(request):
    try:
        return scope_of(request.user, request.GET)
    except NothingOverseen:
        raise Http404("oversees nothing") from None
