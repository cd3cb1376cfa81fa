"""Pages for those who oversee organisations, and an organisation's place among its peers."""

from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.models import Framework
from assessments.views.score_files import workbook_response
from ita_portal.thai_text import to_thai_digits
from organizations.models import Organization
from organizations.started_jobs import StartedJob, start_job
from organizations.views.jobs import begun, result_or_404
from reports.oversight.form import RowFilterForm
from reports.oversight.page import read_page
from reports.oversight.place import place_of
from reports.oversight.scope import NothingOverseen, scope_of
from reports.tasks import export_organizations


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


def export_province(request):
    """Begin to write the same organisations as a sheet. What leaves the portal is on the trail."""
    scope = _scope_or_404(request)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    started = StartedJob(
        title=f"การเขียนแฟ้มผล ITA ปี {to_thai_digits(str(scope.year))} {scope.place_name}",
        back=f"{reverse('reports:province')}?{scope.wanted.query}",
        after=f"{reverse('reports:export_province')}{{key}}.xlsx?{scope.wanted.query}",
        after_words="ดาวน์โหลดแฟ้ม Excel",
    )
    job = start_job(request.session, started)
    export_organizations(job.key, scope.wanted.query, request.user.pk)
    return begun(request, job.key)


@require_safe
def exported_province(request, key):
    """The sheet, for the person who asked for it and still oversees organisations."""
    scope = _scope_or_404(request)
    return workbook_response(result_or_404(request, key), f"ผล ITA ปี {scope.year} {scope.place_name}")


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
